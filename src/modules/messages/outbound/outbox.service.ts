import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { rowset, type RowOf } from '../../../common/database/rowset.js';
import { EventLog } from '../../../common/events/event-log.js';
import { Tracing, type TraceParent } from '../../../common/tracing/tracing.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import { filesIn, type OutgoingContent } from '../../../whatsapp/messages/outgoing-content.js';
import type { Conversation } from '../../conversations/conversations.service.js';
import { MediaService } from '../../media/media.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { searchableText, textOf } from '../domain/readable-text.js';
import type { StoredContent } from '../domain/message-content.js';
import { MessageTalliesService } from '../statistics/message-tallies.service.js';

/** A message that is to be sent. */
export interface OutgoingMessage {
  id: string;
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
  /** It waits for this time; null or absent: it is sent as soon as it can be. */
  sendAt?: Date | null;
  idempotencyKey: string | null;
}

const ENTRY = {
  id: 'uuid',
  account_id: 'uuid',
  number_id: 'uuid',
  conversation_id: 'uuid',
  kind: 'text',
  content: 'jsonb',
  text: 'text | null',
  search_text: 'text | null',
  template_id: 'uuid | null',
  record_id: 'uuid | null',
  reply_to: 'text | null',
  target: 'text | null',
  idempotency_key: 'text | null',
  retry_of_id: 'uuid | null',
  broadcast_id: 'uuid | null',
  send_at: 'timestamptz | null',
  trace_parent: 'text | null',
} as const;

/**
 * From so many on, plans are made anew: those that check foreign keys may be of a time when there were few conversations,
 * and would read all of them for each message (3.2 s for 10,000, instead of 0.07).
 */
const MANY = 1_000;

/** Of what is sent to more than so many at once no message has a trace: one trace of thousands nobody can read. */
const MAX_TRACED = 20;

/** Place of a scheduled message before everything that was written: nobody has answered by it, and nobody answers it. */
const NOT_WRITTEN_YET = 0;

/** Outbox: stores messages QUEUED, and for each a job of the dispatcher, or one that is SCHEDULED until its time has come. */
@Injectable()
export class OutboxService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly wakeUps: WakeUps,
    private readonly media: MediaService,
    private readonly tallies: MessageTalliesService,
    private readonly tracing: Tracing,
  ) {}

  /**
   * In the caller's transaction, with one statement however many.
   * @returns when they were written, which is also when their conversations were last written in: two looks at the clock may fall
   * into two seconds, and an answer of the first, as Meta tells whole ones, would not be the latest message
   */
  async add(viewer: Viewer, messages: readonly OutgoingMessage[]): Promise<Date> {
    const at = this.clock.now();
    if (messages.length === 0) return at;
    const traces = messages.length > MAX_TRACED ? [] : messages.map((message) => this.traceOf(message));
    const rows = messages.map((message, index) => entryOf(message, traces[index] ?? null));
    const entry = rowset('entry', ENTRY, rows, [
      viewer.kind === 'USER' ? viewer.id : null,
      viewer.kind === 'API_KEY' ? viewer.id : null,
      at,
    ]);
    if (messages.length >= MANY) await this.database.run('DISCARD PLANS');
    await this.database.run(
      `WITH stored AS (
       INSERT INTO messages (id, account_id, business_phone_number_id, conversation_id, direction, status, origin, kind, content,
                             text, search_text, template_id, record_id, reply_to_whatsapp_id, target_whatsapp_id, idempotency_key,
                             author_user_id, author_api_key_id, occurred_at, created_at, retry_of_id, broadcast_id, send_at, trace_parent, position)
       SELECT entry.id, entry.account_id, entry.number_id, entry.conversation_id, 'OUTBOUND', 'QUEUED', 'PARLEY', entry.kind,
              entry.content, entry.text, entry.search_text, entry.template_id, entry.record_id, entry.reply_to, entry.target,
              entry.idempotency_key, $1, $2, $3, $3, entry.retry_of_id, entry.broadcast_id, entry.send_at, entry.trace_parent,
              CASE WHEN entry.send_at IS NULL THEN nextval('message_positions') ELSE ${NOT_WRITTEN_YET} END
         FROM ${entry.sql}
       RETURNING id, business_phone_number_id, conversation_id, broadcast_id, position, send_at)
       INSERT INTO outgoing_jobs (message_id, business_phone_number_id, conversation_id, broadcast_id, position, send_at, state)
       SELECT stored.*, CASE WHEN stored.send_at IS NULL THEN 'QUEUED' ELSE 'SCHEDULED' END FROM stored`,
      entry.parameters,
    );
    await this.tallies.recordAnswers(
      messages.filter(isAnswer).map(({ conversation }) => conversation),
      at,
    );
    await this.media.markSent(messages.flatMap(filesSent));
    messages.forEach(({ id, conversation: { accountId, id: conversationId } }, index) => {
      const traceParent = traces[index] ?? null;
      this.events.append({ accountId, kind: 'MESSAGE', entityId: id, conversationId, change: 'CREATED', traceParent });
    });
    await this.wakeUps.wakeAfterCommit('messages-queued');
    return at;
  }

  /** All that becomes of a message goes on from here. */
  private traceOf({ id, conversation, stored, broadcastId }: OutgoingMessage): TraceParent | null {
    if (!this.tracing.isOn || broadcastId != null) return null;
    const attributes = {
      'parley.account.id': conversation.accountId,
      'parley.conversation.id': conversation.id,
      'parley.message.id': id,
      'parley.message.kind': stored.kind,
    };
    return this.tracing.record('message queued', { kind: 'producer', attributes });
  }
}

/** What a broadcast sends is no answer, nor is a reaction, nor what is scheduled before its time. */
function isAnswer({ broadcastId, targetWhatsappId, sendAt }: OutgoingMessage): boolean {
  return broadcastId == null && targetWhatsappId == null && sendAt == null;
}

function filesSent({ stored, conversation: { contactId } }: OutgoingMessage): { mediaId: string; contactId: string }[] {
  return filesIn(stored as OutgoingContent).map((mediaId) => ({ mediaId, contactId }));
}

function entryOf(
  { id, conversation, stored, ...message }: OutgoingMessage,
  traceParent: TraceParent | null,
): RowOf<typeof ENTRY> {
  const text = message.text === undefined ? textOf(stored) : message.text;
  return {
    id,
    account_id: conversation.accountId,
    number_id: conversation.businessPhoneNumberId,
    conversation_id: conversation.id,
    kind: stored.kind,
    content: stored.content,
    text,
    search_text: searchableText(stored, text),
    template_id: message.templateId ?? null,
    record_id: message.recordId ?? null,
    reply_to: message.replyToWhatsappId ?? null,
    target: message.targetWhatsappId ?? null,
    idempotency_key: message.idempotencyKey,
    retry_of_id: message.retryOfId ?? null,
    broadcast_id: message.broadcastId ?? null,
    send_at: message.sendAt ?? null,
    trace_parent: traceParent,
  };
}
