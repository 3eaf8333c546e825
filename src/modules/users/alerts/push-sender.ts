import { Injectable } from '@nestjs/common';
import { request } from 'undici';
import webPush from 'web-push';
import { Config } from '../../../common/config/config.js';
import { isPushService } from '../domain/alerts/push-services.js';
import type { PushTarget } from './push-devices.service.js';
import { PushKeysService } from './push-keys.service.js';

const TIMEOUT_MS = 10_000;
/** Whoever is away longer reads it in the inbox. */
const KEPT_SECONDS = 86_400;

/** What the push service says: it took it, the browser is gone, it will not take it, or it may be asked again. */
export type PushOutcome = 'TAKEN' | 'GONE' | 'REFUSED' | 'LATER';

/** What a browser shows. */
export interface Push {
  id: string;
  title: string;
  body: string;
  /** Where a click leads, on this server. */
  path: string;
}

/** Sends pushes: encrypted for the browser and signed by web-push, so that the push service in between can read nothing. */
@Injectable()
export class PushSender {
  constructor(
    private readonly config: Config,
    private readonly keys: PushKeysService,
  ) {}

  async send({ endpoint, p256dh, auth }: PushTarget, push: Push): Promise<PushOutcome> {
    if (!isPushService(endpoint, this.config.get('PUSH_SERVICES'))) return 'GONE'; // it was one when it was added
    const { publicKey, privateKey } = await this.keys.current();
    const details = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, JSON.stringify(push), {
      vapidDetails: { subject: this.subject(), publicKey, privateKey },
      TTL: KEPT_SECONDS,
      urgency: 'high',
    });
    try {
      const { statusCode, body } = await request(details.endpoint, {
        method: 'POST',
        headers: Object.fromEntries(Object.entries(details.headers).map(([name, value]) => [name, String(value)])),
        body: details.body,
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await body.dump({ limit: 16_384 });
      return outcomeOf(statusCode);
    } catch {
      return 'LATER'; // it could not be reached
    }
  }

  /** Whom a push service would write to. */
  private subject(): string {
    const from = this.config.get('MAIL_FROM');
    if (this.config.publicUrl.startsWith('https:')) return this.config.publicUrl;
    return `mailto:${from ?? 'parley@localhost'}`;
  }
}

function outcomeOf(status: number): PushOutcome {
  if (status >= 200 && status < 300) return 'TAKEN';
  if (status === 404 || status === 410 || status === 403) return 'GONE'; // 403: bound to other keys than ours
  return status === 429 || status >= 500 ? 'LATER' : 'REFUSED';
}
