import type { Problem } from '../../../common/errors/domain-error.js';

export const BROADCAST_STATUSES = ['PREPARING', 'SCHEDULED', 'RUNNING', 'PAUSED', 'FINISHED', 'CANCELLED'] as const;
export type BroadcastStatus = (typeof BROADCAST_STATUSES)[number];

/** Statuses of messages, as a broadcast counts them: each message in exactly one. */
export const COUNTED = {
  queued: ['QUEUED', 'SENDING'],
  sent: ['SENT', 'HELD'],
  delivered: ['DELIVERED'],
  read: ['READ', 'PLAYED'],
  failed: ['FAILED'],
  unconfirmed: ['UNCONFIRMED'],
  cancelled: ['CANCELLED'],
} as const;
export type CountName = keyof typeof COUNTED;
export type BroadcastCounts = Record<CountName, number>;

export const COUNT_NAMES = Object.keys(COUNTED) as CountName[];

export function countByName(byStatus: ReadonlyMap<string, number>): BroadcastCounts {
  const entries = COUNT_NAMES.map((name) => [
    name,
    COUNTED[name].reduce((sum, status) => sum + (byStatus.get(status) ?? 0), 0),
  ]);
  return Object.fromEntries(entries) as BroadcastCounts;
}

/** Meta's highest throughput. */
export const MAX_MESSAGES_PER_SECOND = 1_000;
/** In one call. */
export const MAX_RECIPIENTS = 20_000;
/** Of those who are left out; all are counted. */
export const MAX_LISTED_SKIPPED = 1_000;
const MAX_START_DELAY_DAYS = 90;
/** Clocks differ, and requests are under way for a while. */
const TOLERANCE_MS = 60_000;

export interface BroadcastSchedule {
  messagesPerSecond: number | null;
  startAt: Date | null;
}

export function scheduleProblems({ messagesPerSecond, startAt }: BroadcastSchedule, now: Date): Problem[] {
  const problems: Problem[] = [];
  if (messagesPerSecond !== null && (messagesPerSecond < 1 || messagesPerSecond > MAX_MESSAGES_PER_SECOND)) {
    const message = `From 1 to ${MAX_MESSAGES_PER_SECOND} messages a second, please. Without it, the broadcast goes as fast as Meta lets the number.`;
    problems.push({ code: 'INVALID_INPUT', message, path: ['messagesPerSecond'], limit: MAX_MESSAGES_PER_SECOND });
  }
  if (startAt !== null && startAt.getTime() < now.getTime() - TOLERANCE_MS) {
    const message = 'This time has passed. Leave startAt out to begin at once.';
    problems.push({ code: 'INVALID_INPUT', message, path: ['startAt'] });
  }
  if (startAt !== null && startAt.getTime() > now.getTime() + MAX_START_DELAY_DAYS * 86_400_000) {
    const message = `At most ${MAX_START_DELAY_DAYS} days ahead, please.`;
    problems.push({ code: 'INVALID_INPUT', message, path: ['startAt'], limit: MAX_START_DELAY_DAYS });
  }
  return problems;
}

export type BroadcastAction = 'pauseBroadcast' | 'resumeBroadcast' | 'cancelBroadcast';

const ALLOWED: Record<BroadcastStatus, readonly BroadcastAction[]> = {
  PREPARING: ['cancelBroadcast'],
  SCHEDULED: ['cancelBroadcast'],
  RUNNING: ['pauseBroadcast', 'cancelBroadcast'],
  PAUSED: ['resumeBroadcast', 'cancelBroadcast'],
  FINISHED: [],
  CANCELLED: [],
};

/** What a person may do about a broadcast now. */
export function allowedActions(status: BroadcastStatus): BroadcastAction[] {
  return [...ALLOWED[status]];
}
