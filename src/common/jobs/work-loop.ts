import { Logger } from '@nestjs/common';
import { errorName } from '../errors/error-name.js';
import { withLogFields, withoutLogFields } from '../logging/log-context.js';

export interface WorkLoopOptions {
  name: string;
  /** Does one batch; true when there may be more at once. */
  work: () => Promise<boolean>;
  /** How long it sleeps without a wake-up. The net under lost wake-ups, not the way things are found. */
  pollMs: number;
}

const MIN_PAUSE_MS = 250;
const MAX_PAUSE_MS = 10_000;
/** Failures in a row from which on somebody has to look: a database that restarts makes one or two. */
const WORRYING = 3;

/** Work loop: runs `work` again and again, at once while there is more, else at the next wake-up or poll. Failures slow it down. */
export class WorkLoop {
  private readonly logger: Logger;
  private readonly finished: Promise<void>;
  private isStopping = false;
  private wasWoken = false;
  private endSleep: (() => void) | null = null;

  constructor(private readonly options: WorkLoopOptions) {
    this.logger = new Logger(options.name);
    // begun perhaps by a request, and no part of it
    this.finished = withoutLogFields(() => withLogFields({ job: options.name }, () => this.run()));
  }

  wake(): void {
    this.wasWoken = true;
    this.endSleep?.();
  }

  /** Resolves when the batch that is under way has ended. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.endSleep?.();
    await this.finished;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.isStopping) {
      this.wasWoken = false;
      try {
        const mayHaveMore = await this.options.work();
        failures = 0;
        if (!mayHaveMore) await this.sleep(this.options.pollMs);
      } catch (error) {
        failures += 1;
        this.logger[failures < WORRYING ? 'warn' : 'error'](`Batch failed (${failures} in a row): ${errorName(error)}`);
        this.wasWoken = false;
        await this.sleep(Math.min(MIN_PAUSE_MS * 2 ** (failures - 1), MAX_PAUSE_MS));
      }
    }
  }

  private sleep(milliseconds: number): Promise<void> {
    if (this.wasWoken || this.isStopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.endSleep?.(), milliseconds);
      this.endSleep = () => {
        clearTimeout(timer);
        this.endSleep = null;
        resolve();
      };
    });
  }
}
