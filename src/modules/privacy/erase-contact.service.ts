import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import type { ErasureSubject } from '../../common/erasure/erasure-part.js';
import { because } from '../../common/errors/because.js';
import { notFound } from '../../common/errors/domain-error.js';
import { ErasureService } from '../../common/erasure/erasure.service.js';
import { causedBy, HistoryService, type Cause } from '../accounts/history/history.service.js';
import { ContactErasure, type PersonIds } from '../conversations/contacts/contact-erasure.js';
import { ContactsService, type Contact } from '../conversations/contacts/contacts.service.js';
import { ConversationErasure } from '../conversations/conversation-erasure.js';
import { MessageErasure } from '../messages/message-erasure.js';
import { AuditService, type AuditActor } from '../users/audit/audit.service.js';
import { PermissionsVersion } from '../users/authentication/permissions-version.js';
import type { Viewer } from '../users/domain/viewer.js';
import type { ErasureReport } from './privacy.types.js';

/** Whoever runs the server. */
type CommandActor = AuditActor & { kind: 'COMMAND' };

/** Erases a person who asks for it: everything that was written with them, their files, and the records about them. */
@Injectable()
export class EraseContactService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly erasure: ErasureService,
    private readonly contacts: ContactsService,
    private readonly contactErasure: ContactErasure,
    private readonly conversationErasure: ConversationErasure,
    private readonly messageErasure: MessageErasure,
    private readonly history: HistoryService,
    private readonly audit: AuditService,
    private readonly permissionsVersion: PermissionsVersion,
  ) {}

  /** All or nothing; after a failure it may be asked for again. */
  async erase(viewer: Viewer, contactId: string): Promise<ErasureReport> {
    return this.eraseAs(viewer, () => this.contacts.require(viewer, contactId, 'contactId'));
  }

  /**
   * The same by whoever runs the server, of a contact in any account.
   * @throws DomainError (NOT_FOUND) when it is gone
   */
  async eraseByCommand(contactId: string): Promise<ErasureReport> {
    return this.eraseAs({ kind: 'COMMAND' }, async () => {
      const [contact] = await this.contacts.byIds([contactId]);
      if (contact == null) throw notFound('contact', 'contactId');
      return contact;
    });
  }

  private async eraseAs(actor: Viewer | CommandActor, find: () => Promise<Contact>): Promise<ErasureReport> {
    return this.database.transactionThatBeginsAgain(async () => {
      const { contact, person } = await this.lockPerson(find);
      const counts = await this.erasure.erase(await this.lockSubject(contact, person));
      const erasedAt = this.clock.now();
      await this.recordErasure(actor, contact, erasedAt);
      await this.permissionsVersion.advance(); // nothing that was rendered before is shown to anybody any more
      return {
        contactId: contact.id,
        conversations: countOf(counts, 'conversations'),
        messages: countOf(counts, 'messages'),
        files: countOf(counts, 'files'),
        records: countOf(counts, 'records'),
        webhookDeliveries: countOf(counts, 'webhook deliveries'),
        earlyStatuses: countOf(counts, 'early statuses'),
        idempotencyKeys: countOf(counts, 'idempotency keys'),
        erasedAt,
      };
    });
  }

  /** The contact as it is when nobody can be merged into it any more, nor it into another. */
  private async lockPerson(find: () => Promise<Contact>): Promise<{ contact: Contact; person: PersonIds }> {
    let contact = await find();
    for (;;) {
      const person = await this.contactErasure.lockPerson(contact.id);
      const known = contact.id;
      contact = await find();
      if (contact.id === known) return { contact, person };
    }
  }

  /** Nothing can be added to the conversations from now on until the running transaction ends. */
  private async lockSubject({ accountId }: Contact, { whatsappIds, ...ids }: PersonIds): Promise<ErasureSubject> {
    const conversationIds = await this.conversationErasure.lockConversationsOf(ids.contactIds);
    const messageIds = await this.messageErasure.lockMessagesOf(conversationIds, ids.contactIds);
    return { accountId, ...ids, conversationIds, messageIds, externalIds: whatsappIds };
  }

  private async recordErasure(actor: Viewer | CommandActor, { id, accountId }: Contact, erasedAt: Date): Promise<void> {
    await this.history.record({
      ...causeOf(actor, erasedAt),
      accountId,
      templateId: null,
      kind: 'ACCOUNT',
      from: null,
      to: because('CONTACT_ERASED', { id }),
      reason: null,
    });
    await this.audit.record(actor, { action: 'CONTACT_ERASED', subject: { type: 'CONTACT', id }, accountId });
  }
}

function causeOf(actor: Viewer | CommandActor, occurredAt: Date): Cause {
  return actor.kind === 'COMMAND' ? { source: 'SYSTEM', userId: null, occurredAt } : causedBy(actor, occurredAt);
}

/** A count that the report promises: that nobody registers it is our mistake. */
function countOf(counts: ReadonlyMap<string, number>, part: string): number {
  const count = counts.get(part);
  if (count === undefined) throw new Error(`No part of erasure is called ${part}.`);
  return count;
}
