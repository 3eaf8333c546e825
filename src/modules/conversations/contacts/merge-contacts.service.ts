import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { EventLog } from '../../../common/events/event-log.js';
import { NotificationsService } from '../../users/notifications/notifications.service.js';
import { InboxFactsService } from '../inbox/inbox-facts.service.js';
import { ExclusiveChanges } from './exclusive-changes.js';
import { ExternalIdsService } from './identities/external-ids.service.js';

/** Two rows that become one: what refers to the one that goes refers to the one that is kept afterwards. */
export interface MergedPair {
  keptId: string;
  goneId: string;
}

/** What has been merged, for modules whose rows refer to contacts or conversations. */
export interface ContactMerge {
  contacts: MergedPair;
  /** Conversations with the same number: of two there is one now. */
  conversations: readonly MergedPair[];
  /** All conversations of the contact that is kept, as they are after the merge. */
  conversationIds: readonly string[];
}

/** What one module does with its own rows when contacts are merged. */
export interface MergePart {
  /** The module's tables whose rows refer to contacts or conversations. */
  tables: readonly string[];
  /** Runs in the transaction of the merge; both conversations of a pair are locked and still exist. */
  merge: (merge: ContactMerge) => Promise<void>;
}

interface GoneContact {
  wa_id: string | null;
  phone_number: string | null;
  whatsapp_user_id: string | null;
  profile_name: string | null;
  username: string | null;
  opted_out_at: Date | null;
  opt_out_source: string | null;
  marketing_as_of: Date | null;
  search_text: string;
}

