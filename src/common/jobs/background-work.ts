import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Drain } from '../shutdown/drain.js';
import { WakeUps, type WakeUpTopic } from '../wake-ups/wake-ups.js';
import { Claims } from './claims.js';
import { WorkLoop, type WorkLoopOptions } from './work-loop.js';

export interface BackgroundWorkOptions extends WorkLoopOptions {
  /** Ends its sleep early. */
  wakesOn?: WakeUpTopic;
}

/** Background work: loops in processes that do such work (ROLE=worker or all). Each ends its batch when the process stops. */
@Injectable()
export class BackgroundWork implements BeforeApplicationShutdown {
  private readonly loops: WorkLoop[] = [];
  private readonly stopListening: (() => void)[] = [];

  constructor(
    private readonly config: Config,
    private readonly wakeUps: WakeUps,
    private readonly claims: Claims,
    private readonly drain: Drain,
  ) {}

  /** The running loop; null where this process does no such work. */
  start({ wakesOn, ...options }: BackgroundWorkOptions): WorkLoop | null {
    if (!this.config.doesWork) return null;
    const loop = new WorkLoop(options);
    this.loops.push(loop);
    if (wakesOn !== undefined) this.stopListening.push(this.wakeUps.listen(wakesOn, () => loop.wake()));
    return loop;
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const stop of this.stopListening) stop();
    await this.drain.waitFor('Background work', Promise.all(this.loops.map((loop) => loop.stop())));
    await this.claims.releaseAbandoned().catch(() => undefined); // else their leases run out
  }
}
