import { Injectable } from '@nestjs/common';
import { GoneMeanwhileError } from '../../../common/database/begins-again.js';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import { newId } from '../../../common/ids.js';
import type { ConversationOrigin } from '../conversation.entity.js';

/** A business number and a contact: between them there is one conversation. */
export interface ConversationEnds {
  businessPhoneNumberId: string;
  contactId: string;
}

export interface FoundConversation {
  id: string;
  /** It was opened just now. */
  isNew: boolean;
  isClosed: boolean;
}

const END_COLUMNS = { number_id: 'uuid', contact_id: 'uuid' } as const;

/** Finds or opens the conversation between a number and a contact. */
@Injectable()
export class OpenConversationsService {
  constructor(private readonly database: Database) {}

  /**
   * The conversations, in the order of the ends, locked until the running transaction ends; `now` is when a new one begins.
   * @throws GoneMeanwhileError where a contact is erased in the same moment
   */
  async findOrOpen(
    accountId: string,
    ends: readonly ConversationEnds[],
    origin: ConversationOrigin,
    now: Date,
  ): Promise<FoundConversation[]> {
    const distinct = [...new Map(ends.map((end) => [keyOf(end), end])).values()];
    const known = await this.lock(distinct);
    const missing = distinct.filter((end) => !known.has(keyOf(end)));
    if (missing.length > 0) {
      const rows = missing.map((end) => ({ id: newId(), ...rowOf(end) }));
      const entry = rowset('entry', { id: 'uuid', ...END_COLUMNS }, rows, [accountId, origin, now]);
      await this.database.run(
        `INSERT INTO conversations (id, account_id, business_phone_number_id, contact_id, origin, last_activity_at)
         SELECT entry.id, $1, entry.number_id, entry.contact_id, $2, $3 FROM ${entry.sql}
         ON CONFLICT (business_phone_number_id, contact_id) DO NOTHING`,
        entry.parameters,
      );
      for (const [key, { id }] of await this.lock(missing)) known.set(key, { id, isNew: true, isClosed: false });
    }
    return ends.map((end) => known.get(keyOf(end)) ?? failToFind());
  }

  private async lock(ends: readonly ConversationEnds[]): Promise<Map<string, FoundConversation>> {
    const sought = rowset('sought', END_COLUMNS, ends.map(rowOf));
    const rows = await this.database.query<{
      id: string;
      business_phone_number_id: string;
      contact_id: string;
      is_closed: boolean;
    }>(
      `SELECT id, business_phone_number_id, contact_id, status = 'CLOSED' AS is_closed FROM conversations
        WHERE (business_phone_number_id, contact_id) IN (SELECT sought.number_id, sought.contact_id FROM ${sought.sql})
        ORDER BY id FOR UPDATE`,
      sought.parameters,
    );
    return new Map(
      rows.map((row) => [
        keyOf({ businessPhoneNumberId: row.business_phone_number_id, contactId: row.contact_id }),
        { id: row.id, isNew: false, isClosed: row.is_closed },
      ]),
    );
  }
}

function rowOf({ businessPhoneNumberId, contactId }: ConversationEnds): { number_id: string; contact_id: string } {
  return { number_id: businessPhoneNumberId, contact_id: contactId };
}

function keyOf({ businessPhoneNumberId, contactId }: ConversationEnds): string {
  return `${businessPhoneNumberId} ${contactId}`;
}

function failToFind(): never {
  throw new GoneMeanwhileError('A conversation was opened and cannot be found.');
}
