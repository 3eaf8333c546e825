import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import { EventLog } from '../../../common/events/event-log.js';
import { NotifyUsersService } from '../../accounts/phone-numbers/notify-users.service.js';
import type { NewNotification } from '../../users/notifications/notifications.service.js';
import { UsersService } from '../../users/users.service.js';
import { InboxRowsService } from '../inbox/inbox-rows.service.js';
import { TimelineService } from '../timeline/timeline.service.js';
import { contactName } from '../domain/contacts/contact-name.js';
import { whoIsNotified, type ConversationOwnership, type NotifyDecision } from '../domain/inbox/who-is-notified.js';

/** A message or reaction of a customer, as a notification shows it. */
export interface ReportedInbound {
  conversationId: string;
  messageId: string;
  /** What people read of it. */
  text: string;
}

/** What follows from customers' messages: which conversations have changed by it, and whom to notify. */
export interface NotifyOutcome {
  changedConversationIds: string[];
  notifications: NewNotification[];
}

interface ConversationRow {
  id: string;
  business_phone_number_id: string;
  last_acted_at: Date | null;
  template_sender_id: string | null;
  participant_ids: string[];
  phone_app_name: string | null;
  profile_name: string | null;
  username: string | null;
  phone_number: string | null;
  wa_id: string | null;
  whatsapp_user_id: string | null;
  group_id: string | null;
}

interface DecidedConversation {
  conversation: ConversationRow;
  ownership: ConversationOwnership;
  decision: NotifyDecision;
}

const MAX_BODY_CHARACTERS = 140;

