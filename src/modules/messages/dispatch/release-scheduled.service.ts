import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { SECOND_MS } from '../../../common/durations.js';
import { EventLog } from '../../../common/events/event-log.js';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import { META_ERRORS } from '../../../whatsapp/errors/error-catalogue.js';
import { refusalFrom } from '../../../whatsapp/errors/graph-error.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import { ContactsService } from '../../conversations/contacts/contacts.service.js';
import { OutboundActivityService } from '../../conversations/activity/outbound-activity.service.js';
import { ConversationsService, type Conversation } from '../../conversations/conversations.service.js';
import { TemplatesService } from '../../templates/templates.service.js';
import { NotificationsService } from '../../users/notifications/notifications.service.js';
import { UsersService } from '../../users/users.service.js';
import { MessageTalliesService } from '../statistics/message-tallies.service.js';
import { because } from '../../../common/errors/because.js';

const POLL_MS = SECOND_MS;
/** After what could not be released. */
const RETRY_MS = 30 * SECOND_MS;
const BATCH_SIZE = 100;

interface DueRow {
  id: string;
  conversation_id: string;
  kind: string;
  template_id: string | null;
  author_user_id: string | null;
}

/** As if Meta had said so: it would. */
const WINDOW_CLOSED: Refusal = {
  ...refusalFrom({ code: META_ERRORS.SERVICE_WINDOW_CLOSED.code }),
  message: 'When its time had come, the customer had not written for more than 24 hours.',
};
const OPTED_OUT: Refusal = {
  ...refusalFrom({ code: META_ERRORS.MARKETING_STOPPED.code }),
  message: 'When its time had come, the customer did not want marketing any more.',
};

/**
 * Releases scheduled messages when their time has come: they are written in the chat from then on, and wait with the others
 * to be sent. What may not be sent any more has failed, and its author is notified.
 */
@Injectable()
export class ReleaseScheduledService implements OnApplicationBootstrap {
  /** Conversations in which something could not be released, and when they are looked at again. */
  private readonly laterAt = new Map<string, number>();

  constructor(
    private readonly background: BackgroundWork,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly wakeUps: WakeUps,
    private readonly conversations: ConversationsService,
    private readonly contacts: ContactsService,
    private readonly activity: OutboundActivityService,
    private readonly templates: TemplatesService,
    private readonly tallies: MessageTalliesService,
    private readonly users: UsersService,
    private readonly notifications: NotificationsService,
  ) {}

  onApplicationBootstrap(): void {
    this.background.start({ name: ReleaseScheduledService.name, work: () => this.release(), pollMs: POLL_MS });
  }

  /** Of a conversation one at a time, in the order of their times. One that cannot be released holds up no other conversation. */
  private async release(): Promise<boolean> {
    for (const [id, time] of this.laterAt) if (time < this.clock.elapsedMs()) this.laterAt.delete(id);
    const due = await this.database.query<{ message_id: string; conversation_id: string }>(
      `SELECT message_id, conversation_id FROM outgoing_jobs
        WHERE state = 'SCHEDULED' AND send_at <= $1 AND conversation_id <> ALL($2::uuid[])
        ORDER BY send_at, message_id LIMIT ${BATCH_SIZE}`,
      [this.clock.now(), [...this.laterAt.keys()]],
    );
    const first = new Map(due.toReversed().map((row) => [row.conversation_id, row.message_id]));
    for (const [conversationId, messageId] of first) await this.releaseOne(conversationId, messageId);
    return due.length > first.size || due.length === BATCH_SIZE;
  }

  /** The conversation is locked first, as by everybody who writes in it. */
  private async releaseOne(conversationId: string, messageId: string): Promise<void> {
    try {
      await this.database.transactionThatBeginsAgain(async () => {
        const conversation = await this.conversations.lock(conversationId);
        const row = await this.lockDue(messageId);
        // It was merged meanwhile: the next round finds it where it is.
        if (conversation === null || row?.conversation_id !== conversation.id) return;
        const refusal = await this.refusalOf(row, conversation);
        await (refusal === null ? this.queue(row, conversation) : this.fail(row, conversation, refusal));
        await this.wakeUps.wakeAfterCommit('messages-queued');
      });
    } catch (error) {
      this.laterAt.set(conversationId, this.clock.elapsedMs() + RETRY_MS);
      throw error;
    }
  }

