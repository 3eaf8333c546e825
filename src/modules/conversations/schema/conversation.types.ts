import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { searchConnectionOf } from '../../../common/graphql/pagination/connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import type { ConversationOrigin, ConversationStatus } from '../conversation.entity.js';
import { ConversationStatusEnum } from './conversation.inputs.js';
import { CONVERSATION_ACTIONS } from '../domain/allowed-actions.js';

const ConversationOriginEnum = {
  BUSINESS_INITIATED: 'BUSINESS_INITIATED',
  CUSTOMER_INITIATED: 'CUSTOMER_INITIATED',
} as const;
registerEnumType(ConversationOriginEnum, { name: 'ConversationOrigin', description: 'Who wrote first.' });
export const ConversationActionEnum = Object.fromEntries(CONVERSATION_ACTIONS.map((action) => [action, action]));
registerEnumType(ConversationActionEnum, {
  name: 'ConversationAction',
  description: 'Something that a viewer may be allowed to do in a conversation.',
  valuesMap: { REPLY: { description: 'sendMessage with free content.' } },
});

@ObjectType({ description: 'WhatsApp lets a business reply freely for 24 hours after the customer last wrote.' })
export class ServiceWindow {
  @Field() isOpen: boolean;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it closes, or closed; null if the customer never wrote.',
  })
  expiresAt: Date | null;
}

@ObjectType('Conversation', {
  implements: () => [Node],
  description: 'Everything between one business number and one contact.',
})
export class ConversationType extends Node {
  @Field(() => ConversationOriginEnum) origin: ConversationOrigin;
  @Field(() => ConversationStatusEnum) status: ConversationStatus;
  @Field(() => DateTimeScalar, { description: 'When the last message was written.' }) lastActivityAt: Date;
  @Field(() => DateTimeScalar) createdAt: Date;
}

@ObjectType()
export class ConversationConnection extends searchConnectionOf(ConversationType, 'Conversation') {}

@ObjectType('Participant', { description: 'Someone who takes part in a conversation and is notified of its messages.' })
export class ParticipantType {
  conversationId: string;
  userId: string;
  addedById: string | null;
  @Field(() => DateTimeScalar) addedAt: Date;
}

@ObjectType()
export class ConversationPayload extends Payload {
  @Field(() => ConversationType, { nullable: true }) conversation: ConversationType | null;
}
