import type { Problem } from '../../../common/errors/domain-error.js';
import { because, type Because } from '../../../common/errors/because.js';

export const RULE_TRIGGERS = ['CREATED', 'STATE_REACHED'] as const;
export type RuleTrigger = (typeof RULE_TRIGGERS)[number];

export const RULE_STATUSES = ['ENABLED', 'DISABLED', 'STOPPED'] as const;
export type RuleStatus = (typeof RULE_STATUSES)[number];

export const RUN_STATES = ['WAITING', 'SENT', 'REFUSED', 'DISCARDED'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** Limits that somebody may give a rule: above it a broadcast is meant. */
export const MAX_PER_HOUR = 10_000;
export const MAX_PER_DAY = 100_000;
/** Rules that send one after the other, each because of what the one before had led to; one more is a circle. */
export const MAX_DEPTH = 3;
/** One record that triggers one rule more often within an hour does so in a circle. */
export const MAX_RUNS_PER_RECORD_AND_HOUR = 5;

export interface RuleLimits {
  maxPerHour: number;
  maxPerDay: number;
}

/** Records that a write triggers, and those that were triggered before it. */
export interface TriggerCounts {
  added: number;
  /** Of `added`, those that the write was led to by rules in a row. */
  depth: number;
  lastHour: number;
  lastDay: number;
  /** The most that one of the records has triggered the rule within the last hour, this time among them. */
  mostOfOneRecord: number;
}

export function limitProblems({ maxPerHour, maxPerDay }: RuleLimits): Problem[] {
  const problems: Problem[] = [];
  if (maxPerHour < 1 || maxPerHour > MAX_PER_HOUR) {
    problems.push({
      code: 'INVALID_INPUT',
      ...because('HOURLY_LIMIT_OUT_OF_RANGE', { limit: MAX_PER_HOUR }),
      path: ['maxPerHour'],
      limit: MAX_PER_HOUR,
    });
  }
  if (maxPerDay < 1 || maxPerDay > MAX_PER_DAY) {
    problems.push({
      code: 'INVALID_INPUT',
      ...because('DAILY_LIMIT_OUT_OF_RANGE', { limit: MAX_PER_DAY }),
      path: ['maxPerDay'],
      limit: MAX_PER_DAY,
    });
  }
  return problems;
}

/** Why a rule is stopped rather than sends what has been triggered, in words for an administrator; null: it goes on. */
export function reasonToStop(limits: RuleLimits, counts: TriggerCounts): Because | null {
  const { added, depth, lastHour, lastDay, mostOfOneRecord } = counts;
  if (depth > MAX_DEPTH) return because('RULES_IN_A_CIRCLE', { depth });
  if (mostOfOneRecord > MAX_RUNS_PER_RECORD_AND_HOUR) return because('RULE_LOOKS_CIRCULAR', { times: mostOfOneRecord });
  if (lastHour + added > limits.maxPerHour)
    return because('RULE_PAST_HOUR', { records: lastHour + added, limit: limits.maxPerHour });
  if (lastDay + added > limits.maxPerDay)
    return because('RULE_PAST_DAY', { records: lastDay + added, limit: limits.maxPerDay });
  return null;
}

/** How many a rule may send now. */
export function sendableNow(limits: RuleLimits, sent: { lastHour: number; lastDay: number }): number {
  return Math.max(0, Math.min(limits.maxPerHour - sent.lastHour, limits.maxPerDay - sent.lastDay));
}
