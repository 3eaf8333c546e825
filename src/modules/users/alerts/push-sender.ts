import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, request } from 'undici';
import webPush from 'web-push';
import { Config } from '../../../common/config/config.js';
import { errorName } from '../../../common/errors/error-name.js';
import { publicLookup } from '../../../common/http/public-lookup.js';
import { pushOutcome, type PushOutcome } from '../domain/alerts/alert-problems.js';
import type { Push } from '../domain/alerts/push-content.js';
import { isPushService } from '../domain/alerts/push-services.js';
import { isAuth, isP256dh } from '../domain/alerts/subscription-keys.js';
import type { PushTarget } from './push-devices.service.js';
import type { PushKeys } from './push-keys.service.js';

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 16_384;
/** Whoever is away longer reads it in the inbox. */
const KEPT_SECONDS = 86_400;

/** Sends pushes: encrypted for the browser and signed by web-push, so that the push service in between can read nothing. */
@Injectable()
export class PushSender implements OnApplicationShutdown {
  private readonly logger = new Logger(PushSender.name);
  /** For origins that PUSH_SERVICES names, which may lie in a private network. */
  private readonly named = new Agent({ connect: { timeout: TIMEOUT_MS } });
  /** For the services of browsers. */
  private readonly known = new Agent({ connect: { timeout: TIMEOUT_MS, lookup: publicLookup() } });

  constructor(private readonly config: Config) {}

  /** One push that replaces itself when it is sent twice. Whatever goes wrong on the way is an outcome. */
  async send(target: PushTarget, push: Push, keys: PushKeys): Promise<PushOutcome> {
    const origins = this.config.get('PUSH_SERVICES');
    if (!isReachable(target, origins)) return { kind: 'GONE' }; // it was when it was added
    try {
      const { endpoint, headers, body } = this.prepare(target, push, keys);
      const answer = await request(endpoint, {
        dispatcher: origins.includes(new URL(endpoint).origin) ? this.named : this.known,
        method: 'POST',
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        body,
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.body.dump({ limit: MAX_ANSWER_BYTES });
      return pushOutcome(answer.statusCode);
    } catch (error) {
      this.logger.warn(`A push to device ${target.id} was not sent: ${errorName(error)}`);
      return pushOutcome(null);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.named.destroy(), this.known.destroy()]);
  }

  private prepare({ endpoint, p256dh, auth }: PushTarget, push: Push, { publicKey, privateKey }: PushKeys) {
    return webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, JSON.stringify(push), {
      vapidDetails: { subject: this.subject(), publicKey, privateKey },
      TTL: KEPT_SECONDS,
      urgency: 'high',
      topic: push.id.replaceAll('-', ''), // 32 characters at most
    });
  }

  /** Whom a push service would write to. */
  private subject(): string {
    const from = this.config.get('MAIL_FROM');
    if (this.config.publicUrl.startsWith('https:')) return this.config.publicUrl;
    return `mailto:${from ?? 'parley@localhost'}`;
  }
}

/** Whether anything can be encrypted for the device and sent to it. That never changes, and must not hold up the others. */
function isReachable({ endpoint, p256dh, auth }: PushTarget, origins: readonly string[]): boolean {
  return isPushService(endpoint, origins) && isP256dh(p256dh) && isAuth(auth);
}
