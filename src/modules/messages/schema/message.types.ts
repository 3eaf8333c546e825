import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import type { Problem } from '../../../common/errors/domain-error.js';
import { JsonScalar } from '../../../common/graphql/scalars.js';
import { searchConnectionOf } from '../../../common/graphql/pagination/connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { UserError } from '../../../common/graphql/errors/user-error.types.js';
import { MetaRefusal } from '../../accounts/schema/meta-refusal.types.js';
import { ContactType } from '../../conversations/schema/contact.types.js';
import { ApiKeyType, UserType } from '../../users/user.types.js';
import { MESSAGE_STATUSES, type MessageStatus } from '../domain/message-status.js';
import type { MessageDirection, MessageOrigin } from '../message.entity.js';

const MessageDirectionEnum = { INBOUND: 'INBOUND', OUTBOUND: 'OUTBOUND', INTERNAL: 'INTERNAL' } as const;
registerEnumType(MessageDirectionEnum, {
  name: 'MessageDirection',
  valuesMap: {
    INBOUND: { description: 'From the customer.' },
    OUTBOUND: { description: 'To the customer.' },
    INTERNAL: { description: 'Among colleagues; the customer never sees it.' },
  },
});
export const MessageStatusEnum = Object.fromEntries(MESSAGE_STATUSES.map((status) => [status, status]));
registerEnumType(MessageStatusEnum, {
  name: 'MessageStatus',
  valuesMap: {
    QUEUED: {
      description: 'Stored; a worker will send it. If Meta refused it for what is not its own trouble, see refusal.',
    },
    SENDING: { description: 'A worker is calling Meta.' },
    UNCONFIRMED: {
      description:
        'Meta may or may not have accepted it; a status webhook will say, and nothing is sent twice meanwhile.',
    },
    HELD: { description: 'Meta holds it back while it judges the quality of a template.' },
    SENT: { description: 'Meta has accepted it.' },
    DELIVERED: { description: "On the customer's device." },
    READ: { description: 'The customer has opened the chat.' },
    PLAYED: { description: 'The customer has played the voice note.' },
    FAILED: { description: 'It will not arrive; see failure. What has arrived never becomes FAILED.' },
    CANCELLED: { description: 'Taken back before it was sent.' },
    RECEIVED: { description: 'From the customer, or a note among colleagues.' },
  },
});

const MessageOriginEnum = { PARLEY: 'PARLEY', PHONE_APP: 'PHONE_APP' } as const;
registerEnumType(MessageOriginEnum, {
  name: 'MessageOrigin',
  description: 'Where an outgoing message was written.',
  valuesMap: {
    PARLEY: { description: 'Here.' },
    PHONE_APP: { description: 'In the WhatsApp Business app on a phone of the company.' },
  },
});

export const MessageAuthor = createUnionType({
  name: 'MessageAuthor',
  types: () => [UserType, ContactType, ApiKeyType] as const,
  resolveType: (author: object) => {
    if ('role' in author) return UserType;
    return 'scopes' in author ? ApiKeyType : ContactType;
  },
});

@ObjectType({ description: 'A status, and when it was reached.' })
export class MessageStatusChange {
  @Field(() => MessageStatusEnum) status: MessageStatus;
  @Field(() => DateTimeScalar, { description: "Meta's own time, where Meta reports it." }) occurredAt: Date;
}

@ObjectType('ReferredProduct', { description: 'A product of a catalogue that a message asks about.' })
export class ReferredProductType {
  @Field(() => String, { nullable: true }) catalogId: string | null;
  @Field(() => String, { nullable: true, description: "Meta's product_retailer_id." }) productId: string | null;
}

@ObjectType({
  description: 'What Meta charges for a message, as its latest status reports it. See raw for what is new.',
})
export class MessagePricing {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is charged, in the words of Meta; Meta is giving this up: go by type.',
  })
  billable: boolean | null;
  @Field(() => String, { nullable: true, description: 'PMP: by message; CBP: by conversation (until July 2025).' })
  model: string | null;
  @Field(() => String, { nullable: true, description: 'Such as regular, free_customer_service, free_entry_point.' })
  type: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Such as marketing, utility, authentication, service, referral_conversion.',
  })
  category: string | null;
  @Field(() => JsonScalar, { description: 'All of it as Meta reports it.' }) raw: unknown;
}

