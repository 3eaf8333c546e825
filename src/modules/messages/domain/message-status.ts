export const MESSAGE_STATUSES = [
  'QUEUED',
  'SENDING',
  'UNCONFIRMED',
  'HELD',
  'SENT',
  'DELIVERED',
  'READ',
  'PLAYED',
  'FAILED',
  'CANCELLED',
  'RECEIVED',
] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/**
 * From low to high: a status never gives way to one before it, in whatever order and however often Meta reports. What the
 * customer has got stays so: Meta reports `failed` for one of several devices, or late, and that is no reason to send again.
 */
export const STATUS_RANKS: readonly MessageStatus[] = [
  'QUEUED',
  'SENDING',
  'UNCONFIRMED',
  'HELD',
  'CANCELLED',
  'RECEIVED',
  'SENT',
  'FAILED',
  'DELIVERED',
  'READ',
  'PLAYED',
];

/** Status of a message and the times that it keeps, of which each is the earliest that was reported. */
export interface StatusTimes {
  status: MessageStatus;
  /** When it was queued; null of what was not written here. */
  createdAt: Date | null;
  acceptedAt: Date | null;
  sentAt: Date | null;
  deliveredAt: Date | null;
  readAt: Date | null;
  playedAt: Date | null;
  failedAt: Date | null;
}

export interface StatusChange {
  status: MessageStatus;
  occurredAt: Date;
}

/**
 * Whether the customer has a message, whatever else Meta has said of it: then it is never sent again.
 */
export function hasArrived({
  deliveredAt,
  readAt,
  playedAt,
}: Pick<StatusTimes, 'deliveredAt' | 'readAt' | 'playedAt'>): boolean {
  return deliveredAt !== null || readAt !== null || playedAt !== null;
}

/**
 * Every status of an outgoing message with its time. Sent is Meta's time once a webhook has reported it. A refusal of what
 * has arrived is no status.
 */
export function statusHistory(times: StatusTimes): StatusChange[] {
  const steps: [MessageStatus, Date | null][] = [
    ['QUEUED', times.createdAt],
    ['SENT', times.sentAt ?? times.acceptedAt],
    ['DELIVERED', times.deliveredAt],
    ['READ', times.readAt],
    ['PLAYED', times.playedAt],
    ['FAILED', times.status === 'FAILED' ? times.failedAt : null],
  ];
  return steps.flatMap(([status, occurredAt]) => (occurredAt === null ? [] : [{ status, occurredAt }]));
}
