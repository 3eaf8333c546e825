/** How a reading ended: with a value, or not. */
export type Reading<T> = { value: T } | { error: unknown };

export interface SharedReadingOptions {
  /** For how long a reading, also a failed one, is answered again. */
  holdsForMs: number;
  /** Who asks waits no longer. The reading goes on, and none is begun beside it. */
  patienceMs: number;
}

/** Thrown into a reading that took longer than whoever asked has patience. */
export class ReadingTookTooLongError extends Error {
  override readonly name = 'ReadingTookTooLongError';
}

/** Shared reading: one at a time for all who ask at once, remembered for a while, and never waited for longer than patience lasts. */
export class SharedReading<T> {
  private underWay: Promise<Reading<T>> | null = null;
  private last: { reading: Reading<T>; until: number } | null = null;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(
    private readonly read: () => Promise<T> | T,
    private readonly options: SharedReadingOptions,
    private readonly now: () => number,
  ) {}

  /** Never rejects. */
  async get(): Promise<Reading<T>> {
    if (this.last !== null && this.now() < this.last.until) return this.last.reading;
    this.underWay ??= this.begin();
    return this.inTime(this.underWay);
  }

  private async begin(): Promise<Reading<T>> {
    let reading: Reading<T>;
    try {
      reading = { value: await this.read() };
    } catch (error) {
      reading = { error };
    }
    this.underWay = null;
    this.last = { reading, until: this.now() + this.options.holdsForMs };
    return reading;
  }

  private async inTime(underWay: Promise<Reading<T>>): Promise<Reading<T>> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Reading<T>>((resolve) => {
      timer = setTimeout(() => resolve(this.giveUp()), this.options.patienceMs);
    });
    const reading = await Promise.race([underWay, late]);
    clearTimeout(timer);
    return reading;
  }

  /** Whoever asks next is told the same at once, for as long as a reading holds. */
  private giveUp(): Reading<T> {
    const reading = { error: new ReadingTookTooLongError() };
    this.last = { reading, until: this.now() + this.options.holdsForMs };
    return reading;
  }
}
