import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { candidateAccountIds, looksLikeSignature } from '../../whatsapp/webhooks/signature.js';
import { AccountDirectory, type DirectoryEntry } from '../accounts/account-directory.js';
import { DeliveryStore } from './deliveries/delivery-store.js';
import { SignatureCheck, StrangerLimit } from './signature-check.js';

/** Verdict on what was posted. */
export type Verdict = 'STORED' | 'NOT_SIGNED' | 'NOT_JSON';

/** What Meta's test button sends has at most 2 KB. */
const MAX_TEST_BYTES = 8 * 1024;

/** Thrown when the app secret of an account cannot be read: what Meta sends is not refused, but asked for again. */
export class SecretKeyLostError extends Error {
  override readonly name = 'SecretKeyLostError';
}

/** Webhook intake: nothing that is not signed, and nothing is acknowledged that is not durable. */
@Injectable()
export class ReceiveWebhookService {
  private readonly strangers = new StrangerLimit();

  constructor(
    private readonly directory: AccountDirectory,
    private readonly store: DeliveryStore,
  ) {}

  /** Whether the token is that of an account: then Meta may use the callback URL. */
  async isVerifyToken(token: string): Promise<boolean> {
    if (matchesAny(token, await this.directory.entries())) return true;
    return matchesAny(token, await this.directory.refreshedEntries());
  }

  /** Resolves when the delivery is durable, once for each account that it was signed for. */
  async receive(body: Buffer, signature: string | undefined): Promise<Verdict> {
    if (signature === undefined || !looksLikeSignature(signature)) return 'NOT_SIGNED';
    const known = this.directory.knownEntries() ?? (await this.directory.entries());
    let signers = this.signers(body, signature, known);
    if (signers.length === 0) {
      const refreshed = await this.directory.refreshedEntries();
      if (refreshed !== known) signers = this.signers(body, signature, refreshed);
    }
    if (signers.length === 0 && (await this.mentionsLocked(body))) throw new SecretKeyLostError();
    if (signers.length === 0) return 'NOT_SIGNED';
    if (!looksLikeJson(body)) return 'NOT_JSON';
    const [signer, ...others] = signers;
    if (signer !== undefined) await this.store.add(signer.accountId, body);
    for (const other of others) await this.store.add(other.accountId, body);
    return 'STORED';
  }

  /** Nobody can tell whether it is signed: Meta sends it again, and the app secret may have been entered then. */
  private async mentionsLocked(body: Buffer): Promise<boolean> {
    const entries = await this.directory.entries();
    return [...candidateAccountIds(body)].some((id) => entries.get(id)?.isLocked === true);
  }

  /**
   * The accounts that the body speaks of and whose secret signed it. Meta's test button speaks of an account "0": then
   * any account of the app that signed it will do, so that the test is seen.
   */
  private signers(body: Buffer, signature: string, entries: ReadonlyMap<string, DirectoryEntry>): DirectoryEntry[] {
    const mentioned = new Set<DirectoryEntry>();
    for (const id of candidateAccountIds(body)) {
      const entry = entries.get(id);
      if (entry !== undefined) mentioned.add(entry);
    }
    const check = new SignatureCheck(body, signature);
    const hasSigned = (entry: DirectoryEntry): boolean =>
      this.directory.validSecrets(entry).some((secret) => check.isSignedBy(secret));
    if (mentioned.size > 0) return [...mentioned].filter(hasSigned);
    if (body.length > MAX_TEST_BYTES || !this.strangers.mayTry()) return [];
    const stranger = [...entries.values()].find(hasSigned);
    return stranger === undefined ? [] : [stranger];
  }
}

function matchesAny(token: string, entries: ReadonlyMap<string, DirectoryEntry>): boolean {
  const given = Buffer.from(token);
  return [...entries.values()].some(({ verifyToken }) => {
    if (verifyToken === null) return false;
    const expected = Buffer.from(verifyToken);
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
}

const OPENING_BRACE = '{'.charCodeAt(0);

/** Only a glance: whoever has signed it is trusted to send JSON, and what cannot be parsed is kept as FAILED. */
function looksLikeJson(body: Buffer): boolean {
  return body[0] === OPENING_BRACE;
}
