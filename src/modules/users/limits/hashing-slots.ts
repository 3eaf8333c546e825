import { Injectable } from '@nestjs/common';
import { rateLimited } from '../../../common/rate-limits/rate-limited.js';

/** Hashing shares Node's four threads with files and DNS, which have to go on meanwhile. */
const CONCURRENCY = 2;
const MAX_WAITING = 64;
const RETRY_AFTER_SECONDS = 2;

/** Hashing slots of this process: two passwords are hashed at a time, 64 wait, and more are refused. */
@Injectable()
export class HashingSlots {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /**
   * Runs `work`, which hashes a password, when a slot is free.
   * @throws DomainError (RATE_LIMITED) when too many wait
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < CONCURRENCY) this.running += 1;
    else await this.wait();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next(); // the slot is handed on
    }
  }

  private wait(): Promise<void> {
    if (this.waiting.length >= MAX_WAITING) throw rateLimited('Too many people sign in just now.', RETRY_AFTER_SECONDS);
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
