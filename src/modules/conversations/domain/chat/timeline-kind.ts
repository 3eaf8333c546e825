/** What happens in a conversation beside messages. */
export const TIMELINE_KINDS = [
  'JOINED',
  'LEFT',
  'ASSIGNED',
  'UNASSIGNED',
  'CLOSED',
  'REOPENED',
  'RETURNED',
  'LABELED',
  'UNLABELED',
  'BLOCKED',
  'UNBLOCKED',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];
