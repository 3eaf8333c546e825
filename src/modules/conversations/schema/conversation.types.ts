import { Field, GraphQLISODateTime, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../../common/graphql/pagination/connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { PhoneNumberScalar } from '../../../common/graphql/scalars.js';
import { OPT_OUT_SOURCES, type OptOutSource } from '../contacts/contact.entity.js';
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

const OptOutSourceEnum = Object.fromEntries(OPT_OUT_SOURCES.map((source) => [source, source]));
registerEnumType(OptOutSourceEnum, {
  name: 'OptOutSource',
  description: 'How it became known that a customer wants no marketing.',
  valuesMap: {
    CUSTOMER_WORD: { description: 'They wrote STOP, or a word like it.' },
    WHATSAPP: { description: 'They told WhatsApp.' },
    DELIVERY: { description: 'Meta refused to deliver a marketing message for this reason.' },
    COLLEAGUE: { description: 'A colleague or a program noted it here.' },
  },
});

@ObjectType('Contact', {
  implements: () => [Node],
  description:
    "A customer, or a group. Known by Meta's ids: a phone number, a business-scoped user id, or both; either may be missing.",
})
export class ContactType extends Node {
  @Field(() => String, {
    nullable: true,
    description: 'The name that the customer chose on WhatsApp; the subject of a group.',
  })
  profileName: string | null;
  @Field(() => String, { nullable: true, description: "WhatsApp's user name, without @." }) username: string | null;
  @Field(() => PhoneNumberScalar, { nullable: true, description: 'Null for customers who hide it.' }) phoneNumber:
    string | null;
  @Field(() => String, { nullable: true, description: "Meta's form of the number: digits only." }) waId: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Since when the customer wants no marketing.' })
  optedOutAt: Date | null;
  @Field(() => OptOutSourceEnum, { nullable: true, description: 'How that became known.' })
  optOutSource: OptOutSource | null;
}

@ObjectType()
export class ContactConnection extends connectionOf(ContactType, 'Contact') {}

@ObjectType({ description: 'WhatsApp lets a business reply freely for 24 hours after the customer last wrote.' })
export class ServiceWindow {
  @Field() isOpen: boolean;
  @Field(() => GraphQLISODateTime, {
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
  @Field(() => GraphQLISODateTime, { description: 'When the last message was written.' }) lastActivityAt: Date;
  @Field(() => GraphQLISODateTime) createdAt: Date;
}

@ObjectType()
export class ConversationConnection extends connectionOf(ConversationType, 'Conversation') {}

@ObjectType('Participant', { description: 'Someone who takes part in a conversation and is told of its messages.' })
export class ParticipantType {
  conversationId: string;
  userId: string;
  addedById: string | null;
  @Field(() => GraphQLISODateTime) addedAt: Date;
}

@ObjectType()
export class ConversationPayload extends Payload {
  @Field(() => ConversationType, { nullable: true }) conversation: ConversationType | null;
}

@ObjectType()
export class ContactPayload extends Payload {
  @Field(() => ContactType, { nullable: true }) contact: ContactType | null;
}
