import { ReadFromReplica } from '../../../common/graphql/read-from-replica.js';
import { Args, Extensions, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import { formerNameOf } from '../../../common/graphql/former-name.js';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { ForwardPageArgs, type Page } from '../../../common/graphql/pagination/connection.js';
import { PER_VIEWER } from '../../../common/graphql/per-viewer.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { Allow, requireAllowed } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { ConversationsService, type Conversation } from '../conversations.service.js';
import { contactName } from '../domain/contacts/contact-name.js';
import { ContactFilter, ContactIdInput, UpdateContactInput } from '../schema/contact.inputs.js';
import { ContactConnection, ContactPayload, ContactType } from '../schema/contact.types.js';
import { ConversationType } from '../schema/conversation.types.js';
import { ContactsService, type Contact } from './contacts.service.js';
import { ExternalIdsService } from './identities/external-ids.service.js';
import { ListContactsService } from './list-contacts.service.js';
import { MarketingPreferencesService } from './marketing-preferences.service.js';
import { movedIntoFilter, readFiltered } from '../../../common/graphql/pagination/list-filter.js';

@Resolver(() => ContactType)
export class ContactsResolver {
  constructor(
    private readonly contactsService: ContactsService,
    private readonly listing: ListContactsService,
    private readonly conversationsService: ConversationsService,
    private readonly marketing: MarketingPreferencesService,
    private readonly externalIds: ExternalIdsService,
  ) {}

  @Query(() => ContactConnection, {
    description: 'Contacts of the viewer’s accounts, newest first. A search answers in time: see isComplete.',
  })
  @ReadFromReplica()
  @Allow('READ_CONVERSATIONS')
  async contacts(
    @CurrentViewer() viewer: Viewer,
    @Args() page: ForwardPageArgs,
    @Args('filter', { nullable: true, description: 'Conditions that all hold together; absent: every contact.' })
    filter?: ContactFilter,
    @Args('search', {
      ...movedIntoFilter('search'),
      description: 'Words as in ContactFilter.search.',
      type: () => String,
      nullable: true,
    })
    search?: string,
  ): Promise<Page<Contact>> {
    return readFiltered(filter, { search }, (conditions) => this.listing.list(viewer, conditions, page));
  }

  @Query(() => ContactType, {
    description: 'Contact by its id; null where there is none, or the viewer may not see it.',
    nullable: true,
  })
  @Allow('READ_CONVERSATIONS')
  async contact(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { description: 'UUID of the contact.', type: () => ID }) id: string,
  ): Promise<Contact | null> {
    return this.contactsService.find(viewer, id);
  }

  @ResolveField(() => String, {
    description:
      "Best name that is known: that of the phone's address book, profile name, user name, phone number or Meta's id.",
  })
  displayName(@Parent() contact: Contact): string {
    return contactName(contact);
  }

  @ResolveField(() => String, { nullable: true, ...formerNameOf('whatsappUserId') })
  userId(@Parent() contact: Contact): string | null {
    return contact.whatsappUserId;
  }

  @ResolveField(() => [ConversationType], {
    description:
      'Conversations with the contact that the viewer may see, last active first: one for each phone number of the account.',
  })
  @Extensions(PER_VIEWER)
  async conversations(
    @CurrentViewer() viewer: Viewer,
    @Parent() contact: Contact,
    @RequestLoaders() loaders: Loaders,
  ): Promise<Conversation[]> {
    requireAllowed(viewer, 'READ_CONVERSATIONS');
    const conversations = await loaders.load(this.conversationsService.byContactIds, contact.id);
    const visible = await Promise.all(
      conversations.map((conversation) => this.conversationsService.maySee(viewer, conversation)),
    );
    return conversations.filter((_conversation, index) => visible[index] === true);
  }

  @PayloadMutation(
    () => ContactPayload,
    'Changes what is kept of a contact beside what WhatsApp reports: its externalId.',
  )
  @Allow('WRITE_CONVERSATIONS')
  async updateContact(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Contact, and what changes.' }) { contactId, externalId }: UpdateContactInput,
  ): Promise<ContactPayload> {
    const contact =
      externalId === undefined
        ? await this.contactsService.require(viewer, contactId, 'contactId')
        : await this.externalIds.set(viewer, contactId, externalId);
    return { contact, errors: [] };
  }

  @PayloadMutation(
    () => ContactPayload,
    'Records that a customer wants no marketing: marketing templates are refused from now on (OPTED_OUT).',
  )
  @Allow('WRITE_CONVERSATIONS')
  async optOutContact(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Contact who wants no marketing.' }) { contactId }: ContactIdInput,
  ): Promise<ContactPayload> {
    return { contact: await this.marketing.setByColleague(viewer, contactId, false), errors: [] };
  }

  @PayloadMutation(() => ContactPayload, 'Records that a customer wants marketing (again). Only if they said so.')
  @Allow('WRITE_CONVERSATIONS')
  async optInContact(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Contact who wants marketing.' }) { contactId }: ContactIdInput,
  ): Promise<ContactPayload> {
    return { contact: await this.marketing.setByColleague(viewer, contactId, true), errors: [] };
  }
}
