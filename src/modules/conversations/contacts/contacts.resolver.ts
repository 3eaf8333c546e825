import { ReadFromReplica } from '../../../common/graphql/read-from-replica.js';
import { Args, Extensions, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { ForwardPageArgs, type Page } from '../../../common/graphql/pagination/connection.js';
import { PER_VIEWER } from '../../../common/graphql/per-viewer.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { Allow, requireAllowed } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { ConversationsService, type Conversation } from '../conversations.service.js';
import { contactName } from '../domain/contacts/contact-name.js';
import { ContactIdInput } from '../schema/contact.inputs.js';
import { ContactConnection, ContactPayload, ContactType } from '../schema/contact.types.js';
import { ConversationType } from '../schema/conversation.types.js';
import { ContactsService, type Contact } from './contacts.service.js';
import { ListContactsService } from './list-contacts.service.js';
import { MarketingPreferencesService } from './marketing-preferences.service.js';

@Resolver(() => ContactType)
export class ContactsResolver {
  constructor(
    private readonly contactsService: ContactsService,
    private readonly listing: ListContactsService,
    private readonly conversationsService: ConversationsService,
    private readonly marketing: MarketingPreferencesService,
  ) {}

  @Query(() => ContactConnection, {
    description:
      'Contacts of the viewer’s accounts, newest first; `search` looks in names and numbers, which may be written in any form; a word of one or two letters finds words that begin with it.',
  })
  @ReadFromReplica()
  @Allow('READ_CONVERSATIONS')
  async contacts(
    @CurrentViewer() viewer: Viewer,
    @Args() page: ForwardPageArgs,
    @Args('search', { type: () => String, nullable: true }) search?: string,
  ): Promise<Page<Contact>> {
    return this.listing.list(viewer, search, page);
  }

  @Query(() => ContactType, { nullable: true })
  @Allow('READ_CONVERSATIONS')
  async contact(@CurrentViewer() viewer: Viewer, @Args('id', { type: () => ID }) id: string): Promise<Contact | null> {
    return this.contactsService.find(viewer, id);
  }

  @ResolveField(() => String, { description: 'The best name that is known.' })
  displayName(@Parent() contact: Contact): string {
    return contactName(contact);
  }

  @ResolveField(() => String, { nullable: true, deprecationReason: 'Use whatsappUserId; userId goes in 1.0.' })
  userId(@Parent() contact: Contact): string | null {
    return contact.whatsappUserId;
  }

  @ResolveField(() => [ConversationType], { description: 'Those that the viewer may see, last active first.' })
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
    'The customer wants no marketing: marketing templates are refused from now on.',
  )
  @Allow('WRITE_CONVERSATIONS')
  async optOutContact(
    @CurrentViewer() viewer: Viewer,
    @Args('input') { contactId }: ContactIdInput,
  ): Promise<ContactPayload> {
    return { contact: await this.marketing.setByColleague(viewer, contactId, false), errors: [] };
  }

  @PayloadMutation(() => ContactPayload, 'The customer wants marketing (again). Only if they said so.')
  @Allow('WRITE_CONVERSATIONS')
  async optInContact(
    @CurrentViewer() viewer: Viewer,
    @Args('input') { contactId }: ContactIdInput,
  ): Promise<ContactPayload> {
    return { contact: await this.marketing.setByColleague(viewer, contactId, true), errors: [] };
  }
}
