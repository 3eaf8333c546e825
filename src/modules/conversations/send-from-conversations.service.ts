import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { DomainError } from '../../common/errors/domain-error.js';
import { EventLog } from '../../common/events/event-log.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import type { Recipient } from '../../whatsapp/messages-api.js';
import type { Viewer } from '../users/domain/viewer.js';
import type { ConversationEntity } from './conversation.entity.js';
import { serviceWindow } from './domain/service-window.js';

interface RecipientRow {
  id: string;
  wa_id: string | null;
  whatsapp_user_id: string | null;
  group_id: string | null;
}

/** The conversation side of sending: whether free content is allowed, to whom it goes, what it changes. */
@Injectable()
export class SendFromConversationsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  /** @throws DomainError (WINDOW_CLOSED) when only a template may be sent now */
  refuseIfWindowClosed(conversation: ConversationEntity, ...path: string[]): void {
    const { isOpen, expiresAt } = serviceWindow(conversation.lastInboundAt, this.clock.now());
    if (isOpen) return;
    throw new DomainError({
      code: 'WINDOW_CLOSED',
      message: 'The customer last wrote more than 24 hours ago. WhatsApp allows only a template now.',
      path,
      closedAt: expiresAt,
      accountId: conversation.accountId,
    });
  }

  /** Records that somebody wrote: the conversation moves up, and whoever writes takes part from now on. */
  async recordOutbound(
    conversation: ConversationEntity,
    viewer: Viewer,
    messageId: string,
    occurredAt: Date,
  ): Promise<void> {
    await this.database.run(
      `UPDATE conversations SET last_message_id = $2, last_activity_at = greatest(last_activity_at, $3), status = 'OPEN', updated_at = now()
        WHERE id = $1`,
      [conversation.id, messageId, occurredAt],
    );
    const joined = await this.join(conversation.id, viewer);
    if (!joined && conversation.status === 'OPEN') return; // the message's own event tells the rest
    this.events.append({
      accountId: conversation.accountId,
      kind: 'CONVERSATION',
      entityId: conversation.id,
      conversationId: conversation.id,
    });
  }

  private async join(conversationId: string, viewer: Viewer): Promise<boolean> {
    if (viewer.kind !== 'USER') return false;
    const added = await this.database.run(
      'INSERT INTO participants (conversation_id, user_id, added_by_id) VALUES ($1, $2, $2) ON CONFLICT DO NOTHING',
      [conversationId, viewer.id],
    );
    return added > 0;
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
}

function recipientOf({ wa_id: waId, whatsapp_user_id: userId, group_id: groupId }: RecipientRow): Recipient | null {
  if (groupId !== null) return { groupId };
  if (waId !== null) return { phoneNumber: waId };
  return userId === null ? null : { userId };
}
