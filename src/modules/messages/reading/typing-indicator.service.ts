import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { notAllowedNow, notFound } from '../../../common/errors/domain-error.js';
import { asDomainError } from '../../../whatsapp/errors/graph-error.js';
import { MessagesApi } from '../../../whatsapp/messages/messages-api.js';
import { AccountCredentialsService } from '../../accounts/connection/account-credentials.service.js';
import { ConversationsService, type Conversation } from '../../conversations/conversations.service.js';
import { OutboundActivityService } from '../../conversations/activity/outbound-activity.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { because } from '../../../common/errors/because.js';

/** WhatsApp shows it for 25 seconds: front ends may ask at every key, Meta is asked now and then. */
const MIN_INTERVAL_MS = 10_000;
const MAX_REMEMBERED = 10_000;

/** Shows the customer that somebody is writing. */
@Injectable()
export class TypingIndicatorService {
  private readonly shownAt = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly conversations: ConversationsService,
    private readonly activity: OutboundActivityService,
    private readonly credentials: AccountCredentialsService,
    private readonly api: MessagesApi,
  ) {}

  async show(viewer: Viewer, conversationId: string): Promise<Conversation> {
    const conversation = await this.conversations.find(viewer, conversationId);
    if (conversation === null) throw notFound('conversation', 'conversationId');
    this.activity.refuseIfWindowClosed(conversation, 'conversationId');
    const now = this.clock.now().getTime();
    if (Math.abs(now - (this.shownAt.get(conversation.id) ?? 0)) < MIN_INTERVAL_MS) return conversation;
    const whatsappId = await this.latestOfCustomer(conversation.id);
    const [channel] = await this.credentials.channels([conversation.businessPhoneNumberId]);
    if (channel == null) throw notAllowedNow(because('ACCOUNT_ARCHIVED'), [], ['conversationId']);
    this.remember(conversation.id, now);
    try {
      await this.api.showTyping(channel, whatsappId);
    } catch (error) {
      this.shownAt.delete(conversation.id);
      throw asDomainError(error);
    }
    return conversation;
  }

  /** Meta wants to know which message is being answered. */
  private async latestOfCustomer(conversationId: string): Promise<string> {
    const [row] = await this.database.query<{ whatsapp_id: string }>(
      `SELECT whatsapp_id FROM messages
        WHERE conversation_id = $1 AND direction = 'INBOUND' AND target_whatsapp_id IS NULL AND whatsapp_id IS NOT NULL
        ORDER BY position DESC, id DESC LIMIT 1`,
      [conversationId],
    );
    if (row === undefined) throw notAllowedNow(because('NO_MESSAGE_TO_ANSWER'), [], ['conversationId']);
    return row.whatsapp_id;
  }

  private remember(conversationId: string, now: number): void {
    if (this.shownAt.size >= MAX_REMEMBERED) this.shownAt.clear();
    this.shownAt.set(conversationId, now);
  }
}
