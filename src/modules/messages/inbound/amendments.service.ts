import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { searchableText, textOf } from '../domain/readable-text.js';
import { REVOKED, type MessageKind, type StoredContent, type StoredContents } from '../domain/message-content.js';

/** A message by its wamid: one that is new, or one that something new speaks of. */
export interface MessageAddress {
  businessPhoneNumberId: string;
  whatsappId: string;
}

interface AmendmentRow {
  id: string;
  kind: 'EDIT' | 'REVOKE';
  content: StoredContents['EDIT'];
  occurred_at: Date;
  /** Equal for all that speak of one message. */
  about: string;
  target_id: string | null;
  target_kind: MessageKind;
  target_content: StoredContents[MessageKind];
  edited_at: Date | null;
  revoked_at: Date | null;
}

interface Change {
  id: string;
  stored: StoredContent;
  editedAt: Date | null;
  revokedAt: Date | null;
}

/**
 * Makes messages say what they say after all edits and deletions that are known: whichever came first, the message or
 * what speaks of it, the end is the same. Only who wrote a message can change it.
 */
@Injectable()
export class AmendmentsService {
  constructor(private readonly database: Database) {}

  /** In the caller's transaction. */
  async apply(addresses: readonly MessageAddress[]): Promise<void> {
    if (addresses.length === 0) return;
    const rows = await this.database.query<AmendmentRow>(
      `SELECT amendment.id, amendment.kind, amendment.content, amendment.occurred_at,
              concat_ws(' ', amendment.conversation_id, amendment.direction, amendment.target_whatsapp_id) AS about,
              target.id AS target_id, target.kind AS target_kind, target.content AS target_content, target.edited_at, target.revoked_at
         FROM messages amendment
         LEFT JOIN messages target
           ON target.business_phone_number_id = amendment.business_phone_number_id AND target.whatsapp_id = amendment.target_whatsapp_id
          AND target.conversation_id = amendment.conversation_id AND target.direction = amendment.direction
        WHERE (amendment.business_phone_number_id, amendment.target_whatsapp_id) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))
          AND amendment.kind IN ('EDIT', 'REVOKE')
        ORDER BY amendment.occurred_at, amendment.id`,
      [
        addresses.map(({ businessPhoneNumberId }) => businessPhoneNumberId),
        addresses.map(({ whatsappId }) => whatsappId),
      ],
    );
    if (rows.length === 0) return;
    const changes = new Map<string, Change>();
    for (const row of rows) {
      const change = changeBy(row, changes.get(row.about));
      if (change !== null) changes.set(row.about, change);
    }
    await this.write([...changes.values()]);
    const revoked = new Set(rows.filter(({ kind }) => kind === 'REVOKE').map(({ about }) => about));
    await this.forget(rows.filter(({ kind, about }) => kind === 'EDIT' && revoked.has(about)).map(({ id }) => id));
  }

  private async write(changes: Change[]): Promise<void> {
    if (changes.length === 0) return;
    const texts = changes.map(({ stored, revokedAt }) => (revokedAt === null ? textOf(stored) : null));
    await this.database.run(
      `UPDATE messages SET kind = change.kind, content = change.content, text = change.text, search_text = change.search_text,
              edited_at = change.edited_at, revoked_at = change.revoked_at
         FROM unnest($1::uuid[], $2::text[], $3::jsonb[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[])
           AS change (id, kind, content, text, search_text, edited_at, revoked_at)
        WHERE messages.id = change.id`,
      [
        changes.map(({ id }) => id),
        changes.map(({ stored }) => stored.kind),
        changes.map(({ stored }) => JSON.stringify(stored.content)),
        texts,
        changes.map(({ stored, revokedAt }, index) =>
          revokedAt === null ? searchableText(stored, texts[index] ?? null) : null,
        ),
        changes.map(({ editedAt }) => editedAt?.toISOString() ?? null),
        changes.map(({ revokedAt }) => revokedAt?.toISOString() ?? null),
      ],
    );
  }

  /** What somebody deleted is not kept in its edits either, whichever came first. */
  private async forget(editIds: string[]): Promise<void> {
    if (editIds.length === 0) return;
    await this.database.run(`UPDATE messages SET content = '{"edited": null}', text = NULL WHERE id = ANY($1)`, [
      editIds,
    ]);
  }
}

/** The rows come in the order of their time: a later edit replaces an earlier one, and a deletion stays. */
function changeBy(row: AmendmentRow, sofar: Change | undefined): Change | null {
  const { target_id: id } = row;
  if (id === null || row.revoked_at !== null || (sofar !== undefined && sofar.revokedAt !== null)) return null;
  if (row.kind === 'REVOKE') {
    return { id, stored: REVOKED, editedAt: sofar?.editedAt ?? row.edited_at, revokedAt: row.occurred_at };
  }
  const { edited } = row.content;
  if (edited === null || (row.edited_at !== null && row.edited_at > row.occurred_at)) return null;
  const target = { kind: row.target_kind, content: row.target_content } as StoredContent;
  return { id, stored: afterEdit(target, edited), editedAt: row.occurred_at, revokedAt: null };
}

/** Of a file, only what is written under it can be edited. */
function afterEdit(target: StoredContent, edited: StoredContent): StoredContent {
  if (target.kind !== 'MEDIA') return edited;
  const caption = edited.kind === 'MEDIA' ? edited.content.caption : textOf(edited);
  return { kind: 'MEDIA', content: { ...target.content, caption } };
}
