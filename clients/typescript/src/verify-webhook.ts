import { Webhook } from 'standardwebhooks';

/** Event that Parley posts to an endpoint. `data` depends on `type`; types and fields are added, ignore those that you do not know. */
export interface WebhookEvent {
  /** `message.received`, `message.status_changed` … */
  type: string;
  /** When it happened. */
  timestamp: string;
  data: Record<string, unknown> & { accountId?: string };
}

/**
 * The event in a webhook, if it is genuine: signed with the endpoint's secret within the last five minutes.
 * @param body as it came, before any JSON was parsed
 * @throws Error when it is not
 */
export function verifyWebhook(
  secret: string,
  body: string | Uint8Array,
  headers: Headers | Record<string, string | string[] | undefined>,
): WebhookEvent {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers);
  const named = Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  return new Webhook(secret).verify(text, named) as WebhookEvent;
}
