import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { EventLog } from '../../../common/events/event-log.js';
import type { NewNotification } from '../../users/notifications/notifications.service.js';
import { contactName } from '../domain/contacts/contact-name.js';
import { whoIsNotified, type NotifyDecision } from '../domain/who-is-notified.js';

/** Something that a customer wrote, as it is told. */
export interface ReportedInbound {
  conversationId: string;
  messageId: string;
  /** What people read of it. */
  text: string;
}

interface PeopleRow {
  id: string;
  last_acted_at: Date | null;
  return_after_days: number;
  template_sender_id: string | null;
  participant_ids: string[];
  notify_user_ids: string[];
  profile_name: string | null;
  username: string | null;
  phone_number: string | null;
  wa_id: string | null;
  group_id: string | null;
}

const MAX_BODY_CHARACTERS = 140;

/** What has been decided: which conversations have changed by it, and what people are to be told. */
export interface NotifyOutcome {
  changedConversationIds: string[];
  notifications: NewNotification[];
}

/** Decides, for what customers write, who is told and who takes part from now on. */
@Injectable()
export class NotifyOperatorsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  /** In the caller's transaction. People are told by the caller, after the message itself. */
  async decide(
    accountId: string,
    told: readonly ReportedInbound[],
    newConversationIds: ReadonlySet<string> = new Set(),
  ): Promise<NotifyOutcome> {
    if (told.length === 0) return { changedConversationIds: [], notifications: [] };
    const now = this.clock.now();
    const rows = await this.peopleOf(accountId, [...new Set(told.map(({ conversationId }) => conversationId))]);
    const involvements = new Map(rows.map((row) => [row.id, { row, involvement: whoIsNotified(peopleIn(row), now) }]));
    const decided = [...involvements.values()];
    const joined = await this.addParticipants(decided);
    this.publishWithdrawn(
      accountId,
      decided.filter(({ row }) => !newConversationIds.has(row.id)),
    );
    const released = await this.unassignLapsed(decided);
    return {
      changedConversationIds: [...new Set([...joined, ...released])],
      notifications: told.flatMap((entry) => {
        const found = involvements.get(entry.conversationId);
        return found === undefined ? [] : notificationsOf(accountId, entry, found.row, found.involvement);
      }),
    };
  }

  /** Of the participants and notify-users, those who are active and may see the account. */
  private peopleOf(accountId: string, conversationIds: string[]): Promise<PeopleRow[]> {
    return this.database.query<PeopleRow>(
      `WITH colleagues AS (
         SELECT users.id FROM users WHERE is_active AND
           (role = 'ADMIN' OR EXISTS (SELECT FROM user_accounts WHERE user_id = users.id AND account_id = $1)))
       SELECT conversations.id, last_acted_at, return_after_days, template_sender_id,
              ARRAY(SELECT user_id FROM participants JOIN colleagues ON colleagues.id = user_id
                     WHERE conversation_id = conversations.id ORDER BY user_id) AS participant_ids,
              ARRAY(SELECT user_id FROM notify_users JOIN colleagues ON colleagues.id = user_id
                     WHERE notify_users.business_phone_number_id = conversations.business_phone_number_id ORDER BY user_id) AS notify_user_ids,
              profile_name, username, contacts.phone_number, wa_id, group_id
         FROM conversations
         JOIN contacts ON contacts.id = conversations.contact_id
         JOIN business_phone_numbers number ON number.id = conversations.business_phone_number_id
        WHERE conversations.id = ANY($2)`,
      [accountId, conversationIds],
    );
  }

  private async addParticipants(decided: DecidedConversation[]): Promise<string[]> {
    const joining = decided.flatMap(({ row, involvement }) =>
      involvement.newParticipantIds.map((userId) => ({ conversationId: row.id, userId })),
    );
    if (joining.length === 0) return [];
    await this.database.run(
      `INSERT INTO participants (conversation_id, user_id, added_at) SELECT entry.conversation_id, entry.user_id, $3
         FROM unnest($1::uuid[], $2::uuid[]) AS entry (conversation_id, user_id) ON CONFLICT DO NOTHING`,
      [joining.map(({ conversationId }) => conversationId), joining.map(({ userId }) => userId), this.clock.now()],
    );
    return joining.map(({ conversationId }) => conversationId);
  }

  /** What was nobody's has been seen by everybody until now. */
  private publishWithdrawn(accountId: string, decided: DecidedConversation[]): void {
    for (const { row, involvement } of decided) {
      if (row.participant_ids.length > 0 || involvement.newParticipantIds.length === 0) continue;
      this.events.append({ accountId, kind: 'WITHDRAWN', entityId: row.id, conversationId: row.id });
    }
  }

  /** Nobody answers any more for a conversation that has returned to everybody. */
  private async unassignLapsed(decided: DecidedConversation[]): Promise<string[]> {
    const returned = decided.filter(({ involvement }) => involvement.hasLapsed).map(({ row }) => row.id);
    if (returned.length === 0) return [];
    const rows = await this.database.query<{ id: string }>(
      `UPDATE conversations SET assignee_id = NULL, updated_at = now() WHERE id = ANY($1) AND assignee_id IS NOT NULL RETURNING id`,
      [returned],
    );
    return rows.map(({ id }) => id);
  }
}

interface DecidedConversation {
  row: PeopleRow;
  involvement: NotifyDecision;
}

function peopleIn(row: PeopleRow): Parameters<typeof whoIsNotified>[0] {
  return {
    lastActedAt: row.last_acted_at,
    returnAfterDays: row.return_after_days,
    templateSenderId: row.template_sender_id,
    participantIds: row.participant_ids,
    notifyUserIds: row.notify_user_ids,
  };
}

function notificationsOf(
  accountId: string,
  { conversationId, messageId, text }: ReportedInbound,
  row: PeopleRow,
  { recipients: notified }: NotifyDecision,
): NewNotification[] {
  const title = contactName({
    profileName: row.profile_name,
    username: row.username,
    phoneNumber: row.phone_number,
    waId: row.wa_id,
    groupId: row.group_id,
  });
  const body = text.length > MAX_BODY_CHARACTERS ? `${text.slice(0, MAX_BODY_CHARACTERS - 1).toWellFormed()}…` : text;
  return notified.map(({ userId, reason }) => ({ userId, accountId, conversationId, messageId, reason, title, body }));
}