@ObjectType({ description: "Meta's own conversation that a message counts for, where Meta reports one." })
export class BillingConversation {
  @Field(() => String, { nullable: true, description: "Meta's id of it." }) conversationId: string | null;
  @Field(() => String, { nullable: true, description: 'How it began, such as referral_conversion or utility.' })
  origin: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ends; Meta reports it with SENT alone.' })
  expiresAt: Date | null;
  @Field(() => JsonScalar, { description: 'All of it as Meta reports it.' }) raw: unknown;
}

@ObjectType({ description: 'How far a message came to one member of a group, and when.' })
export class MessageParticipantStatus {
  @Field(() => String, { nullable: true, description: "Meta's form of the member's number: digits only." })
  waId: string | null;
  @Field(() => String, { nullable: true, description: "Meta's business-scoped user id of the member." })
  whatsappUserId: string | null;
  @Field(() => MessageStatusEnum, { description: 'SENT, DELIVERED, READ, PLAYED or FAILED.' }) status: MessageStatus;
  @Field(() => MetaRefusal, { nullable: true, description: 'Why it did not reach this member.' })
  failure: MetaRefusal | null;
  @Field(() => DateTimeScalar, { description: "Meta's own time." }) occurredAt: Date;
}

@ObjectType({ description: 'At most one by the customer and one by the company; the latest counts.' })
export class Reaction {
  @Field() emoji: string;
  @Field(() => DateTimeScalar) occurredAt: Date;
  messageId: string;
  authorUserId: string | null;
  authorApiKeyId: string | null;
  authorContactId: string | null;
}

@ObjectType('Message', { implements: () => [Node] })
export class MessageType extends Node {
  @Field(() => MessageDirectionEnum) direction: MessageDirection;
  @Field(() => MessageStatusEnum) status: MessageStatus;
  @Field(() => String, {
    nullable: true,
    description:
      'The text of any content, as people would read it: body, caption, rendered template, label of the button.',
  })
  text: string | null;
  @Field() isForwarded: boolean;
  @Field(() => String, {
    nullable: true,
    description: "Meta's id of the group that it was written in; the author is the member who wrote it.",
  })
  groupId: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the author last changed it; content is as it is now.',
  })
  editedAt: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the author deleted it for everybody. What it said is not kept.',
  })
  revokedAt: Date | null;
  @Field(() => MessageOriginEnum, { nullable: true, description: 'Of an outgoing message.' })
  origin: MessageOrigin | null;
  @Field(() => String, { nullable: true, description: "Meta's id (wamid); null until it was accepted." }) whatsappId:
    string | null;
  @Field(() => ID, { nullable: true }) idempotencyKey: string | null;
  @Field(() => MetaRefusal, {
    nullable: true,
    description: 'Why it FAILED, and what to do; null for any other status.',
  })
  failure: MetaRefusal | null;
  @Field(() => DateTimeScalar, { description: "When it was written (inbound: Meta's time)." }) occurredAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it was stored here.' }) createdAt: Date;
}

@ObjectType()
export class MessageConnection extends searchConnectionOf(MessageType, 'Message') {}

@ObjectType()
export class MessagePayload extends Payload {
  @Field(() => MessageType, { nullable: true }) message: MessageType | null;
}

@ObjectType({ description: 'What became of one recipient: a message, or the errors that refused it.' })
export class SendResult {
  @Field(() => Int, { description: 'Of the recipient in the input, from 0.' }) index: number;
  @Field(() => MessageType, { nullable: true }) message: MessageType | null;
  @Field(() => [UserError]) errors: Problem[];
}

@ObjectType()
export class SendTemplatePayload extends Payload {
  @Field(() => [SendResult], { description: 'One a recipient, in the order of the input.' }) results: SendResult[] = [];
}

@ObjectType({ description: 'Messages of a template, counted by how far they came.' })
export class TemplateStatistics {
  @Field(() => Int, { description: 'Accepted by Meta.' }) sent: number;
  @Field(() => Int) delivered: number;
  @Field(() => Int) read: number;
  @Field(() => Int, { description: 'After which the customer wrote, before another template was sent.' })
  replied: number;
  @Field(() => Int) failed: number;
}
