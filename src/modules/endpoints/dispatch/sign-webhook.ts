import { Webhook } from 'standardwebhooks';

/**
 * Headers by which a receiver knows a webhook for ours, by the Standard Webhooks specification: its id, the time of this
 * attempt (which the signature covers, so that nothing can be repeated later) and a signature for each secret that is valid.
 */
export function signatureHeaders(
  id: string,
  at: Date,
  payload: string,
  secrets: readonly string[],
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, payload)).join(' '),
  };
}
