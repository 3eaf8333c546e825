import { createHmac } from 'node:crypto';
import { Agent, request } from 'undici';
import { WebhookLog } from './webhook-log.js';
import type { SimApp, SimWorld } from '../world/world.js';

const TIMEOUT_MS = 10_000;
/** To one callback: what a callback that was away has missed comes to it in turn, as from Meta. */
const MAX_CONNECTIONS = 256;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
/** Of an answer, as much is kept. */
const MAX_ANSWER_BYTES = 2_000;
/** Only these follow an override of the callback URL on the account or the number. */
const CONVERSATION_FIELDS = new Set(['messages', 'smb_message_echoes', 'history', 'calls']);

export interface SimChange {
  field: string;
  value: Record<string, unknown>;
}

/** A webhook that nobody has taken yet: its change, or, once it is signed and addressed, the bytes. */
export type UndeliveredWebhook =
  | { kind: 'CHANGE'; wabaId: string; changes: SimChange[]; phoneId: string | undefined }
  | { kind: 'POST'; appId: string; url: string; body: string; field: string };

/**
 * JSON as Meta writes it: non-ASCII escaped by its code in lower-case hexadecimal, slashes escaped, ids of templates as numbers however large.
 * The signature is over these bytes.
 */
export function metaJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/"message_template_id":"(\d+)"/g, '"message_template_id":$1')
    .replaceAll('/', '\\/')
    .replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function metaSignature(body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** Sends webhooks to the apps that have subscribed: signed, again when refused, twice or shuffled by the settings. */
export class WebhookSender {
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly undelivered = new Set<UndeliveredWebhook>();
  private readonly agent = new Agent({
    connections: MAX_CONNECTIONS,
    connect: { timeout: TIMEOUT_MS },
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  });
  private isClosed = false;
  readonly log = new WebhookLog();

  constructor(private readonly world: SimWorld) {}

  /** One POST to each app that is subscribed to the account and the field. */
  send(wabaId: string, changes: SimChange[], phoneId?: string): void {
    const { duplicateWebhooks, shuffleWebhooks } = this.world.settings;
    for (let copy = 0; copy <= duplicateWebhooks; copy += 1) {
      const waiting: UndeliveredWebhook = { kind: 'CHANGE', wabaId, changes, phoneId };
      this.undelivered.add(waiting);
      this.later(shuffleWebhooks ? Math.random() * 200 : 0, () => {
        this.undelivered.delete(waiting);
        this.dispatch(wabaId, changes, phoneId);
      });
    }
  }

  /** Webhooks that wait, are under way or are to be tried again, in the order in which they were sent. */
  outstanding(): UndeliveredWebhook[] {
    return [...this.undelivered];
  }

  /** Sends what a former run could not deliver. */
  resume(webhooks: readonly UndeliveredWebhook[]): void {
    for (const webhook of webhooks) {
      if (webhook.kind === 'CHANGE') this.send(webhook.wabaId, webhook.changes, webhook.phoneId);
      else this.begin(webhook);
    }
  }

  /** Sends a webhook once more, signed with the app's secret of today. @returns whether there is such a webhook */
  resend(id: string): boolean {
    const sent = this.log.find(id);
    if (sent === undefined) return false;
    const { appId, url, body, field } = sent;
    this.begin({ kind: 'POST', appId, url, body, field });
    return true;
  }

  later(milliseconds: number, task: () => void): void {
    if (this.isClosed) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      task();
      this.world.touch();
    }, milliseconds);
    this.timers.add(timer);
  }

  close(): void {
    this.isClosed = true;
    for (const timer of this.timers) clearTimeout(timer);
    void this.agent.destroy();
  }

  /** Meta's handshake: the callback must give the challenge back. */
  async verify(callbackUrl: string, verifyToken: string): Promise<boolean> {
    const challenge = String(Math.floor(Math.random() * 1e10));
    const url = new URL(callbackUrl);
    url.searchParams.set('hub.mode', 'subscribe');
    url.searchParams.set('hub.challenge', challenge);
    url.searchParams.set('hub.verify_token', verifyToken);
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      return response.status === 200 && (await response.text()) === challenge;
    } catch {
      return false;
    }
  }

  private dispatch(wabaId: string, changes: SimChange[], phoneId: string | undefined): void {
    const waba = this.world.wabas.get(wabaId);
    for (const appId of waba?.subscribedAppIds ?? []) {
      const app = this.world.apps.get(appId);
      const wanted = changes.filter(({ field }) => app?.subscription?.fields.includes(field) === true);
      if (app === undefined || wanted.length === 0) continue;
      const isMessages = wanted.every(({ field }) => CONVERSATION_FIELDS.has(field));
      const time = isMessages ? {} : { time: Math.floor(this.world.now() / 1000) };
      const body = metaJson({ object: 'whatsapp_business_account', entry: [{ id: wabaId, ...time, changes: wanted }] });
      const url = this.target(app, wabaId, phoneId, isMessages);
      this.begin({ kind: 'POST', appId, url, body, field: wanted[0]?.field ?? '' });
    }
  }

  private begin(webhook: UndeliveredWebhook & { kind: 'POST' }): void {
    const { appId, field, url, body } = webhook;
    this.undelivered.add(webhook);
    const id = this.log.add({ at: this.world.now(), appId, field, url, body, signature: this.sign(webhook) });
    void this.post(webhook, id, 1);
  }

  private sign({ appId, body }: { appId: string; body: string }): string {
    return metaSignature(body, this.world.apps.get(appId)?.secret ?? '');
  }

  private target(app: SimApp, wabaId: string, phoneId: string | undefined, isMessages: boolean): string {
    const byPhone = phoneId === undefined ? null : this.world.phones.get(phoneId)?.overrideCallbackUrl;
    const byWaba = this.world.wabas.get(wabaId)?.overrideCallbackUrl;
    return (isMessages ? (byPhone ?? byWaba) : null) ?? app.subscription?.callbackUrl ?? '';
  }

  private async post(webhook: UndeliveredWebhook & { kind: 'POST' }, id: string, tries: number): Promise<void> {
    const { url, body } = webhook;
    const headers = {
      'content-type': 'application/json',
      'x-hub-signature-256': this.sign(webhook),
      'user-agent': 'facebookexternalua',
    };
    const { status, answer } = await this.answerTo(url, headers, body);
    const isDone = status === 200 || tries >= this.world.settings.webhookAttempts;
    this.log.attempted(id, { status, tries, isDone, answer });
    if (isDone) this.undelivered.delete(webhook);
    else this.later(retryAfterMs(tries), () => void this.post(webhook, id, tries + 1));
    this.world.touch();
  }

  private async answerTo(
    url: string,
    headers: Record<string, string>,
    body: string,
  ): Promise<{ status: number | string; answer: string }> {
    try {
      const { statusCode, body: answer } = await request(url, {
        method: 'POST',
        headers,
        body,
        dispatcher: this.agent,
      });
      return { status: statusCode, answer: (await answer.text()).slice(0, MAX_ANSWER_BYTES) };
    } catch (error) {
      return { status: (error as Error).name, answer: '' };
    }
  }
}

function retryAfterMs(tries: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (tries - 1));
}
