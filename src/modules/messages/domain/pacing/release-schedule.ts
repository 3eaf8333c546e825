/** Meta counts by the second: in no second of a process' own clock may more than this share of a number's throughput leave. */
const SHARE_OF_A_SECOND = 0.99;
const SECOND_MS = 1_000;
/** A process that was held up may catch up so much; what it may not is lost. */
const CATCH_UP_MS = 50;
/** What may go at once after nothing waited. */
const IDLE_CREDIT_MS = 12;

/**
 * Release schedule of a number: when the next of the claimed messages may leave this process. One after the other, as
 * evenly as the throughput allows; after a delay a few at once, but never more in any second than Meta takes. Times are
 * milliseconds of a clock that only goes forward.
 */
export class ReleaseSchedule {
  private readonly gapMs: number;
  /** When the latest left, as a ring: as many as may leave in a second. */
  private readonly latest: number[];
  private position = 0;
  private evenAt = -Infinity;

  constructor(messagesPerSecond: number) {
    const inASecond = Math.max(1, Math.floor(messagesPerSecond * SHARE_OF_A_SECOND));
    this.gapMs = SECOND_MS / inASecond;
    this.latest = Array.from({ length: inASecond }, () => -Infinity);
  }

  /** Something waits again, after nothing did. */
  resume(now: number): void {
    this.evenAt = Math.max(this.evenAt, now - IDLE_CREDIT_MS);
  }

  /** Milliseconds from now until the next may leave; 0: it may now. */
  delayMs(now: number): number {
    const oldest = this.latest[this.position] ?? -Infinity;
    return Math.max(0, this.evenAt - now, oldest + SECOND_MS - now);
  }

  /** One leaves now. */
  record(now: number): void {
    this.evenAt = Math.max(this.evenAt, now - CATCH_UP_MS) + this.gapMs;
    this.latest[this.position] = now;
    this.position = (this.position + 1) % this.latest.length;
  }
}
