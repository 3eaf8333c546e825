import { Injectable } from '@nestjs/common';
import { NO_SPAN, Tracing, type Span } from '../../../common/tracing/tracing.js';
import type { WebhookPart } from '../../../whatsapp/webhooks/webhook-parts.js';
import type { QueuedDelivery } from './webhook-queue.js';

/**
 * Traces of deliveries that are processed together: each has a span in the trace of its receipt, with the times of the
 * batch. What the batch does stands in the trace of a delivery that is alone, else in one of its own, and both are linked.
 */
@Injectable()
export class DeliveryTraces {
  constructor(private readonly tracing: Tracing) {}

  /** Runs work that processes these deliveries. */
  async process(accountId: string, deliveries: readonly QueuedDelivery[], work: () => Promise<void>): Promise<void> {
    const traced = this.tracing.isOn ? deliveries.filter(({ traceParent }) => traceParent !== null) : [];
    if (traced.length === 0) return work();
    if (deliveries.length > 1) return this.processBatch(accountId, traced, deliveries.length, work);
    const [only] = this.begin(accountId, traced, null);
    await endingAll([only ?? NO_SPAN], () => (only ?? NO_SPAN).run(work));
  }

  /** Notes that parts were read from a delivery. */
  attach(delivery: QueuedDelivery, parts: readonly WebhookPart[]): void {
    this.tracing.attach(this.tracing.contextOf(delivery), parts);
  }

  private async processBatch(
    accountId: string,
    traced: readonly QueuedDelivery[],
    size: number,
    work: () => Promise<void>,
  ): Promise<void> {
    const links = traced.flatMap(({ traceParent }) => traceParent ?? []);
    const attributes = { 'parley.account.id': accountId, 'parley.batch.size': size };
    await this.tracing.span('webhook batch', { isRoot: true, links, attributes }, async (batch) =>
      endingAll(this.begin(accountId, traced, batch.context), work),
    );
  }

  private begin(accountId: string, traced: readonly QueuedDelivery[], batch: string | null): Span[] {
    return traced.map((delivery) => {
      const span = this.tracing.begin('webhook process', {
        kind: 'consumer',
        parent: delivery.traceParent,
        links: batch === null ? [] : [batch],
        attributes: { 'parley.account.id': accountId, 'parley.delivery.id': delivery.id },
      });
      this.tracing.attach(span.context, [delivery]);
      return span;
    });
  }
}

async function endingAll(spans: readonly Span[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    for (const span of spans) span.fail(error);
    throw error;
  } finally {
    for (const span of spans) span.end();
  }
}
