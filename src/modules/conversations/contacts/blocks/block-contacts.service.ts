import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../common/clock/clock.js';
import { Database } from '../../../../common/database/database.js';
import { notAllowedNow } from '../../../../common/errors/domain-error.js';
import { EventLog } from '../../../../common/events/event-log.js';
import { inOrderOf } from '../../../../common/graphql/loaders.js';
import { BlocksApi, type BlockedUser } from '../../../../whatsapp/blocks-api.js';
import { asDomainError } from '../../../../whatsapp/errors/graph-error.js';
import type { Channel } from '../../../../whatsapp/messages/messages-api.js';
import { AccountCredentialsService } from '../../../accounts/connection/account-credentials.service.js';
import type { Viewer } from '../../../users/domain/viewer.js';
import { ConversationsService, type Conversation } from '../../conversations.service.js';
import { serviceWindow } from '../../domain/service-window.js';
import { TimelineService } from '../../timeline/timeline.service.js';
import { ContactsService, type Contact } from '../contacts.service.js';

/** Blocks customers at Meta: what they write to a number comes no more, and nothing can be sent to them from it. */
@Injectable()
export class BlockContactsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly contacts: ContactsService,
    private readonly conversations: ConversationsService,
    private readonly credentials: AccountCredentialsService,
    private readonly timeline: TimelineService,
    private readonly api: BlocksApi,
  ) {}

  /** For DataLoaders: since when a contact is blocked at any number; null: at none. */
  readonly blockedAt = async (contactIds: readonly string[]): Promise<(Date | null)[]> => {
    const rows = await this.database.query<{ contact_id: string; at: Date }>(
      'SELECT contact_id, min(blocked_at) AS at FROM contact_blocks WHERE contact_id = ANY($1) GROUP BY contact_id',
      [contactIds],
    );
    return inOrderOf(contactIds, rows, (row) => row.contact_id).map((row) => row?.at ?? null);
  };

  /**
   * Blocks a contact at each number that they wrote to within the last 24 hours: Meta blocks nobody else.
   * @throws DomainError: NOT_FOUND, NOT_ALLOWED_NOW, META_REFUSED, META_UNREACHABLE; what was done until then stays
   */
  async block(viewer: Viewer, contactId: string): Promise<Contact> {
    const contact = await this.contacts.require(viewer, contactId, 'contactId');
    const user = userOf(contact);
    const blockedAt = await this.numbersOf(contact.id);
    const [all = []] = await this.conversations.byContactIds([contact.id]);
    const now = this.clock.now();
    const reachable = all.filter(({ lastInboundAt }) => serviceWindow(lastInboundAt, now).isOpen);
    const missing = reachable.filter((conversation) => !blockedAt.has(conversation.businessPhoneNumberId));
    if (reachable.length === 0 && blockedAt.size === 0) {
      const message = 'WhatsApp lets a business block only customers who wrote within the last 24 hours.';
      throw notAllowedNow(message, [], ['contactId']);
    }
    for (const conversation of missing) {
      await this.ask((channel) => this.api.block(channel, user), conversation.businessPhoneNumberId);
      await this.record(viewer, contact.id, conversation);
    }
    return contact;
  }

  /**
   * Lets a contact write again, to each number at which they are blocked.
   * @throws DomainError: NOT_FOUND, META_REFUSED, META_UNREACHABLE; what was done until then stays
   */
  async unblock(viewer: Viewer, contactId: string): Promise<Contact> {
    const contact = await this.contacts.require(viewer, contactId, 'contactId');
    const user = userOf(contact);
    const [all = []] = await this.conversations.byContactIds([contact.id]);
    for (const numberId of await this.numbersOf(contact.id)) {
      await this.ask((channel) => this.api.unblock(channel, user), numberId);
      const conversation = all.find(({ businessPhoneNumberId }) => businessPhoneNumberId === numberId);
      await this.forget(viewer, contact.id, numberId, conversation ?? null);
    }
    return contact;
  }

  private async numbersOf(contactId: string): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT business_phone_number_id AS id FROM contact_blocks WHERE contact_id = $1',
      [contactId],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Outside of any transaction. */
  private async ask(call: (channel: Channel) => Promise<void>, numberId: string): Promise<void> {
    const [channel] = await this.credentials.channels([numberId]);
    if (channel == null) throw notAllowedNow('The account is archived.', [], ['contactId']);
    try {
      await call(channel);
    } catch (error) {
      throw asDomainError(error);
    }
  }

  private async record(viewer: Viewer, contactId: string, conversation: Conversation): Promise<void> {
    await this.database.transaction(async () => {
      const added = await this.database.run(
        `INSERT INTO contact_blocks (contact_id, business_phone_number_id, blocked_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
        [contactId, conversation.businessPhoneNumberId, this.clock.now()],
      );
      if (added > 0) await this.publish(viewer, conversation, 'BLOCKED');
    });
  }

  private async forget(
    viewer: Viewer,
    contactId: string,
    numberId: string,
    conversation: Conversation | null,
  ): Promise<void> {
    await this.database.transaction(async () => {
      const removed = await this.database.run(
        'DELETE FROM contact_blocks WHERE contact_id = $1 AND business_phone_number_id = $2',
        [contactId, numberId],
      );
      if (removed > 0 && conversation !== null) await this.publish(viewer, conversation, 'UNBLOCKED');
    });
  }

  private async publish(viewer: Viewer, { id, accountId }: Conversation, kind: 'BLOCKED' | 'UNBLOCKED'): Promise<void> {
    await this.timeline.record(viewer, [{ conversationId: id, kind }]);
    this.events.append({ accountId, kind: 'CONVERSATION', entityId: id, conversationId: id });
  }
}

function userOf({ groupId, waId, whatsappUserId }: Contact): BlockedUser {
  if (groupId !== null) throw notAllowedNow('Groups cannot be blocked.', [], ['contactId']);
  if (waId !== null) return { phoneNumber: waId };
  if (whatsappUserId !== null) return { userId: whatsappUserId };
  throw notAllowedNow('Nothing is known of this contact that WhatsApp could block.', [], ['contactId']);
}
