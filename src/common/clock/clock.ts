import { Injectable } from '@nestjs/common';

/** The time. Rules get it as an argument; services ask here, so that a test can move it. */
@Injectable()
export class Clock {
  private offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  /** Milliseconds that have passed since some moment, whatever becomes of the machine's clock meanwhile. */
  elapsedMs(): number {
    return performance.now() + this.offsetMs;
  }

  /** For tests: from now on the time is this much later. */
  advance(milliseconds: number): void {
    this.offsetMs += milliseconds;
  }
}
