import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../common/config/config.js';
import { BodiesUnderWay } from '../../common/http/bodies-under-way.js';
import { bodyLimits } from '../../common/http/body-limits.js';
import { BodyRefusedError, BodyTooLargeError, RawRoutes, readBody } from '../../common/http/raw-routes.js';
import { RequestTraces } from '../../common/tracing/request-traces.js';
import { WEBHOOK_PATH } from '../../whatsapp/webhooks/webhook-fields.js';
import { IntakeOverloadedError } from './deliveries/delivery-store.js';
import { ReceiveWebhookService, type Verdict } from './receive-webhook.service.js';
import { WebhookMetrics, type IntakeOutcome } from './webhook-metrics.js';

/** Meta sends at most 3 MB. */
const MAX_BODY_BYTES = 3 * 1024 * 1024;
const RETRY_AFTER_SECONDS = 5;

const ANSWERS: Record<Verdict, { status: number; message: string; outcome: IntakeOutcome }> = {
  STORED: { status: 200, message: 'ok', outcome: 'stored' },
  NOT_SIGNED: {
    status: 401,
    message: 'X-Hub-Signature-256 does not fit the body and the app secret of its account.',
    outcome: 'not_signed',
  },
  NOT_JSON: { status: 400, message: 'The body is not a JSON object.', outcome: 'not_json' },
};

/**
 * `GET|POST /webhooks/whatsapp`. The signature is over the raw bytes, so nothing may parse them first, and this is the
 * one path that has to be as fast as bare HTTP: it is answered before Fastify (docs/decisions/0004).
 */
@Injectable()
export class WebhookRoutes implements OnModuleInit {
  private readonly logger = new Logger(WebhookRoutes.name);
  private readonly bodies: BodiesUnderWay;

  constructor(
    private readonly config: Config,
    private readonly routes: RawRoutes,
    private readonly webhooks: ReceiveWebhookService,
    private readonly metrics: WebhookMetrics,
    private readonly traces: RequestTraces,
  ) {
    this.bodies = new BodiesUnderWay(bodyLimits(config));
  }

  onModuleInit(): void {
    if (!this.config.servesApi) return;
    this.routes.add('GET', WEBHOOK_PATH, (request, response) => void this.verify(request, response));
    this.routes.add('POST', WEBHOOK_PATH, (request, response) => this.receive(request, response));
  }

  /** Meta's handshake: the right token brings the challenge back. */
  private async verify(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const query = new URL(request.url ?? '', 'http://localhost').searchParams;
    const challenge = query.get('hub.challenge');
    const token = query.get('hub.verify_token');
    try {
      if (
        query.get('hub.mode') === 'subscribe' &&
        challenge !== null &&
        token !== null &&
        (await this.webhooks.isVerifyToken(token))
      ) {
        return answer(response, 200, challenge);
      }
    } catch (error) {
      return this.unavailable(response, error);
    }
    this.logger.warn(`Refused a webhook handshake from ${addressOf(request)}.`);
    return answer(response, 403, 'The verify token is that of no account.');
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    const startedAt = performance.now();
    readBody(request, { limit: MAX_BODY_BYTES, bodies: this.bodies }, (error, body) => {
      if (error !== null) {
        this.metrics.recordIntake(outcomeOf(error), startedAt);
        return this.refuseBody(request, response, error);
      }
      const signature = request.headers['x-hub-signature-256'];
      const span = this.traces.begin('webhook receive', request, { startedAt });
      const receive = () => this.webhooks.receive(body, typeof signature === 'string' ? signature : undefined);
      span.run(receive).then(
        (verdict) => {
          if (verdict !== 'STORED')
            this.logger.warn(`Refused a webhook from ${addressOf(request)}: ${verdict}, ${body.length} bytes.`);
          const { status, message, outcome } = ANSWERS[verdict];
          answer(response, status, message);
          this.metrics.recordIntake(outcome, startedAt);
          if (verdict !== 'STORED') return; // a stranger's is never recorded
          span.set({ 'http.request.method': 'POST', 'http.response.status_code': status, 'parley.outcome': outcome });
          span.end();
        },
        (failure: unknown) => {
          this.metrics.recordIntake('not_durable', startedAt);
          this.unavailable(response, failure);
          span.fail(failure);
          span.end();
        },
      );
    });
  }

  private refuseBody(request: IncomingMessage, response: ServerResponse, error: Error): void {
    const why = error instanceof BodyRefusedError ? error.reason : error.constructor.name;
    this.logger.warn(`Refused a webhook from ${addressOf(request)}: ${why}.`);
    response.setHeader('connection', 'close');
    if (error instanceof BodyTooLargeError) return answer(response, 413, 'A webhook has at most 3 MB.');
    if (!(error instanceof BodyRefusedError)) return answer(response, 400, 'The request could not be read.');
    if (error.reason === 'TOO_SLOW') return answer(response, 408, 'The body came too slowly. Please send it again.');
    response.setHeader('retry-after', String(RETRY_AFTER_SECONDS));
    answer(response, 503, 'Too much is coming at the same time. Please send it again.');
  }

  /** Not stored, so not 200: Meta sends it again. */
  private unavailable(response: ServerResponse, error: unknown): void {
    const reason = error instanceof IntakeOverloadedError ? 'too much is waiting' : (error as Error).name;
    this.logger.error(`A webhook could not be stored (${reason}); Meta is asked to send it again.`);
    response.setHeader('retry-after', String(RETRY_AFTER_SECONDS));
    answer(response, 503, 'Not stored. Please send it again.');
  }
}

function outcomeOf(error: Error): IntakeOutcome {
  if (error instanceof BodyTooLargeError) return 'too_large';
  if (!(error instanceof BodyRefusedError)) return 'broken_off';
  return error.reason === 'TOO_SLOW' ? 'too_slow' : 'no_room';
}

/** As a list, which Node writes as it is. */
const HEADERS = ['content-type', 'text/plain; charset=utf-8', 'x-content-type-options', 'nosniff'];

function answer(response: ServerResponse, status: number, text: string): void {
  if (response.destroyed) return;
  response.writeHead(status, [...HEADERS, 'content-length', String(Buffer.byteLength(text))]);
  response.end(text);
}

function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? 'an unknown address';
}
