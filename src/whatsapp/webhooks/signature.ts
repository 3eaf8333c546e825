import { createHmac, timingSafeEqual } from 'node:crypto';

const PREFIX = 'sha256=';

/** The value of X-Hub-Signature-256 for these very bytes: HMAC-SHA256 with the app secret. */
export function signatureOf(body: Buffer, appSecret: string): string {
  return PREFIX + createHmac('sha256', appSecret).update(body).digest('hex');
}

/** Whether the bytes were signed with this secret. Takes the same time for every wrong signature. */
export function isSignedBy(body: Buffer, signature: string, appSecret: string): boolean {
  const expected = Buffer.from(signatureOf(body, appSecret), 'latin1');
  const actual = Buffer.from(signature, 'latin1');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

const ACCOUNT_ID = /"(?:id|waba_id)"\s*:\s*"(\d{1,32})"/g;

/**
 * Every id in a raw body that could be that of a WhatsApp Business Account. Found without parsing: nothing is parsed
 * before its signature has been checked.
 */
export function* candidateAccountIds(body: Buffer): Generator<string> {
  for (const match of body.toString('latin1').matchAll(ACCOUNT_ID)) {
    if (match[1] !== undefined) yield match[1];
  }
}
