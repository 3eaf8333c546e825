import { Injectable } from '@nestjs/common';

/** Steps of catching up that run at the same time in this process, whatever the number of feeds and subscribers. */
const CONCURRENCY = 2;

/** Catch-up turns: admit so many steps at once; the others wait in the order in which they came. */
@Injectable()
export class CatchUpTurns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  async run<T>(step: () => Promise<T>): Promise<T> {
    if (this.running >= CONCURRENCY) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await step();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
