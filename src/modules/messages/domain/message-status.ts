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

/** From low to high: a status never gives way to one before it, in whatever order and however often Meta reports. */
export const STATUS_RANKS: readonly MessageStatus[] = [
  'QUEUED',
  'SENDING',
  'UNCONFIRMED',
  'HELD',
  'CANCELLED',
  'RECEIVED',
  'SENT',
  'DELIVERED',
  'READ',
  'PLAYED',
  'FAILED',
];

/** Times that a message keeps, of which each is the earliest that was reported. */
export interface StatusTimes {
  createdAt: Date;
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

/** Every status of an outgoing message with its time. Sent is Meta's time once a webhook has reported it. */
export function statusHistory(times: StatusTimes): StatusChange[] {
  const steps: [MessageStatus, Date | null][] = [
    ['QUEUED', times.createdAt],
    ['SENT', times.sentAt ?? times.acceptedAt],
    ['DELIVERED', times.deliveredAt],
    ['READ', times.readAt],
    ['PLAYED', times.playedAt],
    ['FAILED', times.failedAt],
  ];
  return steps.flatMap(([status, occurredAt]) => (occurredAt === null ? [] : [{ status, occurredAt }]));
}
