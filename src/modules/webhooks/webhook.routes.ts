import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../common/config/config.js';
import { BodyTooLargeError, RawRoutes, readBody } from '../../common/http/raw-routes.js';
import { WEBHOOK_PATH } from '../../whatsapp/webhooks/webhook-fields.js';
import { IntakeOverloadedError } from './delivery-store.js';
import { ReceiveWebhookService, type Verdict } from './receive-webhook.service.js';

/** Meta sends at most 3 MB. */
const MAX_BODY_BYTES = 3 * 1024 * 1024;

const ANSWERS: Record<Verdict, { status: number; message: string }> = {
  STORED: { status: 200, message: 'ok' },
  NOT_SIGNED: { status: 401, message: 'X-Hub-Signature-256 does not fit the body and the app secret of its account.' },
  NOT_JSON: { status: 400, message: 'The body is not a JSON object.' },
};

/**
 * `GET|POST /webhooks/whatsapp`. The signature is over the raw bytes, so nothing may parse them first, and this is the
 * one path that has to be as fast as bare HTTP: it is answered before Fastify (docs/decisions/0004).
 */
@Injectable()
export class WebhookRoutes implements OnModuleInit {
  private readonly logger = new Logger(WebhookRoutes.name);

  constructor(
    private readonly config: Config,
    private readonly routes: RawRoutes,
    private readonly webhooks: ReceiveWebhookService,
  ) {}

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
        response.setHeader('x-content-type-options', 'nosniff');
        return answer(response, 200, challenge);
      }
    } catch (error) {
      return this.unavailable(response, error);
    }
    this.logger.warn(`Refused a webhook handshake from ${addressOf(request)}.`);
    return answer(response, 403, 'The verify token is that of no account.');
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    readBody(request, MAX_BODY_BYTES, (error, body) => {
      if (error !== null) return this.refuseBody(request, response, error);
      const signature = request.headers['x-hub-signature-256'];
      this.webhooks.receive(body, typeof signature === 'string' ? signature : undefined).then(
        (verdict) => {
          if (verdict !== 'STORED')
            this.logger.warn(`Refused a webhook from ${addressOf(request)}: ${verdict}, ${body.length} bytes.`);
          answer(response, ANSWERS[verdict].status, ANSWERS[verdict].message);
        },
        (failure: unknown) => this.unavailable(response, failure),
      );
    });
  }

  private refuseBody(request: IncomingMessage, response: ServerResponse, error: Error): void {
    this.logger.warn(`Refused a webhook from ${addressOf(request)}: ${error.constructor.name}.`);
    response.setHeader('connection', 'close');
    if (error instanceof BodyTooLargeError) answer(response, 413, 'A webhook has at most 3 MB.');
    else answer(response, 400, 'The request could not be read.');
  }

  /** Not stored, so not 200: Meta sends it again. */
  private unavailable(response: ServerResponse, error: unknown): void {
    const reason = error instanceof IntakeOverloadedError ? 'too much is waiting' : (error as Error).name;
    this.logger.error(`A webhook could not be stored (${reason}); Meta is asked to send it again.`);
    response.setHeader('retry-after', '5');
    answer(response, 503, 'Not stored. Please send it again.');
  }
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? 'an unknown address';
}