/** Merges two contacts that have turned out to be one: their conversations become one, and nothing that was said is lost. */
@Injectable()
export class MergeContactsService {
  private readonly registered: MergePart[] = [];

  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly notifications: NotificationsService,
    private readonly inboxFacts: InboxFactsService,
    private readonly exclusive: ExclusiveChanges,
    private readonly externalIds: ExternalIdsService,
  ) {}

  /** Parts are registered while modules start (onModuleInit). */
  register(...parts: MergePart[]): void {
    this.registered.push(...parts);
  }

  /** Tables whose rows are moved: those that parts claim, conversations' own, and those of the modules below it. */
  tables(): string[] {
    return [
      ...['contacts', 'conversations', 'participants', 'inbox_rows', 'notifications'],
      ...['conversation_labels', 'label_rows', 'timeline_entries', 'contact_blocks'],
      ...this.registered.flatMap((part) => part.tables),
    ];
  }

  /**
   * In the caller's transaction. Ids of the one that goes still lead to the one that is kept.
   * @throws NeedsExclusiveError where others store messages of the same account
   */
  async merge(accountId: string, keptId: string, goneId: string): Promise<void> {
    this.exclusive.require();
    await this.database.query('SELECT FROM contacts WHERE id = ANY($1) ORDER BY id FOR UPDATE', [[keptId, goneId]]);
    const { pairs, movedIds } = await this.lockConversations(keptId, goneId);
    await this.database.run('UPDATE conversations SET contact_id = $2 WHERE id = ANY($1)', [movedIds, keptId]);
    for (const pair of pairs) await this.mergeConversations(pair);
    await this.mergeBlocks(keptId, goneId);
    const merge = { contacts: { keptId, goneId }, conversations: pairs, conversationIds: await this.idsOf(keptId) };
    for (const part of this.registered) await part.merge(merge);
    await this.inboxFacts.recompute(pairs.map((pair) => pair.keptId));
    for (const id of [...movedIds, ...pairs.flatMap((pair) => [pair.keptId, pair.goneId])]) {
      this.events.append({ accountId, kind: 'CONVERSATION', entityId: id, conversationId: id });
    }
    this.events.append({ accountId, kind: 'CONTACT', entityId: keptId });
    await this.externalIds.merge(keptId, goneId);
    await this.mergeIdentities(keptId, goneId);
  }

  /** Conversations of both with the same number, in pairs; and those of the one that goes which simply change hands. */
  private async lockConversations(
    keptId: string,
    goneId: string,
  ): Promise<{ pairs: MergedPair[]; movedIds: string[] }> {
    const found = await this.database.query<{ gone_id: string; kept_id: string | null }>(
      `SELECT gone.id AS gone_id, kept.id AS kept_id FROM conversations gone
         LEFT JOIN conversations kept
           ON kept.contact_id = $1 AND kept.business_phone_number_id = gone.business_phone_number_id AND kept.merged_into_id IS NULL
        WHERE gone.contact_id = $2 AND gone.merged_into_id IS NULL`,
      [keptId, goneId],
    );
    await this.database.query('SELECT FROM conversations WHERE id = ANY($1) ORDER BY id FOR UPDATE', [
      found.flatMap((row) => [row.gone_id, ...(row.kept_id === null ? [] : [row.kept_id])]),
    ]);
    return {
      pairs: found.flatMap((row) => (row.kept_id === null ? [] : [{ keptId: row.kept_id, goneId: row.gone_id }])),
      movedIds: found.filter((row) => row.kept_id === null).map((row) => row.gone_id),
    };
  }

  private async idsOf(contactId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>('SELECT id FROM conversations WHERE contact_id = $1', [
      contactId,
    ]);
    return rows.map(({ id }) => id);
  }

  private async mergeConversations({ keptId, goneId }: MergedPair): Promise<void> {
    const ids = [keptId, goneId];
    await this.notifications.moveToConversation(goneId, keptId);
    await this.database.run(
      `INSERT INTO participants (conversation_id, user_id, added_by_id, added_at)
       SELECT $1, user_id, added_by_id, added_at FROM participants WHERE conversation_id = $2 ON CONFLICT DO NOTHING`,
      ids,
    );
    await this.database.run(
      `INSERT INTO conversation_labels (conversation_id, label_id, added_at)
       SELECT $1, label_id, added_at FROM conversation_labels WHERE conversation_id = $2 ON CONFLICT DO NOTHING`,
      ids,
    );
    await this.database.run('DELETE FROM conversation_labels WHERE conversation_id = $1', [goneId]);
    await this.database.run('DELETE FROM label_rows WHERE conversation_id = $1', [goneId]);
    await this.database.run('UPDATE timeline_entries SET conversation_id = $1 WHERE conversation_id = $2', ids);
    await this.database.run('DELETE FROM participants WHERE conversation_id = $1', [goneId]);
    await this.database.run('DELETE FROM inbox_rows WHERE conversation_id = $1', [goneId]);
    await this.database.run(
      `UPDATE conversations kept SET
              status = CASE WHEN 'OPEN' IN (kept.status, gone.status) THEN 'OPEN' ELSE 'CLOSED' END,
              origin = CASE WHEN gone.created_at < kept.created_at THEN gone.origin ELSE kept.origin END,
              assignee_id = coalesce(kept.assignee_id, gone.assignee_id),
              last_inbound_at = greatest(kept.last_inbound_at, gone.last_inbound_at),
              is_window_open = kept.is_window_open OR gone.is_window_open,
              last_acted_at = greatest(kept.last_acted_at, gone.last_acted_at),
              template_sender_id = CASE WHEN gone.last_activity_at > kept.last_activity_at THEN gone.template_sender_id
                                        ELSE kept.template_sender_id END,
              last_message_id = CASE WHEN kept.last_message_id IS NULL OR gone.last_activity_at > kept.last_activity_at
                                     THEN coalesce(gone.last_message_id, kept.last_message_id) ELSE kept.last_message_id END,
              last_activity_at = greatest(kept.last_activity_at, gone.last_activity_at), updated_at = now()
         FROM conversations gone WHERE kept.id = $1 AND gone.id = $2`,
      ids,
    );
    await this.database.run(
      `UPDATE conversations SET merged_into_id = $1, last_message_id = NULL, assignee_id = NULL, updated_at = now(),
              is_window_open = false, has_participants = false, has_inbound = false, waiting_since = NULL
        WHERE id = $2 OR merged_into_id = $2`,
      ids,
    );
  }

  /** Whoever was blocked under either identity is blocked. */
  private async mergeBlocks(keptId: string, goneId: string): Promise<void> {
    await this.database.run(
      `INSERT INTO contact_blocks (contact_id, business_phone_number_id, blocked_at)
       SELECT $1, business_phone_number_id, blocked_at FROM contact_blocks WHERE contact_id = $2 ON CONFLICT DO NOTHING`,
      [keptId, goneId],
    );
    await this.database.run('DELETE FROM contact_blocks WHERE contact_id = $1', [goneId]);
  }

  /** The ids that Meta knows the one by go to the other, where that has none of its own. */
  private async mergeIdentities(keptId: string, goneId: string): Promise<void> {
    const [gone] = await this.database.query<GoneContact>(
      `SELECT wa_id, phone_number, whatsapp_user_id, profile_name, username, opted_out_at, opt_out_source, marketing_as_of, search_text
         FROM contacts WHERE id = $1`,
      [goneId],
    );
    if (gone === undefined) return;
    await this.database.run(
      `UPDATE contacts SET wa_id = NULL, phone_number = NULL, whatsapp_user_id = NULL, search_text = '', merged_into_id = $1,
              updated_at = now()
        WHERE id = $2 OR merged_into_id = $2`,
      [keptId, goneId],
    );
    await this.database.run(
      `UPDATE contacts SET wa_id = coalesce(wa_id, $2), phone_number = coalesce(phone_number, $3),
              whatsapp_user_id = coalesce(whatsapp_user_id, $4), profile_name = coalesce(profile_name, $5),
              username = coalesce(username, $6), opted_out_at = coalesce(opted_out_at, $7),
              opt_out_source = coalesce(opt_out_source, $8), marketing_as_of = greatest(marketing_as_of, $9),
              (phone_app_name, phone_app_first_name, phone_app_name_as_of) = (
                SELECT named.phone_app_name, named.phone_app_first_name, named.phone_app_name_as_of
                  FROM contacts named WHERE named.id IN ($1, $11)
                 ORDER BY named.phone_app_name_as_of DESC NULLS LAST, named.id LIMIT 1),
              (parent_user_id, identity_key_hash, identity_changed_at, marketing_preference) = (
                SELECT coalesce(contacts.parent_user_id, gone.parent_user_id),
                       coalesce(contacts.identity_key_hash, gone.identity_key_hash),
                       greatest(contacts.identity_changed_at, gone.identity_changed_at),
                       coalesce(contacts.marketing_preference, gone.marketing_preference)
                  FROM contacts gone WHERE gone.id = $11),
              search_text = CASE WHEN search_text = '' THEN $10 ELSE search_text || ' ' || $10 END, updated_at = now()
        WHERE id = $1`,
      [
        keptId,
        gone.wa_id,
        gone.phone_number,
        gone.whatsapp_user_id,
        gone.profile_name,
        gone.username,
        gone.opted_out_at,
        gone.opt_out_source,
        gone.marketing_as_of,
        gone.search_text,
        goneId,
      ],
    );
  }
}
