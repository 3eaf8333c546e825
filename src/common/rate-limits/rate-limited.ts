import { DomainError } from '../errors/domain-error.js';
import type { Standing } from './rate-limit.js';
import { because } from '../errors/because.js';

/** Refusal of a request that came too early: DomainError with RATE_LIMITED and `retryAfterSeconds`. */
export function rateLimited(what: string, retryAfterSeconds: number, path: string[] = []): DomainError {
  return new DomainError({
    code: 'RATE_LIMITED',
    ...because('RATE_LIMITED', { what, time: inWords(retryAfterSeconds) }),
    path,
    retryAfterSeconds,
  });
}

/** Whether an error is such a refusal. */
export function isRateLimited(error: unknown): boolean {
  return error instanceof DomainError && error.problems.some(({ code }) => code === 'RATE_LIMITED');
}

/** Sentence about requests that were too many, fit to be shown. */
export function tooManyRequests({ secondsLeft }: Standing): string {
  return `Too much was asked in a short time. Try again in ${inWords(secondsLeft)}.`;
}

/** Headers by which a client paces itself: RateLimit-Limit, -Remaining, -Reset (seconds), -Policy; beyond the limit Retry-After too. */
export function rateLimitHeaders({
  limit,
  windowSeconds,
  remaining,
  secondsLeft,
  isExceeded,
}: Standing): Record<string, string> {
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(secondsLeft),
    'ratelimit-policy': `${limit};w=${windowSeconds}`,
    ...(isExceeded ? { 'retry-after': String(secondsLeft) } : {}),
  };
}

function inWords(seconds: number): string {
  const [count, unit] = seconds < 60 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
