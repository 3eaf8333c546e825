import type { Clock } from './clock.js';
import { SECOND_MS } from '../durations.js';

/** Two looks further apart than this: the process stood still meanwhile. */
const MAX_GAP_MS = 30 * SECOND_MS;
/** What the clock may gain or lose between two looks by being slewed. */
const MAX_DRIFT_MS = 2 * SECOND_MS;

interface Reading {
  wallMs: number;
  monotonicMs: number;
}

/**
 * Unbroken time is how long somebody has looked again and again without missing anything: it begins anew when a look failed,
 * when looks are further apart than half a minute, and when the clock was set. What must have waited a while in silence has
 * done so for certain only within it: before it nobody listened, or the times that were written down mean nothing.
 */
export class UnbrokenTime {
  private last: Reading;
  private beganMs: number;

  constructor(
    private readonly clock: Clock,
    private readonly read: () => Reading = readClocks,
  ) {
    this.last = read();
    this.beganMs = clock.elapsedMs();
  }

  /** Milliseconds for which it has been unbroken, now that somebody looks again. */
  look(): number {
    const now = this.read();
    const gapMs = now.monotonicMs - this.last.monotonicMs;
    const driftMs = now.wallMs - this.last.wallMs - gapMs;
    this.last = now;
    if (gapMs > MAX_GAP_MS || Math.abs(driftMs) > MAX_DRIFT_MS) this.break();
    return this.clock.elapsedMs() - this.beganMs;
  }

  /** A look failed: something may have been missed. */
  break(): void {
    this.beganMs = this.clock.elapsedMs();
  }
}

function readClocks(): Reading {
  return { wallMs: Date.now(), monotonicMs: performance.now() };
}
