import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { SECOND_MS } from '../../../common/durations.js';
import { withLogFields } from '../../../common/logging/log-context.js';
import { errorName } from '../../../common/errors/error-name.js';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import type { WorkLoop } from '../../../common/jobs/work-loop.js';
import { Tracing, type Span } from '../../../common/tracing/tracing.js';
import { Drain } from '../../../common/shutdown/drain.js';
import { DeliveryQueue, type LaneBatch, type WaitingDelivery } from '../deliveries/delivery-queue.service.js';
import type { LoggedAttempt } from '../deliveries/endpoint-delivery.entity.js';
import { AcceptedDeliveries } from './accepted-deliveries.service.js';
import { LaneClaims, type ClaimedLane } from './lane-claims.service.js';
import { RefusedDeliveries } from './refused-deliveries.service.js';
import { SendingEndpoints, type SendingEndpoint } from './sending-endpoints.service.js';
import { signatureHeaders } from './sign-webhook.js';
import { WebhookTransport, type SendOutcome } from './webhook-transport.js';
import { because } from '../../../common/errors/because.js';

/** Lanes that one process sends side by side. */
const CONCURRENCY = 200;
/** Deliveries that are read at once for a lane, where they are small. */
const LANE_BATCH_SIZE = 10;
/** After that long a lane is given back: its lease would end during the next attempt. */
const MAX_LANE_MS = 30 * SECOND_MS;
const POLL_MS = SECOND_MS;

const UNREADABLE: SendOutcome = {
  status: null,
  answer: null,
  error: because('WEBHOOK_SECRET_UNREADABLE'),
  retryAfter: null,
};

/** Sends webhooks: lanes side by side, the deliveries of a lane one after the other, each until it is accepted. */
@Injectable()
export class WebhookDispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(WebhookDispatcher.name);
  private readonly underWay = new Set<Promise<void>>();
  private loop: WorkLoop | null = null;

  constructor(
    private readonly background: BackgroundWork,
    private readonly clock: Clock,
    private readonly drain: Drain,
    private readonly claims: LaneClaims,
    private readonly queue: DeliveryQueue,
    private readonly endpoints: SendingEndpoints,
    private readonly transport: WebhookTransport,
    private readonly accepted: AcceptedDeliveries,
    private readonly refused: RefusedDeliveries,
    private readonly tracing: Tracing,
  ) {}

  onApplicationBootstrap(): void {
    this.loop = this.background.start({
      name: WebhookDispatcher.name,
      work: () => this.begin(),
      pollMs: POLL_MS,
      wakesOn: 'endpoint-deliveries-queued',
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.drain.waitFor('Sending of webhooks', Promise.all(this.underWay));
  }

  /** Begins what there is room for, and does not wait for it: a slow receiver must not hold up the next claim. */
  private async begin(): Promise<boolean> {
    await this.claims.requeueExpired();
    const slots = CONCURRENCY - this.underWay.size;
    if (slots <= 0 || this.drain.hasBegun) return false;
    const lanes = await this.claims.claim(slots);
    if (lanes.length === 0) return false;
    const endpoints = await this.endpoints.byIds([...new Set(lanes.map(({ endpointId }) => endpointId))]);
    const batches = await this.queue.waitingIn(lanes, LANE_BATCH_SIZE);
    lanes.forEach((lane, index) => this.follow(lane, endpoints.get(lane.endpointId), batches[index]));
    return true;
  }

  private follow(lane: ClaimedLane, endpoint: SendingEndpoint | undefined, batch: LaneBatch | undefined): void {
    if (endpoint === undefined || batch === undefined) return; // deleted meanwhile, and its lanes with it
    const sending = withLogFields({ endpointId: endpoint.id }, () =>
      this.sendLane(lane, endpoint, batch).catch((error: unknown) =>
        this.logger.error(`A lane was left to its lease: ${errorName(error)}`),
      ),
    ).finally(() => {
      this.underWay.delete(sending);
      this.loop?.wake();
    });
    this.underWay.add(sending);
  }

  private async sendLane(
    lane: ClaimedLane,
    endpoint: SendingEndpoint,
    { deliveries, isLast }: LaneBatch,
  ): Promise<void> {
    const endsAt = this.clock.elapsedMs() + MAX_LANE_MS;
    for (const delivery of deliveries) {
      if (this.drain.hasBegun || this.clock.elapsedMs() > endsAt) {
        await this.claims.release(lane, this.clock.now());
        return;
      }
      const { attempt, outcome } = await this.attempt(endpoint, delivery);
      if (outcome.error !== null) {
        withLogFields({ endpointDeliveryId: delivery.id }, () =>
          this.logger.debug(`A webhook endpoint did not accept a delivery (${outcome.status ?? 'no answer'}).`),
        );
        await this.refused.record({ lane, delivery, attempt, error: outcome.error, retryAfter: outcome.retryAfter });
        return;
      }
      await this.accepted.record(endpoint.id, delivery.id, attempt);
    }
    if (isLast) await this.claims.end(lane);
    else await this.claims.release(lane, this.clock.now());
  }

  private async attempt(
    { id: endpointId, url, secrets }: SendingEndpoint,
    { id, payload, traceParent, attempts }: WaitingDelivery,
  ): Promise<{ attempt: LoggedAttempt; outcome: SendOutcome }> {
    const at = this.clock.now();
    const begin = performance.now();
    const span = this.tracing.begin('endpoint deliver', {
      kind: 'client',
      parent: traceParent,
      attributes: {
        'parley.endpoint.id': endpointId,
        'parley.endpoint_delivery.id': id,
        'parley.attempt': attempts + 1,
      },
    });
    const ofTrace: Record<string, string> = span.context === null ? {} : { traceparent: span.context };
    const outcome =
      secrets.length === 0
        ? UNREADABLE
        : await this.transport.post(url, { ...signatureHeaders(id, at, payload, secrets), ...ofTrace }, payload);
    endWith(span, outcome);
    const durationMs = Math.round(performance.now() - begin);
    const { status, answer, error } = outcome;
    const failure = { error: error?.message ?? null, errorWording: error };
    return { outcome, attempt: { at: at.toISOString(), url, durationMs, status, answer, ...failure } };
  }
}

function endWith(span: Span, { status, error }: SendOutcome): void {
  if (status !== null) span.set({ 'http.response.status_code': status });
  if (error !== null) span.fail({ code: status ?? 'NO_ANSWER' });
  span.end();
}
