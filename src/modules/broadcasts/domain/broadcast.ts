import type { Problem } from '../../../common/errors/domain-error.js';
import { sendTimeProblem } from '../../messages/domain/send-time.js';
import { because } from '../../../common/errors/because.js';

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

export interface BroadcastSchedule {
  messagesPerSecond: number | null;
  startAt: Date | null;
}

export function scheduleProblems({ messagesPerSecond, startAt }: BroadcastSchedule, now: Date): Problem[] {
  const problems: Problem[] = [];
  if (messagesPerSecond !== null && (messagesPerSecond < 1 || messagesPerSecond > MAX_MESSAGES_PER_SECOND)) {
    const why = because('PACE_OUT_OF_RANGE', { limit: MAX_MESSAGES_PER_SECOND });
    problems.push({ code: 'INVALID_INPUT', ...why, path: ['messagesPerSecond'], limit: MAX_MESSAGES_PER_SECOND });
  }
  const startProblem = startAt === null ? null : sendTimeProblem(startAt, now, 'startAt');
  if (startProblem !== null) problems.push(startProblem);
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
