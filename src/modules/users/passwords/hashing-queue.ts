import type { DomainError } from '../../../common/errors/domain-error.js';
import { rateLimited } from '../../../common/rate-limits/rate-limited.js';

/** argon2 and scrypt run on Node's four shared threads: two of them stay free for files and names of hosts. */
const CONCURRENCY = 2;
/** A check takes some 25 ms: who would wait for more than about two seconds is asked to come back. */
const MAX_WAITING = 150;
const RETRY_AFTER_SECONDS = 3;

/** Queue of password hashes of this process: CONCURRENCY under way, MAX_WAITING behind them, in order. */
export class HashingQueue {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  /** Runs `hash` when it is its turn. @throws DomainError (RATE_LIMITED) at once when too many wait */
  async run<T>(hash: () => Promise<T>): Promise<T> {
    if (this.running >= CONCURRENCY) {
      if (this.waiting.length >= MAX_WAITING) throw tooManyAtOnce();
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else this.running += 1;
    try {
      return await hash();
    } finally {
      const next = this.waiting.shift(); // which takes over the place
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}

function tooManyAtOnce(): DomainError {
  return rateLimited('Too many people sign in at this moment.', RETRY_AFTER_SECONDS);
}
