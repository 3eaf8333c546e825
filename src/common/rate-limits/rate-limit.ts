import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';

/** Standing of a key under a limit, after it was counted. */
export interface Standing {
  /** Points that may be used in a window. */
  limit: number;
  /** Seconds that a window lasts. */
  windowSeconds: number;
  /** Points used in this window, refused ones too. */
  used: number;
  remaining: number;
  /** Whole seconds until the window ends and all points are free again; at least 1. */
  secondsLeft: number;
  isExceeded: boolean;
}

/** Limit of so many points in so many seconds for each key. Counting and comparing is one step, however many ask at once. */
export class RateLimit {
  constructor(private readonly limiter: RateLimiterAbstract) {}

  /** Uses points of a key, also those that it does not have: whoever goes on while refused is still counted. */
  async use(key: string, points = 1, windowSeconds?: number): Promise<Standing> {
    const options = windowSeconds === undefined ? {} : { customDuration: windowSeconds };
    try {
      return this.standing(await this.limiter.consume(key, points, options));
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return this.standing(refusal);
      throw refusal;
    }
  }

  async giveBack(key: string, points = 1): Promise<void> {
    await this.limiter.reward(key, points);
  }

  async forget(key: string): Promise<void> {
    await this.limiter.delete(key);
  }

  /** Counts a key as used for so many seconds from now on. */
  async mark(key: string, seconds: number): Promise<void> {
    await this.limiter.set(key, 1, seconds);
  }

  /** Whether a key was used or marked and its time is not over. */
  async isMarked(key: string): Promise<boolean> {
    const found = await this.limiter.get(key);
    return found !== null && found.msBeforeNext > 0;
  }

  private standing({ consumedPoints, remainingPoints, msBeforeNext }: RateLimiterRes): Standing {
    const { points, duration } = this.limiter;
    return {
      limit: points,
      windowSeconds: duration,
      used: consumedPoints,
      remaining: remainingPoints,
      secondsLeft: Math.max(1, Math.ceil(msBeforeNext / 1000)),
      isExceeded: consumedPoints > points,
    };
  }
}