/** Decides who is notified of customers' messages, and who takes part from now on. */
@Injectable()
export class NotifyOperatorsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly users: UsersService,
    private readonly notifyUsers: NotifyUsersService,
    private readonly inboxRows: InboxRowsService,
    private readonly timeline: TimelineService,
  ) {}

  /** In the caller's transaction. The caller writes the notifications, after the message itself. */
  async decide(
    accountId: string,
    reported: readonly ReportedInbound[],
    newConversationIds: ReadonlySet<string> = new Set(),
  ): Promise<NotifyOutcome> {
    if (reported.length === 0) return { changedConversationIds: [], notifications: [] };
    const decided = await this.decideAll(accountId, [...new Set(reported.map((inbound) => inbound.conversationId))]);
    const joinedIds = await this.addParticipants(decided);
    this.publishWithdrawn(
      accountId,
      decided.filter(({ conversation }) => !newConversationIds.has(conversation.id)),
    );
    const unassignedIds = await this.unassignLapsed(decided);
    await this.recordHappenings(decided);
    if (joinedIds.length > 0) await this.inboxRows.recordParticipants(joinedIds);
    if (unassignedIds.length > 0) await this.inboxRows.copy(unassignedIds);
    const byId = new Map(decided.map((entry) => [entry.conversation.id, entry]));
    return {
      changedConversationIds: [...new Set([...joinedIds, ...unassignedIds])],
      notifications: reported.flatMap((inbound) => {
        const found = byId.get(inbound.conversationId);
        return found === undefined ? [] : notificationsOf(accountId, inbound, found);
      }),
    };
  }

  private async decideAll(accountId: string, conversationIds: string[]): Promise<DecidedConversation[]> {
    const now = this.clock.now();
    const rows = await this.conversations(conversationIds);
    const numberIds = [...new Set(rows.map((row) => row.business_phone_number_id))];
    const settings = await this.notifyUsers.settingsOf(numberIds);
    const settingsByNumber = new Map(numberIds.map((id, index) => [id, settings[index]]));
    const userIds = [...rows.flatMap((row) => row.participant_ids), ...settings.flatMap((number) => number.userIds)];
    const colleagueIds = await this.users.colleaguesAmong([...new Set(userIds)], accountId);
    return rows.map((conversation) => {
      const number = settingsByNumber.get(conversation.business_phone_number_id);
      const ownership: ConversationOwnership = {
        lastActedAt: conversation.last_acted_at,
        returnAfterDays: number?.returnAfterDays ?? 0,
        templateSenderId: conversation.template_sender_id,
        participantIds: conversation.participant_ids.filter((id) => colleagueIds.has(id)),
        notifyUserIds: (number?.userIds ?? []).filter((id) => colleagueIds.has(id)),
      };
      return { conversation, ownership, decision: whoIsNotified(ownership, now) };
    });
  }

  private conversations(conversationIds: string[]): Promise<ConversationRow[]> {
    return this.database.query<ConversationRow>(
      `SELECT conversations.id, business_phone_number_id, last_acted_at, template_sender_id,
              ARRAY(SELECT user_id FROM participants WHERE conversation_id = conversations.id ORDER BY user_id) AS participant_ids,
              phone_app_name, profile_name, username, phone_number, wa_id, whatsapp_user_id, group_id
         FROM conversations JOIN contacts ON contacts.id = conversations.contact_id
        WHERE conversations.id = ANY($1)`,
      [conversationIds],
    );
  }

  /** Returns the ids of the conversations that have new participants. */
  private async addParticipants(decided: DecidedConversation[]): Promise<string[]> {
    const joining = decided.flatMap(({ conversation, decision }) =>
      decision.newParticipantIds.map((userId) => ({ conversation_id: conversation.id, user_id: userId })),
    );
    if (joining.length === 0) return [];
    const entry = rowset('entry', { conversation_id: 'uuid', user_id: 'uuid' }, joining, [this.clock.now()]);
    await this.database.run(
      `INSERT INTO participants (conversation_id, user_id, added_at)
       SELECT entry.conversation_id, entry.user_id, $1 FROM ${entry.sql} ON CONFLICT DO NOTHING`,
      entry.parameters,
    );
    return joining.map((row) => row.conversation_id);
  }

  /** That it has returned is said once, until somebody acts in it again. */
  private async recordHappenings(decided: DecidedConversation[]): Promise<void> {
    const lapsedIds = decided.filter(({ decision }) => decision.hasLapsed).map(({ conversation }) => conversation.id);
    const returnedIds = new Set(await this.timeline.notYetReturned(lapsedIds));
    await this.timeline.record(
      null,
      decided.flatMap(({ conversation: { id: conversationId }, decision: { newParticipantIds: userIds } }) => [
        ...(returnedIds.has(conversationId) ? [{ conversationId, kind: 'RETURNED' as const }] : []),
        ...(userIds.length > 0 ? [{ conversationId, kind: 'JOINED' as const, userIds }] : []),
      ]),
    );
  }

  /** A conversation without participants has been visible to everybody until now. */
  private publishWithdrawn(accountId: string, decided: DecidedConversation[]): void {
    for (const { conversation, ownership, decision } of decided) {
      if (ownership.participantIds.length > 0 || decision.newParticipantIds.length === 0) continue;
      const { id } = conversation;
      this.events.append({ accountId, kind: 'WITHDRAWN', entityId: id, conversationId: id });
    }
  }

  /** The assignment ends with the ownership. Returns the ids of the conversations that were assigned. */
  private async unassignLapsed(decided: DecidedConversation[]): Promise<string[]> {
    const lapsedIds = decided.filter(({ decision }) => decision.hasLapsed).map(({ conversation }) => conversation.id);
    if (lapsedIds.length === 0) return [];
    const rows = await this.database.query<{ id: string }>(
      `UPDATE conversations SET assignee_id = NULL, updated_at = now() WHERE id = ANY($1) AND assignee_id IS NOT NULL RETURNING id`,
      [lapsedIds],
    );
    return rows.map(({ id }) => id);
  }
}

function notificationsOf(
  accountId: string,
  { conversationId, messageId, text }: ReportedInbound,
  { conversation, decision }: DecidedConversation,
): NewNotification[] {
  const title = contactName({
    phoneAppName: conversation.phone_app_name,
    profileName: conversation.profile_name,
    username: conversation.username,
    phoneNumber: conversation.phone_number,
    waId: conversation.wa_id,
    whatsappUserId: conversation.whatsapp_user_id,
    groupId: conversation.group_id,
  });
  const body = text.length > MAX_BODY_CHARACTERS ? `${text.slice(0, MAX_BODY_CHARACTERS - 1).toWellFormed()}…` : text;
  return decision.recipients.map(({ userId, reason }) => ({
    userId,
    accountId,
    conversationId,
    messageId,
    reason,
    title,
    body,
  }));
}
