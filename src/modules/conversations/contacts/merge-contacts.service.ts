import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { EventLog } from '../../../common/events/event-log.js';

/** Two contacts have turned out to be one: their conversations become one, and nothing that was said is lost. */
@Injectable()
export class MergeContactsService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
  ) {}

  /** In the caller's transaction. Ids of the one that goes still lead to the one that is kept. */
  async merge(accountId: string, keptId: string, goneId: string): Promise<void> {
    await this.database.query('SELECT FROM contacts WHERE id = ANY($1) ORDER BY id FOR UPDATE', [[keptId, goneId]]);
    const conversations = await this.database.query<{ gone_id: string; kept_id: string | null }>(
      `SELECT gone.id AS gone_id, kept.id AS kept_id FROM conversations gone
         LEFT JOIN conversations kept
           ON kept.contact_id = $1 AND kept.business_phone_number_id = gone.business_phone_number_id AND kept.merged_into_id IS NULL
        WHERE gone.contact_id = $2 AND gone.merged_into_id IS NULL`,
      [keptId, goneId],
    );
    await this.database.query('SELECT FROM conversations WHERE id = ANY($1) ORDER BY id FOR UPDATE', [
      conversations.flatMap((pair) => [pair.gone_id, ...(pair.kept_id === null ? [] : [pair.kept_id])]),
    ]);
    for (const { gone_id: id, kept_id: into } of conversations) {
      if (into === null)
        await this.database.run('UPDATE conversations SET contact_id = $2 WHERE id = $1', [id, keptId]);
      else await this.mergeConversations(into, id);
      for (const changed of into === null ? [id] : [into, id]) {
        this.events.append({ accountId, kind: 'CONVERSATION', entityId: changed, conversationId: changed });
      }
    }
    await this.database.run(
      `UPDATE messages SET author_contact_id = $1
        WHERE author_contact_id = $2 AND conversation_id IN (SELECT id FROM conversations WHERE contact_id = $1)`,
      [keptId, goneId],
    );
    await this.mergeIdentities(keptId, goneId);
  }

  private async mergeConversations(keptId: string, goneId: string): Promise<void> {
    const ids = [keptId, goneId];
    await this.database.run('UPDATE messages SET conversation_id = $1 WHERE conversation_id = $2', ids);
    await this.database.run('UPDATE notifications SET conversation_id = $1 WHERE conversation_id = $2', ids);
    await this.database.run(
      `INSERT INTO participants (conversation_id, user_id, added_by_id, added_at)
       SELECT $1, user_id, added_by_id, added_at FROM participants WHERE conversation_id = $2 ON CONFLICT DO NOTHING`,
      ids,
    );
    await this.database.run(
      `INSERT INTO read_markers (conversation_id, user_id, last_read_message_id, read_at)
       SELECT $1, user_id, last_read_message_id, read_at FROM read_markers WHERE conversation_id = $2
       ON CONFLICT (conversation_id, user_id) DO UPDATE
         SET last_read_message_id = greatest(read_markers.last_read_message_id, excluded.last_read_message_id)`,
      ids,
    );
    await this.database.run(
      `INSERT INTO read_receipts (conversation_id, message_id, state, created_at)
       SELECT $1, message_id, CASE state WHEN 'SENDING' THEN 'QUEUED' ELSE state END, created_at FROM read_receipts WHERE conversation_id = $2
       ON CONFLICT (conversation_id) DO UPDATE SET message_id = excluded.message_id, state = excluded.state, attempts = 0, next_attempt_at = NULL
        WHERE read_receipts.message_id < excluded.message_id`,
      ids,
    );
    for (const table of ['participants', 'read_markers', 'read_receipts']) {
      await this.database.run(`DELETE FROM ${table} WHERE conversation_id = $1`, [goneId]);
    }
    await this.database.run(
      `UPDATE conversations kept SET
              status = CASE WHEN 'OPEN' IN (kept.status, gone.status) THEN 'OPEN' ELSE 'CLOSED' END,
              origin = CASE WHEN gone.created_at < kept.created_at THEN gone.origin ELSE kept.origin END,
              assignee_id = coalesce(kept.assignee_id, gone.assignee_id),
              last_inbound_at = greatest(kept.last_inbound_at, gone.last_inbound_at),
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
      `UPDATE conversations SET merged_into_id = $1, last_message_id = NULL, assignee_id = NULL, updated_at = now()
        WHERE id = $2 OR merged_into_id = $2`,
      ids,
    );
  }

  /** The ids that Meta knows the one by go to the other, where that has none of its own. */
  private async mergeIdentities(keptId: string, goneId: string): Promise<void> {
    const [gone] = await this.database.query(
      `SELECT wa_id, phone_number, whatsapp_user_id, profile_name, username, opted_out_at, opt_out_source, marketing_as_of, search_text
         FROM contacts WHERE id = $1`,
      [goneId],
    );
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
              search_text = CASE WHEN search_text = '' THEN $10 ELSE search_text || ' ' || $10 END, updated_at = now()
        WHERE id = $1`,
      [
        keptId,
        gone?.wa_id ?? null,
        gone?.phone_number ?? null,
        gone?.whatsapp_user_id ?? null,
        gone?.profile_name ?? null,
        gone?.username ?? null,
        gone?.opted_out_at ?? null,
        gone?.opt_out_source ?? null,
        gone?.marketing_as_of ?? null,
        gone?.search_text ?? '',
      ],
    );
  }
}
