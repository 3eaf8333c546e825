import { Injectable } from '@nestjs/common';
import { MINUTE_MS } from '../../../common/durations.js';
import { Clock } from '../../../common/clock/clock.js';
import { DomainError } from '../../../common/errors/domain-error.js';

const MAX_FAILURES = 10;
const WINDOW_MS = 15 * MINUTE_MS;
const MAX_ENTRIES = 10_000;

/** Login attempts that failed: ten in 15 minutes are allowed, counted by process, e-mail and address. */
@Injectable()
export class LoginAttempts {
  private readonly failures = new Map<string, { count: number; until: number }>();

  constructor(private readonly clock: Clock) {}

  refuseIfTooMany(email: string, address: string): void {
    const entry = this.failures.get(keyOf(email, address));
    const now = this.clock.now().getTime();
    if (entry === undefined || entry.until <= now || entry.count < MAX_FAILURES) return;
    const minutes = Math.ceil((entry.until - now) / 60_000);
    throw new DomainError({
      code: 'RATE_LIMITED',
      message: `Too many wrong passwords. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`,
      path: ['password'],
    });
  }

  countFailure(email: string, address: string): void {
    const now = this.clock.now().getTime();
    const key = keyOf(email, address);
    const entry = this.failures.get(key);
    if (entry !== undefined && entry.until > now) entry.count += 1;
    else this.failures.set(key, { count: 1, until: now + WINDOW_MS });
    if (this.failures.size > MAX_ENTRIES) this.forgetOldest();
  }

  forget(email: string, address: string): void {
    this.failures.delete(keyOf(email, address));
  }

  private forgetOldest(): void {
    const [oldest] = this.failures.keys();
    if (oldest !== undefined) this.failures.delete(oldest);
  }
}

function keyOf(email: string, address: string): string {
  return `${email.toLowerCase()} ${address}`;
}
