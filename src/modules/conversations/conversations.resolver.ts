import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DateTimeScalar } from '../../common/graphql/date-time.scalar.js';
import { Clock } from '../../common/clock/clock.js';
import type { Loaders } from '../../common/graphql/loaders.js';
import { ForwardPageArgs, type Page } from '../../common/graphql/pagination/connection.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { AccountType, BusinessPhoneNumberType } from '../accounts/schema/account.types.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { PhoneNumbersService } from '../accounts/phone-numbers/phone-numbers.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { Allow } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import { UserType } from '../users/user.types.js';
import { UsersService } from '../users/users.service.js';
import { ContactsService, type Contact } from './contacts/contacts.service.js';
import { ConversationFilter, ConversationOrder } from './schema/conversation.inputs.js';
import { ContactType } from './schema/contact.types.js';
import {
  ConversationActionEnum,
  ConversationConnection,
  ConversationType,
  ParticipantType,
  ServiceWindow,
} from './schema/conversation.types.js';
import { ConversationsService, type Conversation, type ParticipantRow } from './conversations.service.js';
import { ConversationListService } from './inbox/conversation-list.service.js';
import { allowedActions } from './domain/chat/allowed-actions.js';
import { isOwned, ownedUntil } from './domain/inbox/who-is-notified.js';
import { serviceWindow } from './domain/chat/service-window.js';

@Resolver(() => ConversationType)
export class ConversationsResolver {
  constructor(
    private readonly clock: Clock,
    private readonly conversationsService: ConversationsService,
    private readonly conversationList: ConversationListService,
    private readonly contacts: ContactsService,
    private readonly accounts: AccountsService,
    private readonly phoneNumbers: PhoneNumbersService,
    private readonly users: UsersService,
  ) {}

  @Query(() => ConversationConnection, {
    description: 'Conversations that the viewer may see, the inbox: last active first unless ordered.',
  })
  @Allow('READ_CONVERSATIONS')
  async conversations(
    @CurrentViewer() viewer: Viewer,
    @Args() page: ForwardPageArgs,
    @Args('filter', { description: 'Conditions that all hold together; absent: every conversation.', nullable: true })
    filter?: ConversationFilter,
    @Args('orderBy', { description: 'Order of the list; absent: last active first.', nullable: true })
    orderBy?: ConversationOrder,
  ): Promise<Page<Conversation>> {
    return this.conversationList.list(viewer, filter ?? {}, orderBy ?? new ConversationOrder(), page);
  }

  @Query(() => ConversationType, {
    description: 'Conversation by its id; null where there is none, or the viewer may not see it.',
    nullable: true,
  })
  @Allow('READ_CONVERSATIONS')
  async conversation(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { description: 'UUID of the conversation.', type: () => ID }) id: string,
  ): Promise<Conversation | null> {
    return this.conversationsService.find(viewer, id);
  }

  @ResolveField(() => AccountType, { description: 'Account of the business number.' })
  async account(@Parent() conversation: Conversation, @RequestLoaders() loaders: Loaders): Promise<AccountType> {
    return loaders.loadExisting(this.accounts.byIds, conversation.accountId);
  }

  @ResolveField(() => BusinessPhoneNumberType, { description: 'Business number that the customer writes to.' })
  async phoneNumber(
    @Parent() conversation: Conversation,
    @RequestLoaders() loaders: Loaders,
  ): Promise<BusinessPhoneNumberType> {
    return loaders.loadExisting(this.phoneNumbers.byIds, conversation.businessPhoneNumberId);
  }

  @ResolveField(() => ContactType, { description: 'Contact on the other side.' })
  async contact(@Parent() conversation: Conversation, @RequestLoaders() loaders: Loaders): Promise<Contact> {
    return loaders.loadExisting(this.contacts.byIds, conversation.contactId);
  }

  @ResolveField(() => [ParticipantType], {
    description: 'Colleagues who take part and are notified; empty: open to everybody on the account.',
  })
  async participants(
    @Parent() conversation: Conversation,
    @RequestLoaders() loaders: Loaders,
  ): Promise<ParticipantRow[]> {
    return loaders.load(this.conversationsService.participantsOf, conversation.id);
  }

  @ResolveField(() => UserType, {
    nullable: true,
    description: 'Colleague who answers for the conversation; null: nobody.',
  })
  async assignee(@Parent() { assigneeId }: Conversation, @RequestLoaders() loaders: Loaders): Promise<UserType | null> {
    return assigneeId === null ? null : loaders.load(this.users.byIds, assigneeId);
  }

  @ResolveField(() => ServiceWindow, { description: 'Service window: whether free content may be sent now.' })
  serviceWindow(@Parent() { lastInboundAt }: Conversation): ServiceWindow {
    return serviceWindow(lastInboundAt, this.clock.now());
  }

  @ResolveField(() => DateTimeScalar, {
    nullable: true,
    description:
      'Time at which the customer wrote the first message that nobody has answered; null where nobody waits, or the conversation is closed. Any message to them is an answer, but for those of broadcasts.',
  })
  waitingSince(@Parent() { waitingSince, status }: Conversation): Date | null {
    return status === 'OPEN' ? waitingSince : null;
  }

  /** Decided by the viewer's role or scopes alone: subscriptions render it once a role. */
  @ResolveField(() => [ConversationActionEnum], { description: 'Actions that this viewer may do here now.' })
  async allowedActions(
    @CurrentViewer() viewer: Viewer,
    @Parent() { lastInboundAt, status, contactId }: Conversation,
    @RequestLoaders() loaders: Loaders,
  ): Promise<string[]> {
    const contact = await loaders.load(this.contacts.byIds, contactId);
    return allowedActions(viewer, { lastInboundAt, status, isGroup: contact?.groupId != null }, this.clock.now());
  }

  @ResolveField(() => DateTimeScalar, {
    nullable: true,
    description:
      'Time at which the conversation returns to the notify-users unless a colleague does something in it; null where nobody has it (any more).',
  })
  async returnsToNotifyUsersAt(
    @Parent() { lastActedAt, businessPhoneNumberId }: Conversation,
    @RequestLoaders() loaders: Loaders,
  ): Promise<Date | null> {
    const number = await loaders.load(this.phoneNumbers.byIds, businessPhoneNumberId);
    const days = number?.returnAfterDays ?? 0;
    return isOwned(lastActedAt, days, this.clock.now()) ? ownedUntil(lastActedAt, days) : null;
  }
}

@Resolver(() => ParticipantType)
export class ParticipantsResolver {
  constructor(private readonly users: UsersService) {}

  @ResolveField(() => UserType, { description: 'Person who takes part.' })
  async user(@Parent() participant: ParticipantType, @RequestLoaders() loaders: Loaders): Promise<UserType | null> {
    return loaders.load(this.users.byIds, participant.userId);
  }

  @ResolveField(() => UserType, { nullable: true, description: 'Colleague who added the person; null: the rules did.' })
  async addedBy(
    @Parent() { addedById }: ParticipantType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<UserType | null> {
    return addedById === null ? null : loaders.load(this.users.byIds, addedById);
  }
}
