import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import type { ErasureSubject } from '../../../common/erasure/erasure-part.js';
import { pagesOfRows } from '../../../common/erasure/exported-rows.js';
import { DomainError, withoutSuggestion, type Problem } from '../../../common/errors/domain-error.js';
import { because } from '../../../common/errors/because.js';

/** Idempotency keys: a request with a key is carried out once, also when it comes twice at the same time. */
@Injectable()
export class IdempotencyService {
  constructor(private readonly database: Database) {}

  /**
   * Claims the key in the running transaction; a second caller with it waits for that transaction.
   * @returns the ids that the first call was completed with, or null if this is the first
   * @throws DomainError (CONFLICT) when the key was used with another request
   */
  async claim(accountId: string, key: string, request: object): Promise<string[] | null> {
    const hash = createHash('sha256').update(canonical(request)).digest();
    const claimed = await this.database.run(
      `INSERT INTO idempotency_keys (account_id, key, request_hash) SELECT $1, $2, $3
        WHERE NOT EXISTS (SELECT FROM idempotency_keys WHERE account_id = $1 AND key = $4) ON CONFLICT DO NOTHING`,
      [accountId, key, hash, erasedKey(accountId, key)],
    );
    if (claimed === 1) return null;
    const [first] = await this.database.query<{ request_hash: Buffer; message_ids: string[] }>(
      'SELECT request_hash, message_ids FROM idempotency_keys WHERE account_id = $1 AND key IN ($2, $3)',
      [accountId, key, erasedKey(accountId, key)],
    );
    if (first === undefined || !first.request_hash.equals(hash)) {
      throw new DomainError({
        code: 'CONFLICT',
        ...because('KEY_USED_BEFORE'),
        path: ['idempotencyKey'],
      });
    }
    return first.message_ids;
  }

  /** Completes the request with the ids that it led to: the same key answers them again. */
  async complete(accountId: string, key: string, messageIds: string[]): Promise<void> {
    await this.database.run('UPDATE idempotency_keys SET message_ids = $3 WHERE account_id = $1 AND key = $2', [
      accountId,
      key,
      messageIds,
    ]);
  }

  /** As `complete`, with what each part was answered. */
  async completeParts(accountId: string, key: string, answer: PartAnswer[]): Promise<void> {
    const stored = answer.map((part) => ({ ...part, problems: part.problems.map(withoutSuggestion) }));
    await this.database.run(
      'UPDATE idempotency_keys SET answer = $3, message_ids = $4 WHERE account_id = $1 AND key = $2',
      [accountId, key, JSON.stringify(stored), answer.flatMap(({ messageId }) => messageId ?? [])],
    );
  }

  /** What the parts of an earlier request were answered. */
  async partsOf(accountId: string, key: string): Promise<PartAnswer[]> {
    const [row] = await this.database.query<{ answer: PartAnswer[] | null }>(
      'SELECT answer FROM idempotency_keys WHERE account_id = $1 AND key IN ($2, $3)',
      [accountId, key, erasedKey(accountId, key)],
    );
    return row?.answer ?? [];
  }

  /**
   * Replaces the keys of requests that led to these messages, and keys with one of the numbers, by a hash: nobody reads a
   * name from it, and the same request with the same key still sends nothing again.
   */
  async erase({ accountId, messageIds, phoneNumbers }: ErasureSubject): Promise<number> {
    return this.database.run(
      `UPDATE idempotency_keys SET key = '${ERASED}' || encode(sha256(convert_to(account_id || ' ' || key, 'UTF8')), 'hex')
        WHERE account_id = $1 AND key NOT LIKE '${ERASED}%' AND (message_ids && $2::uuid[] OR key LIKE ANY($3))`,
      [accountId, messageIds, patternsOf(phoneNumbers)],
    );
  }

  /** Rows for an export of what `erase` takes the names from. */
  rowsOf({ accountId, messageIds, phoneNumbers }: ErasureSubject): AsyncIterable<string[]> {
    return pagesOfRows(
      this.database,
      `SELECT key COLLATE "C" AS id, (to_jsonb(idempotency_keys) - 'request_hash')::text AS json FROM idempotency_keys
        WHERE account_id = $3 AND key COLLATE "C" > $1 AND key NOT LIKE '${ERASED}%'
          AND (message_ids && $4::uuid[] OR key LIKE ANY($5)) ORDER BY key COLLATE "C" LIMIT $2`,
      [accountId, messageIds, patternsOf(phoneNumbers)],
    );
  }
}

const ERASED = 'erased ';

function patternsOf(phoneNumbers: readonly string[]): string[] {
  return phoneNumbers.map((number) => `%${number.slice(1)}%`);
}

/** What a key has become that was erased with a person. */
function erasedKey(accountId: string, key: string): string {
  return ERASED + createHash('sha256').update(`${accountId} ${key}`).digest('hex');
}

/** One part of a request with many: what it led to, or why it was refused. */
export interface PartAnswer {
  messageId: string | null;
  problems: Problem[];
}

/** The same for the same request, in whatever order its fields were written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry) && !(entry instanceof Date)
      ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  );
}
