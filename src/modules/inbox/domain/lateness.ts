/**
 * Lateness of a feed: for how long the events that it hands out have been in the log. It keeps the time of one position, and takes the next
 * when that has been handed out: a feed that never reads the log to its end, but all of it soon, is not late.
 * Times are in milliseconds, of a clock that is never set back.
 */
export class Lateness {
  private upTo = 0n;

  constructor(private since: number) {}

  /** The log has had events up to this position since then. */
  note(upTo: bigint, since: number): void {
    this.upTo = upTo;
    this.since = since;
  }

  /** Whether what was noted has been handed out, so that the next position is to be noted. */
  isPassed(position: bigint): boolean {
    return position >= this.upTo;
  }

  /** What is late now is put up with: only what will have waited anew counts. */
  excuse(now: number): void {
    this.since = now;
  }

  at(now: number): number {
    return now - this.since;
  }
}
