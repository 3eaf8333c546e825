import type { Simulator } from '../src/simulator/simulator.js';
import { until } from './load.js';
import type { Services } from './services.js';

const LOOK_AGAIN_AFTER_MS = 5_000;

/** Waiting until all that was begun has ended. */
export class Settling {
  constructor(
    private readonly services: Services,
    private readonly simulator: Simulator,
  ) {}

  /** What is still on its way when nothing comes any more, or after so many seconds. */
  async left(seconds: number): Promise<number> {
    await until(() => this.isFinished(), seconds).catch(() => undefined);
    return this.unfinished();
  }

  /** Nothing is on its way, and nothing comes of it either. */
  private async isFinished(): Promise<boolean> {
    if ((await this.unfinished()) > 0) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_AFTER_MS));
    return (await this.unfinished()) === 0;
  }

  /** Messages on their way, and webhooks that have not been taken or understood yet. */
  private async unfinished(): Promise<number> {
    const [row] = await this.services.query<{ count: string }>(
      `SELECT (SELECT count(*) FROM messages WHERE status IN ('QUEUED', 'SENDING') OR (status = 'UNCONFIRMED' AND NOT was_resent))
            + (SELECT count(*) FROM webhook_queue) AS count`,
    );
    return Number(row?.count ?? 0) + this.simulator.webhooks.outstanding().length;
  }
}
