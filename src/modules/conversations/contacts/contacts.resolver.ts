import { Args, Context, Extensions, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ForwardPageArgs } from '../../../common/graphql/pagination/connection.js';
import { PER_VIEWER } from '../../../common/graphql/per-viewer.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { Allow, requireAllowed } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { RequestContext } from '../../users/authentication/request-context.js';
import type { ContactEntity } from './contact.entity.js';
import { ContactsService } from './contacts.service.js';
import { ContactConnection, ContactType, ConversationType } from '../schema/conversation.types.js';
import { ConversationsService } from '../conversations.service.js';
import { contactName } from '../domain/contact-name.js';

@Resolver(() => ContactType)
export class ContactsResolver {
  constructor(
    private readonly contactsService: ContactsService,
    private readonly conversationsService: ConversationsService,
  ) {}

  @Query(() => ContactConnection, {
    description: 'Contacts of the viewer’s accounts, newest first; `search` looks in names and numbers.',
  })
  @Allow('READ_CONVERSATIONS')
  async contacts(
    @CurrentViewer() viewer: Viewer,
    @Args() page: ForwardPageArgs,
    @Args('search', { type: () => String, nullable: true }) search?: string,
  ): Promise<unknown> {
    return this.contactsService.list(viewer, search, page);
  }

  @Query(() => ContactType, { nullable: true })
  @Allow('READ_CONVERSATIONS')
  async contact(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<ContactEntity | null> {
    return this.contactsService.find(viewer, id);
  }

  @ResolveField(() => String, { description: 'The best name that is known.' })
  displayName(@Parent() contact: ContactEntity): string {
    return contactName(contact);
  }

  @ResolveField(() => String, { nullable: true, description: "Meta's business-scoped user id." })
  userId(@Parent() contact: ContactEntity): string | null {
    return contact.whatsappUserId;
  }

  @ResolveField(() => [ConversationType], { description: 'Those that the viewer may see, last active first.' })
  @Extensions(PER_VIEWER)
  async conversations(
    @CurrentViewer() viewer: Viewer,
    @Parent() contact: ContactEntity,
    @Context() context: unknown,
  ): Promise<unknown[]> {
    requireAllowed(viewer, 'READ_CONVERSATIONS');
    const { loaders } = context as RequestContext;
    const conversations = await loaders.load(this.conversationsService.byContactIds, contact.id);
    const visible = await Promise.all(
      conversations.map((conversation) => this.conversationsService.maySee(viewer, conversation)),
    );
    return conversations.filter((_conversation, index) => visible[index] === true);
  }
}
