import { Logger } from '@nestjs/common';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { errorName } from '../errors/error-name.js';
import { withoutLogFields } from '../logging/log-context.js';

type Done = Parameters<SpanExporter['export']>[1];
const SUCCESS = 0;

/** Patient exporter: what the receiver does not take is lost, and nobody waits for it. It is said once until some is taken again. */
export class PatientExporter implements SpanExporter {
  private readonly logger = new Logger('Traces');
  private lost = 0;

  constructor(
    private readonly exporter: SpanExporter,
    /** Without path and credentials, for the log. */
    private readonly receiver: string,
  ) {}

  export(spans: ReadableSpan[], done: Done): void {
    withoutLogFields(() =>
      this.exporter.export(spans, (result) => {
        if (result.code === SUCCESS) this.noteTaken();
        else this.noteLost(spans.length, result.error);
        done({ code: SUCCESS }); // the library would report it on every batch
      }),
    );
  }

  async shutdown(): Promise<void> {
    await this.exporter.shutdown();
  }

  private noteTaken(): void {
    if (this.lost > 0) this.logger.log(`${this.receiver} takes traces again; ${this.lost} spans are lost.`);
    this.lost = 0;
  }

  private noteLost(count: number, error: unknown): void {
    if (this.lost === 0)
      this.logger.warn(
        `${this.receiver} does not take traces (${errorName(error ?? {})}); they are dropped until it does, and nothing else is.`,
      );
    this.lost += count;
  }
}
