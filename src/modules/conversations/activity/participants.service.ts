import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import { EventLog } from '../../../common/events/event-log.js';
import { NotificationsService } from '../../users/notifications/notifications.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { UsersService } from '../../users/users.service.js';
import { ContactsService } from '../contacts/contacts.service.js';
import { ConversationEntity } from '../conversation.entity.js';
import { ConversationsService, type Conversation } from '../conversations.service.js';
import { InboxRowsService } from '../inbox/inbox-rows.service.js';
import { TimelineService } from '../timeline/timeline.service.js';
import { contactName } from '../domain/contacts/contact-name.js';
import { because, type Because } from '../../../common/errors/because.js';

/** Participants and assignee of a conversation, as colleagues choose them. Everything here is harmless twice. */
@Injectable()
export class ParticipantsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly conversations: ConversationsService,
    private readonly contacts: ContactsService,
    private readonly users: UsersService,
    private readonly notifications: NotificationsService,
    private readonly inboxRows: InboxRowsService,
    private readonly timeline: TimelineService,
  ) {}

  async add(viewer: Viewer, conversationId: string, userIds: readonly string[]): Promise<Conversation> {
    return this.database.transaction(async () => {
      const conversation = await this.conversations.requireForUpdate(viewer, conversationId, 'conversationId');
      refuseNobody(userIds);
      await this.users.requireColleagues(userIds, conversation.accountId, 'userIds');
      const added = await this.join(viewer, conversation, userIds);
      if (added.length === 0) return conversation;
      await this.timeline.record(viewer, [{ conversationId: conversation.id, kind: 'JOINED', userIds: added }]);
      await this.recordAction(conversation.id);
      await this.inboxRows.recordParticipants([conversation.id]);
      this.publish(conversation, 'CONVERSATION');
      await this.notify(viewer, conversation, added, 'ADDED_TO_CONVERSATION');
      return this.reload(conversation);
    });
  }

  /** Whoever is removed may not see the conversation any more, unless nobody is left: then everybody may. */
  async remove(viewer: Viewer, conversationId: string, userIds: readonly string[]): Promise<Conversation> {
    return this.database.transaction(async () => {
      const conversation = await this.conversations.requireForUpdate(viewer, conversationId, 'conversationId');
      refuseNobody(userIds);
      const removed = await this.database.query<{ user_id: string }>(
        'DELETE FROM participants WHERE conversation_id = $1 AND user_id::text = ANY($2) RETURNING user_id',
        [conversation.id, userIds.map((id) => id.toLowerCase())],
      );
      if (removed.length === 0) return conversation;
      await this.database.run('UPDATE conversations SET assignee_id = NULL WHERE id = $1 AND assignee_id = ANY($2)', [
        conversation.id,
        removed.map((row) => row.user_id),
      ]);
      const leavers = removed.map((row) => row.user_id);
      await this.timeline.record(viewer, [{ conversationId: conversation.id, kind: 'LEFT', userIds: leavers }]);
      await this.inboxRows.recordParticipants([conversation.id]);
      this.publish(conversation, 'CONVERSATION');
      this.publish(conversation, 'WITHDRAWN');
      return this.reload(conversation);
    });
  }

  /** Null: nobody answers for it any more. The assignee takes part. */
  async assign(viewer: Viewer, conversationId: string, userId: string | null): Promise<Conversation> {
    return this.database.transaction(async () => {
      const conversation = await this.conversations.requireForUpdate(viewer, conversationId, 'conversationId');
      if (userId !== null) await this.requireColleague(conversation, userId);
      const assigneeId = userId?.toLowerCase() ?? null;
      if (conversation.assigneeId === assigneeId) return conversation;
      if (assigneeId !== null) await this.join(viewer, conversation, [assigneeId]);
      await this.database.run('UPDATE conversations SET assignee_id = $2, updated_at = now() WHERE id = $1', [
        conversation.id,
        assigneeId,
      ]);
      await this.timeline.record(viewer, [
        assigneeId === null
          ? { conversationId: conversation.id, kind: 'UNASSIGNED' }
          : { conversationId: conversation.id, kind: 'ASSIGNED', userIds: [assigneeId] },
      ]);
      if (assigneeId !== null) await this.recordAction(conversation.id);
      await this.inboxRows.recordParticipants([conversation.id]);
      this.publish(conversation, 'CONVERSATION');
      if (assigneeId !== null) await this.notify(viewer, conversation, [assigneeId], 'ASSIGNED');
      return this.reload(conversation);
    });
  }

  /** Returns the ids of those who did not take part before. */
  private async join(viewer: Viewer, conversation: Conversation, userIds: readonly string[]): Promise<string[]> {
    const [before] = await this.conversations.participantsOf([conversation.id]);
    const rows = await this.database.query<{ user_id: string }>(
      `INSERT INTO participants (conversation_id, user_id, added_by_id, added_at) SELECT $1, unnest($2::uuid[]), $3, $4
       ON CONFLICT DO NOTHING RETURNING user_id`,
      [conversation.id, [...new Set(userIds)], viewer.kind === 'USER' ? viewer.id : null, this.clock.now()],
    );
    if (rows.length > 0 && (before ?? []).length === 0) this.publish(conversation, 'WITHDRAWN');
    return rows.map((row) => row.user_id);
  }

  private async requireColleague(conversation: Conversation, userId: string): Promise<void> {
    try {
      await this.users.requireColleagues([userId], conversation.accountId);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw new DomainError(...error.problems.map((problem) => ({ ...problem, path: ['userId'] })));
    }
  }

  /** To be added or assigned is to act: the conversation is owned for the full time. */
  private async recordAction(conversationId: string): Promise<void> {
    await this.database.run('UPDATE conversations SET last_acted_at = $2, updated_at = now() WHERE id = $1', [
      conversationId,
      this.clock.now(),
    ]);
  }

  /** Nobody is notified of what they did themselves. */
  private async notify(
    viewer: Viewer,
    conversation: Conversation,
    userIds: readonly string[],
    reason: 'ASSIGNED' | 'ADDED_TO_CONVERSATION',
  ): Promise<void> {
    const { id: conversationId, accountId, contactId } = conversation;
    const [contact] = await this.contacts.byIds([contactId]);
    const [by] = viewer.kind === 'USER' ? await this.users.byIds([viewer.id]) : [];
    const body = noticeOf(reason, by?.name ?? null);
    const title = contact == null ? '' : contactName(contact);
    const others = userIds.filter((userId) => userId !== viewer.id);
    await this.notifications.notify(
      ...others.map((userId) => ({ userId, accountId, conversationId, reason, title, body })),
    );
  }

  private publish({ id, accountId }: Conversation, kind: 'CONVERSATION' | 'WITHDRAWN'): void {
    this.events.append({ accountId, kind, entityId: id, conversationId: id });
  }

  private reload({ id }: Conversation): Promise<Conversation> {
    return this.database.repository(ConversationEntity).findOneByOrFail({ id });
  }
}

/** Null: a program did it. */
function noticeOf(reason: 'ASSIGNED' | 'ADDED_TO_CONVERSATION', name: string | null): Because {
  if (reason === 'ASSIGNED')
    return name === null ? because('NOTICE_ASSIGNED_BY_PROGRAM') : because('NOTICE_ASSIGNED', { name });
  return name === null ? because('NOTICE_ADDED_BY_PROGRAM') : because('NOTICE_ADDED', { name });
}

function refuseNobody(userIds: readonly string[]): void {
  if (userIds.length > 0) return;
  throw new DomainError({ code: 'REQUIRED', ...because('NOBODY_NAMED'), path: ['userIds'] });
}
