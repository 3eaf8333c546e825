import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../../common/config/config.js';
import { RETRY_AFTER_SECONDS, toShed } from '../domain/overload.js';

/**
 * Overload of this process: where events reach subscribers later than LIVE_MAX_DELAY_MS, half of them are cut off, again and again
 * until the rest is served in time. Meanwhile nobody new is taken: another process may have room.
 */
@Injectable()
export class Overload {
  private readonly logger = new Logger(Overload.name);
  private readonly maxDelayMs: number;
  private refusesUntil = 0;

  constructor(config: Config) {
    this.maxDelayMs = config.get('LIVE_MAX_DELAY_MS');
  }

  /** Whether new sockets are refused now. */
  get refuses(): boolean {
    return performance.now() < this.refusesUntil;
  }

  /** Which subscribers of an account to cut off, when the last event reached them `lateMs` after it was there. */
  toShed<S extends { key: string }>(lateMs: number, subscribers: readonly S[]): S[] {
    if (this.maxDelayMs === 0 || lateMs <= this.maxDelayMs) return [];
    const shed = toShed(subscribers);
    if (shed.length === 0) return [];
    this.refusesUntil = performance.now() + RETRY_AFTER_SECONDS * 1_000;
    this.logger.warn(
      `Overloaded: an event reached its subscribers after ${Math.round(lateMs)} ms; ${shed.length} of ${subscribers.length} are cut off, and resume from their cursors.`,
    );
    return shed;
  }
}
