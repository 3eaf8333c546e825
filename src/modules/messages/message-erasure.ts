import { Injectable } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import type { ErasureSubject } from '../../common/erasure/erasure-part.js';
import { ErasureService } from '../../common/erasure/erasure.service.js';
import { pagesOfRows, rowsOf } from '../../common/erasure/exported-rows.js';
import { InboxFactsService } from '../conversations/inbox/inbox-facts.service.js';
import { OutgoingJobsService } from './dispatch/outgoing-jobs.service.js';

const EXPORTED_MESSAGES = `
  SELECT (to_jsonb(messages) - ARRAY['search_text', 'event_key', 'trace_parent'])::text AS json
    FROM messages WHERE id = ANY($1) ORDER BY id`;
/** Ids of what has none of its own: they give the order of the pages. */
const EXPORTED_STATUSES = `
  SELECT place AS id, to_jsonb(entries)::text AS json
    FROM participant_statuses AS entries, concat_ws(' ', message_id, participant, status) AS place
   WHERE place > $1::text AND (wa_id = ANY($3) OR whatsapp_user_id = ANY($3)) ORDER BY place LIMIT $2`;

/** Erasure of messages, of who has read them, and of how often the customer was written to. */
@Injectable()
export class MessageErasure {
  constructor(
    private readonly database: Database,
    erasure: ErasureService,
    private readonly inboxFacts: InboxFactsService,
    private readonly outgoingJobs: OutgoingJobsService,
  ) {
    erasure.register({
      name: 'messages',
      tables: [
        'messages',
        'outgoing_jobs',
        'template_replies',
        'participant_statuses',
        'read_markers',
        'read_receipts',
        'recipient_limits',
      ],
      before: ['conversations'],
      erase: (subject) => this.erase(subject),
      exports: [
        {
          name: 'messages',
          tables: ['messages'],
          rows: ({ messageIds }) => rowsOf(this.database, messageIds, EXPORTED_MESSAGES),
        },
        {
          name: 'group-message-statuses',
          tables: ['participant_statuses'],
          rows: ({ externalIds }) => pagesOfRows(this.database, EXPORTED_STATUSES, [externalIds]),
        },
      ],
      notExported: {
        outgoing_jobs: 'what is still to be sent, which the status of the message says',
        template_replies: 'counted from the messages, which say what they answer',
        read_markers: 'how far each colleague has read',
        read_receipts: 'whether WhatsApp has been told how far colleagues have read',
        recipient_limits: 'how soon they may be written to again, for some seconds',
      },
    });
  }

  /** The ids of all messages of these conversations, and of what these contacts wrote in groups; locked until the running transaction ends. */
  async lockMessagesOf(conversationIds: readonly string[], contactIds: readonly string[]): Promise<string[]> {
    await this.outgoingJobs.lockOfConversations(conversationIds);
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM messages WHERE conversation_id = ANY($1) OR (author_contact_id = ANY($2) AND group_id IS NOT NULL)
       ORDER BY id FOR UPDATE`,
      [conversationIds, contactIds],
    );
    return rows.map(({ id }) => id);
  }

  /** The ids of all messages of these conversations, and of what these contacts wrote in groups. */
  async messagesOf(conversationIds: readonly string[], contactIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM messages WHERE conversation_id = ANY($1) OR (author_contact_id = ANY($2) AND group_id IS NOT NULL) ORDER BY id`,
      [conversationIds, contactIds],
    );
    return rows.map(({ id }) => id);
  }

  /** How many of these messages belong to each broadcast. */
  async countByBroadcast(messageIds: readonly string[]): Promise<{ broadcast_id: string; count: number }[]> {
    return this.database.query(
      `SELECT broadcast_id, count(*)::integer AS count FROM messages
        WHERE id = ANY($1) AND broadcast_id IS NOT NULL GROUP BY broadcast_id`,
      [messageIds],
    );
  }

  private async erase({ conversationIds, messageIds, externalIds }: ErasureSubject): Promise<number> {
    await this.database.run('DELETE FROM read_receipts WHERE conversation_id = ANY($1)', [conversationIds]);
    await this.database.run('DELETE FROM read_markers WHERE conversation_id = ANY($1)', [conversationIds]);
    await this.database.run('DELETE FROM recipient_limits WHERE conversation_id = ANY($1)', [conversationIds]);
    await this.moveMarkersBefore(messageIds);
    await this.database.run('DELETE FROM participant_statuses WHERE wa_id = ANY($1) OR whatsapp_user_id = ANY($1)', [
      externalIds,
    ]);
    const erased = await this.database.query<{ conversation_id: string }>(
      'DELETE FROM messages WHERE conversation_id = ANY($1) OR id = ANY($2) RETURNING conversation_id',
      [conversationIds, messageIds],
    );
    const groupIds = new Set(erased.map((row) => row.conversation_id));
    for (const id of conversationIds) groupIds.delete(id);
    await this.inboxFacts.recompute([...groupIds]);
    return erased.length;
  }

  /** In groups, where others go on: who had read up to one of these messages has read up to the one before. */
  private async moveMarkersBefore(messageIds: readonly string[]): Promise<void> {
    await this.database.run('DELETE FROM read_receipts WHERE message_id = ANY($1)', [messageIds]);
    await this.database.run(
      `WITH moved AS (
         SELECT marker.conversation_id, marker.user_id, before.position, before.id AS message_id
           FROM read_markers marker LEFT JOIN LATERAL
                (SELECT position, id FROM messages message
                  WHERE message.conversation_id = marker.conversation_id AND message.id <> ALL($1)
                    AND (message.position, message.id) < (marker.last_read_position, marker.last_read_message_id)
                  ORDER BY position DESC, id DESC LIMIT 1) before ON true
          WHERE marker.last_read_message_id = ANY($1)),
       gone AS (
         DELETE FROM read_markers USING moved
          WHERE read_markers.conversation_id = moved.conversation_id AND read_markers.user_id = moved.user_id
            AND moved.message_id IS NULL)
       UPDATE read_markers SET last_read_position = moved.position, last_read_message_id = moved.message_id FROM moved
        WHERE read_markers.conversation_id = moved.conversation_id AND read_markers.user_id = moved.user_id
          AND moved.message_id IS NOT NULL`,
      [messageIds],
    );
  }
}
