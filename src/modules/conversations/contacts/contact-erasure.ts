import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { numberVariants } from '../../../common/phone-numbers/number-variants.js';
import { ErasureService } from '../../../common/erasure/erasure.service.js';
import { fewRows } from '../../../common/erasure/exported-rows.js';

/** All that one person is known by: here, at Meta, by phone. */
export interface PersonIds {
  /** The contact, and all that were merged into it. */
  contactIds: string[];
  /** Meta's: of the number, of the user, of the group. */
  whatsappIds: string[];
  /** E.164, in all spellings. */
  phoneNumbers: string[];
  /** Of the company's own system. */
  contactExternalIds: string[];
}

/** Erasure of contacts, the last of what there is of a person. */
@Injectable()
export class ContactErasure {
  constructor(
    private readonly database: Database,
    erasure: ErasureService,
  ) {
    erasure.register({
      name: 'contacts',
      tables: ['contacts', 'contact_blocks'],
      before: [],
      erase: async ({ contactIds }) => {
        await this.database.run('DELETE FROM contact_blocks WHERE contact_id = ANY($1)', [contactIds]);
        return this.database.run('DELETE FROM contacts WHERE id = ANY($1)', [contactIds]);
      },
      exports: [
        {
          name: 'contacts',
          tables: ['contacts'],
          rows: ({ contactIds }) =>
            fewRows(
              this.database,
              `SELECT (to_jsonb(contacts) - 'search_text')::text AS json FROM contacts WHERE id = ANY($1) ORDER BY id`,
              [contactIds],
            ),
        },
        {
          name: 'contact-blocks',
          tables: ['contact_blocks'],
          rows: ({ contactIds }) =>
            fewRows(
              this.database,
              'SELECT to_jsonb(contact_blocks)::text AS json FROM contact_blocks WHERE contact_id = ANY($1) ORDER BY blocked_at',
              [contactIds],
            ),
        },
      ],
    });
  }

  /**
   * What the person behind a contact is known by, with all contacts that were merged into it. These are locked until the
   * running transaction ends: whoever merges locks contacts first too, so nobody is merged into them any more.
   */
  async lockPerson(contactId: string): Promise<PersonIds> {
    let known = await this.idsOfPerson(contactId);
    for (;;) {
      // Not against those who write messages of theirs, who have locked the conversation already.
      await this.database.query('SELECT FROM contacts WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [
        known.contactIds,
      ]);
      const person = await this.idsOfPerson(contactId);
      if (person.contactIds.length === known.contactIds.length) return person;
      known = person;
    }
  }

  /** What the person behind a contact is known by, with all contacts that were merged into it. */
  async idsOfPerson(contactId: string): Promise<PersonIds> {
    const rows = await this.database.query<{
      id: string;
      wa_id: string | null;
      whatsapp_user_id: string | null;
      group_id: string | null;
      phone_number: string | null;
      external_id: string | null;
    }>(
      `WITH RECURSIVE same AS (
         SELECT id FROM contacts WHERE id = $1
         UNION SELECT contacts.id FROM contacts JOIN same ON contacts.merged_into_id = same.id)
       SELECT id, wa_id, whatsapp_user_id, group_id, phone_number, external_id FROM contacts WHERE id IN (SELECT id FROM same)`,
      [contactId],
    );
    return {
      contactIds: rows.map(({ id }) => id),
      whatsappIds: rows.flatMap((row) => [
        ...spellingsOf(row),
        ...[row.whatsapp_user_id, row.group_id].filter((id) => id !== null),
      ]),
      phoneNumbers: rows.flatMap((row) => spellingsOf(row).map((digits) => `+${digits}`)),
      contactExternalIds: rows.flatMap((row) => row.external_id ?? []),
    };
  }
}

/** Every spelling of a contact's number, as digits. */
function spellingsOf(row: { wa_id: string | null; phone_number: string | null }): string[] {
  const numbers = [row.wa_id, row.phone_number?.slice(1) ?? null].filter((digits) => digits !== null);
  return [...new Set(numbers.flatMap(numberVariants))];
}
