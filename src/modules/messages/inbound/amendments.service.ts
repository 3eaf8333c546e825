import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { rowset, type RowOf } from '../../../common/database/rowset.js';
import { searchableText, textOf } from '../domain/readable-text.js';
import { REVOKED, type StoredContent } from '../domain/message-content.js';
import { readableContent } from '../domain/content/readable-content.js';

/** A message by its wamid: one that is new, or the target of an amendment that is new. */
export interface MessageAddress {
  businessPhoneNumberId: string;
  whatsappId: string;
}

interface AmendmentRow {
  id: string;
  kind: 'EDIT' | 'REVOKE';
  content: unknown;
  occurred_at: Date;
  /** Equal for all amendments of one target. */
  target_key: string;
  target_id: string | null;
  target_kind: string;
  target_content: unknown;
  edited_at: Date | null;
  revoked_at: Date | null;
}

interface Change {
  id: string;
  stored: StoredContent;
  editedAt: Date | null;
  revokedAt: Date | null;
}

const CHANGE = {
  id: 'uuid',
  kind: 'text',
  content: 'jsonb',
  text: 'text | null',
  search_text: 'text | null',
  edited_at: 'timestamptz | null',
  revoked_at: 'timestamptz | null',
} as const;

const IS_TARGET = `target.business_phone_number_id = amendment.business_phone_number_id
  AND target.whatsapp_id = amendment.target_whatsapp_id
  AND target.conversation_id = amendment.conversation_id AND target.direction = amendment.direction
  AND target.author_contact_id IS NOT DISTINCT FROM amendment.author_contact_id`;

/**
 * Applies edits and deletions to their targets: whichever came first, the message or the amendment, the end is the same.
 * Only who wrote a message can change it.
 */
@Injectable()
export class AmendmentsService {
  constructor(private readonly database: Database) {}

  /** In the caller's transaction. */
  async apply(addresses: readonly MessageAddress[]): Promise<void> {
    if (addresses.length === 0) return;
    const changed = rowset(
      'changed',
      { business_phone_number_id: 'uuid', whatsapp_id: 'text' },
      addresses.map(({ businessPhoneNumberId, whatsappId }) => ({
        business_phone_number_id: businessPhoneNumberId,
        whatsapp_id: whatsappId,
      })),
    );
    const rows = await this.database.query<AmendmentRow>(
      `SELECT amendment.id, amendment.kind, amendment.content, amendment.occurred_at,
              concat_ws(' ', amendment.conversation_id, amendment.direction, amendment.author_contact_id, amendment.target_whatsapp_id)
                AS target_key,
              target.id AS target_id, target.kind AS target_kind, target.content AS target_content, target.edited_at, target.revoked_at
         FROM messages amendment
         LEFT JOIN messages target ON ${IS_TARGET}
        WHERE (amendment.business_phone_number_id, amendment.target_whatsapp_id) IN (SELECT * FROM ${changed.sql})
          AND amendment.kind IN ('EDIT', 'REVOKE')
        ORDER BY amendment.occurred_at, amendment.position, amendment.id`,
      changed.parameters,
    );
    if (rows.length === 0) return;
    const changes = new Map<string, Change>();
    for (const row of rows) {
      const change = changeBy(row, changes.get(row.target_key));
      if (change !== null) changes.set(row.target_key, change);
    }
    await this.persist([...changes.values()]);
    const revoked = new Set(rows.filter(({ kind }) => kind === 'REVOKE').map((row) => row.target_key));
    await this.emptyEdits(rows.filter((row) => row.kind === 'EDIT' && revoked.has(row.target_key)).map(({ id }) => id));
  }

  /** Those of these edits, in the caller's transaction, whose targets are files: what is written under one changes, not the file. */
  async captionEditsAmong(editIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (editIds.length === 0) return new Set();
    const rows = await this.database.query<{ id: string }>(
      `SELECT amendment.id FROM messages amendment JOIN messages target ON ${IS_TARGET}
        WHERE amendment.id = ANY($1) AND target.kind = 'MEDIA'`,
      [editIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  private async persist(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return;
    const change = rowset('change', CHANGE, changes.map(rowOf));
    await this.database.run(
      `UPDATE messages SET kind = change.kind, content = change.content, text = change.text, search_text = change.search_text,
              edited_at = change.edited_at, revoked_at = change.revoked_at,
              raw = CASE WHEN change.revoked_at IS NULL THEN messages.raw END
         FROM ${change.sql} WHERE messages.id = change.id`,
      change.parameters,
    );
  }

  /** What somebody deleted is not kept in its edits either, whichever came first. */
  private async emptyEdits(editIds: string[]): Promise<void> {
    if (editIds.length === 0) return;
    await this.database.run(
      `UPDATE messages SET content = '{"edited": null}', text = NULL, raw = NULL WHERE id = ANY($1)`,
      [editIds],
    );
  }
}

function rowOf({ id, stored, editedAt, revokedAt }: Change): RowOf<typeof CHANGE> {
  const text = revokedAt === null ? textOf(stored) : null;
  return {
    id,
    kind: stored.kind,
    content: stored.content,
    text,
    search_text: revokedAt === null ? searchableText(stored, text) : null,
    edited_at: editedAt,
    revoked_at: revokedAt,
  };
}

/** The rows come in the order of their time: a later edit replaces an earlier one, and a deletion stays. */
function changeBy(row: AmendmentRow, previous: Change | undefined): Change | null {
  const { target_id: id } = row;
  if (id === null || row.revoked_at !== null || (previous !== undefined && previous.revokedAt !== null)) return null;
  if (row.kind === 'REVOKE') {
    return { id, stored: REVOKED, editedAt: previous?.editedAt ?? row.edited_at, revokedAt: row.occurred_at };
  }
  const edit = readableContent(row.kind, row.content);
  const edited = edit.kind === 'EDIT' ? edit.content.edited : null;
  if (edited === null || (row.edited_at !== null && row.edited_at > row.occurred_at)) return null;
  const target = previous?.stored ?? readableContent(row.target_kind, row.target_content);
  return { id, stored: afterEdit(target, edited), editedAt: row.occurred_at, revokedAt: null };
}

/** Of a file, only what is written under it can be edited; an edit that nobody can read leaves it as it was. */
function afterEdit(target: StoredContent, edited: StoredContent): StoredContent {
  if (target.kind !== 'MEDIA') return edited;
  const text = textOf(edited);
  const caption = edited.kind === 'UNSUPPORTED' ? (text ?? target.content.caption) : text;
  return { kind: 'MEDIA', content: { ...target.content, caption } };
}