  /** Null: somebody else has released it, or it was taken back. */
  private async lockDue(messageId: string): Promise<DueRow | null> {
    const [held] = await this.database.query<{ message_id: string }>(
      `SELECT message_id FROM outgoing_jobs WHERE message_id = $1 AND state = 'SCHEDULED' FOR UPDATE`,
      [messageId],
    );
    if (held === undefined) return null;
    const [row] = await this.database.query<DueRow>(
      `SELECT id, conversation_id, kind, template_id, author_user_id FROM messages
        WHERE id = $1 AND status = 'QUEUED' FOR UPDATE`,
      [messageId],
    );
    return row ?? null;
  }

  private async refusalOf(row: DueRow, conversation: Conversation): Promise<Refusal | null> {
    if (row.kind !== 'TEMPLATE') return this.activity.isWindowOpen(conversation) ? null : WINDOW_CLOSED;
    const [template] = row.template_id === null ? [] : await this.templates.byIds([row.template_id]);
    if (template?.category !== 'MARKETING') return null;
    const [contact] = await this.contacts.byIds([conversation.contactId]);
    return contact?.optedOutAt == null ? null : OPTED_OUT;
  }

  /** Everything that happens when somebody writes happens now. */
  private async queue(row: DueRow, conversation: Conversation): Promise<void> {
    const now = this.clock.now();
    await this.database.run(
      `WITH written AS (
         UPDATE messages SET occurred_at = $2, position = nextval('message_positions') WHERE id = $1 RETURNING id, position)
       UPDATE outgoing_jobs SET state = 'QUEUED', position = written.position FROM written WHERE message_id = written.id`,
      [row.id, now],
    );
    await this.forgetReply(row.id);
    await this.tallies.recordAnswers([conversation], now);
    await this.activity.recordOutbound(
      await this.authorOf(row, conversation),
      [{ conversation, messageId: row.id }],
      { isTemplate: row.kind === 'TEMPLATE', isAnswer: true },
      now,
    );
    this.publish(row, conversation);
  }

  private async fail(row: DueRow, conversation: Conversation, refusal: Refusal): Promise<void> {
    await this.database.run('DELETE FROM outgoing_jobs WHERE message_id = $1', [row.id]);
    await this.database.run(
      `UPDATE messages SET status = 'FAILED', failure = $3, failed_at = $2, occurred_at = $2,
              position = nextval('message_positions') WHERE id = $1`,
      [row.id, this.clock.now(), JSON.stringify(refusal)],
    );
    await this.forgetReply(row.id);
    this.publish(row, conversation);
    const userId = await this.authorOf(row, conversation);
    if (userId === null) return;
    await this.notifications.notify({
      userId,
      accountId: conversation.accountId,
      conversationId: conversation.id,
      messageId: row.id,
      reason: 'SCHEDULED_MESSAGE_FAILED',
      title: because('NOTICE_SCHEDULED_FAILED'),
      body: refusal.message,
    });
  }

  /** Null where a program wrote it, or somebody who does not work for the account any more. */
  private async authorOf({ author_user_id: id }: DueRow, { accountId }: Conversation): Promise<string | null> {
    if (id === null) return null;
    return (await this.users.colleaguesAmong([id], accountId)).has(id) ? id : null;
  }

  /** A customer who wrote meanwhile did not answer what they had not got. */
  private async forgetReply(messageId: string): Promise<void> {
    await this.database.run('DELETE FROM template_replies WHERE message_id = $1', [messageId]);
  }

  private publish({ id: entityId }: DueRow, { id: conversationId, accountId }: Conversation): void {
    this.events.append({ accountId, kind: 'MESSAGE', entityId, conversationId, change: 'STATUS' });
  }
}
