import { createHmac, timingSafeEqual } from 'node:crypto';

const PREFIX = 'sha256=';

/** The signature (X-Hub-Signature-256) of these very bytes: HMAC-SHA256 with the app secret. */
export function signatureOf(body: Buffer, appSecret: string): string {
  return PREFIX + createHmac('sha256', appSecret).update(body).digest('hex');
}

/** Whether a text may be a signature at all: everything else needs no look at the bytes. */
export function looksLikeSignature(text: string): boolean {
  return /^sha256=[0-9a-f]{64}$/.test(text);
}

/** Whether the bytes were signed with this secret. Takes the same time for every wrong signature. */
export function isSignedBy(body: Buffer, signature: string, appSecret: string): boolean {
  const expected = Buffer.from(signatureOf(body, appSecret), 'latin1');
  const actual = Buffer.from(signature, 'latin1');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

const ACCOUNT_ID = /"(?:id|waba_id)"\s*:\s*"(\d{1,32})"/g;
/** Meta puts at most 1,000 changes into a body; whoever names more hopes for work. */
const MAX_CANDIDATES = 10_000;

/**
 * Candidate ids of WhatsApp Business Accounts in a raw body. Found without parsing: nothing is parsed
 * before its signature has been checked.
 */
export function* candidateAccountIds(body: Buffer): Generator<string> {
  let count = 0;
  for (const match of body.toString('latin1').matchAll(ACCOUNT_ID)) {
    if (match[1] !== undefined) yield match[1];
    count += 1;
    if (count === MAX_CANDIDATES) return;
  }
}
