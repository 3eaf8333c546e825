import type { Clock } from '../../../src/common/clock/clock.js';
import type { SimWorld } from '../../../src/simulator/world/world.js';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The time of the application and of Meta together. PostgreSQL's own now() stays what it is. */
export class TestClock {
  constructor(
    private readonly clock: Clock,
    private readonly meta: SimWorld,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  /** Sessions grow old too: TestWorld.later also signs everybody in again. */
  advance(milliseconds: number): void {
    this.clock.advance(milliseconds);
    this.meta.advance(milliseconds);
  }
}
