import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { EventLog } from '../../../common/events/event-log.js';
import { newId } from '../../../common/ids.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import { filesIn, type OutgoingContent } from '../../../whatsapp/messages/outgoing-content.js';
import type { Conversation } from '../../conversations/conversations.service.js';
import { MediaService } from '../../media/media.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { searchableText, textOf } from '../domain/readable-text.js';
import type { StoredContent } from '../domain/message-content.js';

/** A message that is to be sent. */
export interface NewOutgoing {
  /** Made here unless it had to be known before. */
  id?: string;
  conversation: Conversation;
  stored: StoredContent;
  /** Unless it follows from the content. */
  text?: string | null;
  replyToWhatsappId?: string | null;
  targetWhatsappId?: string | null;
  templateId?: string | null;
  recordId?: string | null;
  retryOfId?: string | null;
  broadcastId?: string | null;
  /** Not before; null: at once. */
  notBefore?: Date | null;
  idempotencyKey: string | null;
}

/** Stores messages QUEUED: the rows are the jobs of the workers. */
@Injectable()
export class OutboxService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly wakeUps: WakeUps,
    private readonly media: MediaService,
  ) {}

  /** In the caller's transaction, with one statement however many. Returns the ids, in order. */
  async add(viewer: Viewer, messages: readonly NewOutgoing[]): Promise<string[]> {
    if (messages.length === 0) return [];
    const rows = messages.map((message) => {
      const text = message.text === undefined ? textOf(message.stored) : message.text;
      return { ...message, id: message.id ?? newId(), text };
    });
    await this.database.run(
      `INSERT INTO messages (id, account_id, business_phone_number_id, conversation_id, direction, status, origin, kind, content,
                             text, search_text, template_id, record_id, reply_to_whatsapp_id, target_whatsapp_id, idempotency_key,
                             author_user_id, author_api_key_id, occurred_at, created_at, retry_of_id, broadcast_id, next_attempt_at)
       SELECT entry.id, entry.account_id, entry.number_id, entry.conversation_id, 'OUTBOUND', 'QUEUED', 'PARLEY', entry.kind,
              entry.content, entry.text, entry.search_text, entry.template_id, entry.record_id, entry.reply_to, entry.target,
              entry.idempotency_key, $1, $2, $3, $3, entry.retry_of_id, entry.broadcast_id, entry.not_before
         FROM unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::jsonb[], $10::text[], $11::text[],
                     $12::uuid[], $13::uuid[], $14::text[], $15::text[], $16::text[], $17::uuid[], $18::uuid[], $19::timestamptz[])
           AS entry (id, account_id, number_id, conversation_id, kind, content, text, search_text,
                     template_id, record_id, reply_to, target, idempotency_key, retry_of_id, broadcast_id, not_before)`,
      [
        viewer.kind === 'USER' ? viewer.id : null,
        viewer.kind === 'API_KEY' ? viewer.id : null,
        this.clock.now(),
        rows.map(({ id }) => id),
        rows.map(({ conversation }) => conversation.accountId),
        rows.map(({ conversation }) => conversation.businessPhoneNumberId),
        rows.map(({ conversation }) => conversation.id),
        rows.map(({ stored }) => stored.kind),
        rows.map(({ stored }) => JSON.stringify(stored.content)),
        rows.map(({ text }) => text),
        rows.map(({ stored, text }) => searchableText(stored, text)),
        rows.map(({ templateId }) => templateId ?? null),
        rows.map(({ recordId }) => recordId ?? null),
        rows.map(({ replyToWhatsappId }) => replyToWhatsappId ?? null),
        rows.map(({ targetWhatsappId }) => targetWhatsappId ?? null),
        rows.map(({ idempotencyKey }) => idempotencyKey),
        rows.map(({ retryOfId }) => retryOfId ?? null),
        rows.map(({ broadcastId }) => broadcastId ?? null),
        rows.map(({ notBefore }) => notBefore?.toISOString() ?? null),
      ],
    );
    await this.media.markUsed(rows.flatMap(({ stored }) => filesIn(stored as OutgoingContent)));
    for (const { id, conversation } of rows) {
      const { accountId, id: conversationId } = conversation;
      this.events.append({ accountId, kind: 'MESSAGE', entityId: id, conversationId });
    }
    await this.wakeUps.wakeAfterCommit('messages-queued');
    return rows.map(({ id }) => id);
  }
}
