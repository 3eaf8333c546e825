import type { Clock } from '../../../common/clock/clock.js';
import { HOUR_MS, SECOND_MS } from '../../../common/durations.js';

/** After it was asked for, whatever came of it: whoever makes up ids of keys makes nobody ask more often. */
const COOLDOWN_MS = 30 * SECOND_MS;
/** For so long what was read goes on while nobody answers; keys that were withdrawn must not count for ever. */
const MAX_AGE_MS = 24 * HOUR_MS;

/** Document of another server that is kept, read anew when it is old, and goes on for a day while it cannot be read. */
export class KeptDocument<T> {
  private kept: { document: T; at: number } | null = null;
  private triedAt = -Infinity;
  private failure: unknown = null;
  private reading: Promise<void> | null = null;

  constructor(
    private readonly clock: Pick<Clock, 'elapsedMs'>,
    private readonly freshMs: number,
    private readonly read: () => Promise<T>,
  ) {}

  /** @throws what reading it threw, where none is kept that is good any more; asked for once in 30 seconds */
  async current(): Promise<T> {
    if (this.age() >= this.freshMs) await this.tryAgain();
    if (this.kept === null || this.age() >= MAX_AGE_MS) throw this.failure;
    return this.kept.document;
  }

  /** Another than `known`, where there is one by now; null otherwise. */
  async newerThan(known: T): Promise<T | null> {
    if (this.kept?.document === known) await this.tryAgain();
    return this.kept === null || this.kept.document === known ? null : this.kept.document;
  }

  private age(): number {
    return this.kept === null ? Infinity : this.clock.elapsedMs() - this.kept.at;
  }

  /** One at a time, shared by all who wait. */
  private async tryAgain(): Promise<void> {
    if (this.reading === null && this.clock.elapsedMs() - this.triedAt < COOLDOWN_MS) return;
    this.reading ??= this.readNow().finally(() => (this.reading = null));
    await this.reading;
  }

  private async readNow(): Promise<void> {
    this.triedAt = this.clock.elapsedMs();
    try {
      this.kept = { document: await this.read(), at: this.clock.elapsedMs() };
    } catch (error) {
      this.failure = error;
    }
  }
}
