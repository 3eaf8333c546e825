import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import type { ErasureSubject } from '../../../common/erasure/erasure-part.js';
import { fewRows } from '../../../common/erasure/exported-rows.js';
import type { RecipientInput } from '../../messages/schema/message.inputs.js';

/** Recipients that wait to be prepared, next to each other in the list. */
export interface WaitingRecipients {
  /** Of the first in the whole list, from 0. */
  firstIndex: number;
  /** Null: who was erased meanwhile. */
  recipients: (RecipientInput | null)[];
}

/** As many as are prepared in one transaction: others wait for it that long. */
export const BATCH_SIZE = 250;

/** Waiting recipients: what of the list of a broadcast has come, in rows of a batch, until it has been prepared. */
@Injectable()
export class WaitingRecipientsService {
  constructor(private readonly database: Database) {}

  /** Stores a part of the list that begins at `firstIndex`. In the caller's transaction. */
  async add(broadcastId: string, firstIndex: number, recipients: readonly RecipientInput[]): Promise<void> {
    const batches = Array.from({ length: Math.ceil(recipients.length / BATCH_SIZE) }, (_, index) => ({
      first_index: firstIndex + index * BATCH_SIZE,
      recipients: recipients.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
    }));
    const batch = rowset('batch', { first_index: 'integer', recipients: 'jsonb' }, batches, [
      broadcastId,
      hashOf(recipients),
      firstIndex,
    ]);
    await this.database.run(
      `INSERT INTO broadcast_recipients (broadcast_id, first_index, recipients, part_hash)
       SELECT $1, batch.first_index, batch.recipients, CASE WHEN batch.first_index = $3::integer THEN $2::bytea END FROM ${batch.sql}`,
      batch.parameters,
    );
  }

  /** Whether this very part has come before; null: none that begins there. */
  async hasCome(
    broadcastId: string,
    firstIndex: number,
    recipients: readonly RecipientInput[],
  ): Promise<boolean | null> {
    const [part] = await this.database.query<{ part_hash: Buffer }>(
      'SELECT part_hash FROM broadcast_recipients WHERE broadcast_id = $1 AND first_index = $2 AND part_hash IS NOT NULL',
      [broadcastId, firstIndex],
    );
    return part === undefined ? null : part.part_hash.equals(hashOf(recipients));
  }

  /** The next batch, in the order of the list; null: none waits. */
  async next(broadcastId: string): Promise<WaitingRecipients | null> {
    const [row] = await this.database.query<{ first_index: number; recipients: (RecipientInput | null)[] }>(
      'SELECT first_index, recipients FROM broadcast_recipients WHERE broadcast_id = $1 AND recipients IS NOT NULL ORDER BY first_index LIMIT 1',
      [broadcastId],
    );
    return row === undefined ? null : { firstIndex: row.first_index, recipients: row.recipients.map(revived) };
  }

  /** These have been prepared: who they were is not kept. */
  async forget(broadcastId: string, firstIndex: number): Promise<void> {
    await this.database.run(
      'UPDATE broadcast_recipients SET recipients = NULL WHERE broadcast_id = $1 AND first_index = $2',
      [broadcastId, firstIndex],
    );
  }

  /** The broadcast is cancelled. */
  async forgetAll(broadcastId: string): Promise<void> {
    await this.database.run(
      'UPDATE broadcast_recipients SET recipients = NULL WHERE broadcast_id = $1 AND recipients IS NOT NULL',
      [broadcastId],
    );
  }

  /** Takes a person out of what waits, by the digits of their numbers and their contacts; the others keep their places. */
  async erase(subject: ErasureSubject): Promise<number> {
    return this.database.run(
      `UPDATE broadcast_recipients SET recipients =
         (SELECT jsonb_agg(CASE WHEN ${IS_PERSON} THEN 'null'::jsonb ELSE entry END ORDER BY place)
            FROM jsonb_array_elements(recipients) WITH ORDINALITY AS entries (entry, place))
        WHERE recipients IS NOT NULL AND broadcast_id IN (SELECT id FROM broadcasts WHERE account_id = $1)
          AND EXISTS (SELECT FROM jsonb_array_elements(recipients) AS entry WHERE ${IS_PERSON})`,
      parametersOf(subject),
    );
  }

  /** Rows for an export: as what the person waits in which broadcast. */
  rowsOf(subject: ErasureSubject): AsyncIterable<string[]> {
    return fewRows(
      this.database,
      `SELECT jsonb_build_object('broadcast_id', broadcast_id, 'recipient', entry)::text AS json
         FROM broadcast_recipients, jsonb_array_elements(recipients) AS entries (entry)
        WHERE recipients IS NOT NULL AND broadcast_id IN (SELECT id FROM broadcasts WHERE account_id = $1) AND ${IS_PERSON}
        ORDER BY broadcast_id, first_index`,
      parametersOf(subject),
    );
  }
}

function parametersOf({ accountId, phoneNumbers, contactIds, contactExternalIds }: ErasureSubject): unknown[] {
  return [accountId, phoneNumbers.map((number) => number.replaceAll(/\D/g, '')), contactIds, contactExternalIds];
}

/** A number may be written without its country code: who has its last eight digits is taken out rather than kept. */
const IS_PERSON = `(entry->>'contactId' = ANY($3::text[]) OR entry->>'externalId' = ANY($4::text[]) OR EXISTS (SELECT FROM unnest($2::text[]) AS digits
  WHERE length(digits) >= 8 AND regexp_replace(concat_ws(' ', entry->>'phoneNumber', entry->>'recordExternalId', entry->>'record'), '[^0-9]', '', 'g') LIKE '%' || right(digits, 8) || '%'))`;

function hashOf(recipients: readonly RecipientInput[]): Buffer {
  return createHash('sha256').update(JSON.stringify(recipients)).digest();
}

/** As it was given: JSON has no times. */
function revived(recipient: RecipientInput | null): RecipientInput | null {
  if (recipient?.offerExpiresAt == null) return recipient;
  return { ...recipient, offerExpiresAt: new Date(recipient.offerExpiresAt) };
}
