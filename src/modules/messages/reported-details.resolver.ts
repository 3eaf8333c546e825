import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Loaders } from '../../common/graphql/loaders.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { JsonScalar } from '../../common/graphql/scalars.js';
import type { JsonRecord } from '../../whatsapp/json.js';
import { billingConversationOf, pricingOf, statusDetailsOf } from './domain/content/status-details.js';
import { StatusDetailsService, type ParticipantStatus } from './inbound/status-details.service.js';
import type { MessageEntity } from './message.entity.js';
import { MessagesService } from './messages.service.js';
import { BillingConversation, MessageParticipantStatus, MessagePricing, MessageType } from './schema/message.types.js';

/** Fields of a message that Meta reports beside what it says: what it costs, to whom it came, and all as Meta sent it. */
@Resolver(() => MessageType)
export class ReportedDetailsResolver {
  constructor(
    private readonly messages: MessagesService,
    private readonly details: StatusDetailsService,
  ) {}

  @ResolveField(() => MessagePricing, {
    nullable: true,
    description: 'Price that Meta charges for the message; null until a status says so.',
  })
  pricing(@Parent() { statusDetails }: MessageEntity): MessagePricing | null {
    const pricing = pricingOf(statusDetails);
    return pricing === null ? null : { ...pricing, billable: pricing.isBillable };
  }

  @ResolveField(() => BillingConversation, {
    nullable: true,
    description: "Meta's conversation that the message counts for; null where Meta reports none.",
  })
  billingConversation(@Parent() { statusDetails }: MessageEntity): BillingConversation | null {
    return billingConversationOf(statusDetails);
  }

  @ResolveField(() => JsonScalar, {
    nullable: true,
    description:
      'Details that its statuses report beside how far it came, the latest over the earlier, in Meta’s words: pricing, conversation, recipient_id … Its shape is Meta’s and may change. Null: none.',
  })
  statusDetails(@Parent() { statusDetails }: MessageEntity): JsonRecord | null {
    return statusDetailsOf(statusDetails);
  }

  @ResolveField(() => [MessageParticipantStatus], {
    description:
      'Statuses of a message to a group for each of its members, in the order of time. Empty outside of groups.',
  })
  async participantStatuses(
    @Parent() { id, direction }: MessageEntity,
    @RequestLoaders() loaders: Loaders,
  ): Promise<ParticipantStatus[]> {
    return direction === 'OUTBOUND' ? loaders.load(this.details.participantStatusesOf, id) : [];
  }

  @ResolveField(() => JsonScalar, {
    nullable: true,
    description:
      'Message as Meta sent it at first, whole: what has no field of its own is here. An edit changes content and not this; null of what was deleted, and of what was written here. Its shape is Meta’s and may change.',
  })
  async raw(
    @Parent() { id, direction, origin }: MessageEntity,
    @RequestLoaders() loaders: Loaders,
  ): Promise<JsonRecord | null> {
    return direction === 'INBOUND' || origin === 'PHONE_APP' ? loaders.load(this.messages.rawOf, id) : null;
  }
}
