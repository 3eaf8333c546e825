import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import { rowset } from '../../../common/database/rowset.js';
import { EventLog } from '../../../common/events/event-log.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import type { Recipient } from '../../../whatsapp/messages/messages-api.js';
import { NotifyUsersService } from '../../accounts/phone-numbers/notify-users.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import type { Conversation } from '../conversations.service.js';
import { InboxRowsService } from '../inbox/inbox-rows.service.js';
import { TimelineService } from '../timeline/timeline.service.js';
import { isDormant } from '../domain/inbox/who-is-notified.js';
import { serviceWindow } from '../domain/chat/service-window.js';
import { because } from '../../../common/errors/because.js';

interface RecipientRow {
  id: string;
  wa_id: string | null;
  whatsapp_user_id: string | null;
  group_id: string | null;
}

/** A message that has been written, with its conversation as it was before. */
export interface Outbound {
  conversation: Conversation;
  messageId: string;
}

export interface OutboundKind {
  isTemplate: boolean;
  isAnswer: boolean;
}

/** The conversation side of sending: whether free content is allowed, to whom it goes, what it changes. */
@Injectable()
export class OutboundActivityService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly notifyUsers: NotifyUsersService,
    private readonly inboxRows: InboxRowsService,
    private readonly timeline: TimelineService,
  ) {}

  isWindowOpen({ lastInboundAt }: Conversation): boolean {
    return serviceWindow(lastInboundAt, this.clock.now()).isOpen;
  }

  /** @throws DomainError (WINDOW_CLOSED) when only a template may be sent now */
  refuseIfWindowClosed(conversation: Conversation, ...path: string[]): void {
    const { isOpen, expiresAt } = serviceWindow(conversation.lastInboundAt, this.clock.now());
    if (isOpen) return;
    throw new DomainError({
      code: 'WINDOW_CLOSED',
      ...because('WINDOW_CLOSED_SINCE'),
      path,
      closedAt: expiresAt,
      accountId: conversation.accountId,
    });
  }

  /**
   * Records that somebody wrote: conversations move up, and whoever writes takes part from now on. A template into a
   * dormant conversation starts it between its sender and the customer alone.
   * `userId` is null where a program writes. What a broadcast sends is no answer: who waited for one still waits.
   */
  async recordOutbound(
    userId: string | null,
    outbound: readonly Outbound[],
    { isTemplate, isAnswer }: OutboundKind,
    at: Date,
  ): Promise<void> {
    if (outbound.length === 0) return;
    const latest = [...new Map(outbound.map((entry) => [entry.conversation.id, entry])).values()];
    const written = rowset(
      'written',
      { conversation_id: 'uuid', message_id: 'uuid' },
      latest.map(({ conversation, messageId }) => ({ conversation_id: conversation.id, message_id: messageId })),
      [at, userId !== null, isTemplate ? userId : null, isAnswer],
    );
    await this.database.run(
      `UPDATE conversations SET last_message_id = written.message_id, last_activity_at = greatest(last_activity_at, $1),
              status = 'OPEN', last_acted_at = CASE WHEN $2 THEN greatest(last_acted_at, $1) ELSE last_acted_at END,
              template_sender_id = $3, updated_at = now(), waiting_since = CASE WHEN $4 THEN NULL ELSE waiting_since END
         FROM ${written.sql} WHERE conversations.id = written.conversation_id`,
      written.parameters,
    );
    const conversations = latest.map(({ conversation }) => conversation);
    await this.timeline.record(
      userId === null ? null : { userId },
      conversations
        .filter(({ status }) => status === 'CLOSED')
        .map(({ id }) => ({ conversationId: id, kind: 'REOPENED' })),
    );
    const changed =
      userId === null ? new Set<string>() : await this.joinAsWriter(userId, conversations, isTemplate, at);
    await this.inboxRows.copy(conversations.map(({ id }) => id));
    for (const conversation of conversations) {
      if (!changed.has(conversation.id) && conversation.status === 'OPEN') continue; // the message's own event says the rest
      this.publish(conversation, 'CONVERSATION');
    }
  }

  /** Somebody did something that the customer sees, without writing: they take part, and the conversation does not move up. */
  async recordGesture(viewer: Viewer, conversation: Conversation, at: Date): Promise<void> {
    if (viewer.kind !== 'USER') return;
    await this.database.run(
      'UPDATE conversations SET last_acted_at = greatest(last_acted_at, $2), updated_at = now() WHERE id = $1',
      [conversation.id, at],
    );
    const changed = await this.joinAsWriter(viewer.id, [conversation], false, at);
    if (changed.size > 0) this.publish(conversation, 'CONVERSATION');
  }

  /** Returns the conversations whose participants have changed. */
  private async joinAsWriter(
    userId: string,
    conversations: readonly Conversation[],
    isTemplate: boolean,
    at: Date,
  ): Promise<Set<string>> {
    const leftIds = isTemplate ? await this.leaveDormantToSender(userId, conversations, at) : new Set<string>();
    const joined = await this.database.query<{ conversation_id: string; had_others: boolean }>(
      `WITH before AS (SELECT DISTINCT conversation_id FROM participants WHERE conversation_id = ANY($1))
       INSERT INTO participants (conversation_id, user_id, added_by_id, added_at) SELECT unnest($1::uuid[]), $2, $2, $3
       ON CONFLICT DO NOTHING
       RETURNING conversation_id, conversation_id IN (SELECT conversation_id FROM before) AS had_others`,
      [conversations.map(({ id }) => id), userId, at],
    );
    await this.timeline.record(
      { userId },
      joined.map((row) => ({ conversationId: row.conversation_id, kind: 'JOINED', userIds: [userId] })),
    );
    const ownedIds = new Set(joined.filter((row) => !row.had_others).map((row) => row.conversation_id));
    for (const conversation of conversations) {
      const wasSeenByAll = ownedIds.has(conversation.id) && conversation.lastMessageId !== null;
      if (wasSeenByAll || leftIds.has(conversation.id)) this.publish(conversation, 'WITHDRAWN');
    }
    const changedIds = new Set([...leftIds, ...joined.map((row) => row.conversation_id)]);
    if (changedIds.size > 0) await this.inboxRows.recordParticipants([...changedIds]);
    return changedIds;
  }

  /** Others leave dormant conversations. Returns the ids of those that somebody has left. */
  private async leaveDormantToSender(
    userId: string,
    conversations: readonly Conversation[],
    at: Date,
  ): Promise<Set<string>> {
    const settings = await this.notifyUsers.settingsOf(conversations.map((entry) => entry.businessPhoneNumberId));
    const dormantIds = conversations
      .filter((conversation, index) => isDormant(conversation, settings[index]?.returnAfterDays ?? Infinity, at))
      .map(({ id }) => id);
    if (dormantIds.length === 0) return new Set();
    const rows = await this.database.query<{ conversation_id: string; user_id: string }>(
      'DELETE FROM participants WHERE conversation_id = ANY($1) AND user_id <> $2 RETURNING conversation_id, user_id',
      [dormantIds, userId],
    );
    const leftIds = new Set(rows.map((row) => row.conversation_id));
    await this.timeline.record(
      null,
      [...leftIds].map((conversationId) => ({
        conversationId,
        kind: 'LEFT',
        userIds: rows.filter((row) => row.conversation_id === conversationId).map((row) => row.user_id),
      })),
    );
    await this.database.run(
      'UPDATE conversations SET assignee_id = NULL WHERE id = ANY($1) AND assignee_id IS NOT NULL AND assignee_id <> $2',
      [dormantIds, userId],
    );
    return leftIds;
  }

  /** Whom messages of these conversations go to, in order: by phone number where it is known, else by Meta's user id. */
  async recipients(conversationIds: readonly string[]): Promise<(Recipient | null)[]> {
    const rows = await this.database.query<RecipientRow>(
      `SELECT conversations.id, wa_id, whatsapp_user_id, group_id
         FROM conversations JOIN contacts ON contacts.id = conversations.contact_id
        WHERE conversations.id = ANY($1)`,
      [conversationIds],
    );
    return inOrderOf(conversationIds, rows, (row) => row.id).map((row) => (row === null ? null : recipientOf(row)));
  }

  private publish({ id, accountId }: Conversation, kind: 'CONVERSATION' | 'WITHDRAWN'): void {
    this.events.append({ accountId, kind, entityId: id, conversationId: id });
  }
}

function recipientOf({ wa_id: waId, whatsapp_user_id: userId, group_id: groupId }: RecipientRow): Recipient | null {
  if (groupId !== null) return { groupId };
  if (waId !== null) return { phoneNumber: waId };
  return userId === null ? null : { userId };
}
