import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../config/config.js';

/** Kept back of SHUTDOWN_TIMEOUT_SECONDS for closing the database and the listeners, at most. */
const RESERVE_MS = 2_000;

/**
 * Drain: the time in which work that is under way may end when the process stops. What takes longer (a Meta that does
 * not answer) is left behind: its lease runs out, and another process finds it.
 */
@Injectable()
export class Drain {
  private readonly logger = new Logger(Drain.name);
  private readonly allowedMs: number;
  private endsAt: number | null = null;

  constructor(config: Config) {
    const totalMs = config.get('SHUTDOWN_TIMEOUT_SECONDS') * 1000;
    this.allowedMs = totalMs - Math.min(RESERVE_MS, totalMs / 2);
  }

  /** Whether the process was asked to end. */
  get hasBegun(): boolean {
    return this.endsAt !== null;
  }

  /** Begins the time that all work together has; harmless twice. */
  begin(): void {
    this.endsAt ??= performance.now() + this.allowedMs;
  }

  /** Resolves when the work has ended, or when the time is over that all work together has; it begins with the first. */
  async waitFor(what: string, work: Promise<unknown>): Promise<void> {
    this.begin();
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<'OVER'>((resolve) => {
      timer = setTimeout(() => resolve('OVER'), Math.max(0, (this.endsAt ?? 0) - performance.now()));
    });
    const outcome = await Promise.race([work, over]);
    clearTimeout(timer);
    if (outcome === 'OVER') this.logger.warn(`${what} takes longer than the process has: it is left behind.`);
  }
}
