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
  description: 'Direction of a message.',
  valuesMap: {
    INBOUND: { description: 'Message from the customer.' },
    OUTBOUND: { description: 'Message to the customer.' },
    INTERNAL: { description: 'Note among colleagues; the customer never sees it.' },
  },
});
export const MessageStatusEnum = Object.fromEntries(MESSAGE_STATUSES.map((status) => [status, status]));
registerEnumType(MessageStatusEnum, {
  name: 'MessageStatus',
  description: 'Status of a message: how far it came. It goes forward only, but for QUEUED and UNCONFIRMED.',
  valuesMap: {
    QUEUED: {
      description:
        'Message that is stored; a worker will send it. If Meta refused it for what is not its own trouble, see refusal.',
    },
    SENDING: { description: 'Message that a worker is calling Meta with.' },
    UNCONFIRMED: {
      description:
        'Message that Meta may or may not have accepted; a status webhook will say, and nothing is sent twice meanwhile.',
    },
    HELD: { description: 'Message that Meta holds back while it judges the quality of a template.' },
    SENT: { description: 'Message that Meta has accepted.' },
    DELIVERED: { description: "Message that is on the customer's device." },
    READ: { description: 'Message that was read: the customer has opened the chat.' },
    PLAYED: { description: 'Voice note that the customer has played.' },
    FAILED: { description: 'Message that will not arrive; see failure. What has arrived never becomes FAILED.' },
    CANCELLED: { description: 'Message that was taken back before it was sent.' },
    RECEIVED: { description: 'Message from the customer, or a note among colleagues.' },
  },
});

const MessageOriginEnum = { PARLEY: 'PARLEY', PHONE_APP: 'PHONE_APP' } as const;
registerEnumType(MessageOriginEnum, {
  name: 'MessageOrigin',
  description: 'Place where an outgoing message was written.',
  valuesMap: {
    PARLEY: { description: 'Parley: in its console, or by a program through its API.' },
    PHONE_APP: { description: 'WhatsApp Business app on a phone of the company.' },
  },
});

export const MessageAuthor = createUnionType({
  description: 'Author of a message or reaction: a customer, a colleague or a program.',
  name: 'MessageAuthor',
  types: () => [UserType, ContactType, ApiKeyType] as const,
  resolveType: (author: object) => {
    if ('role' in author) return UserType;
    return 'scopes' in author ? ApiKeyType : ContactType;
  },
});

@ObjectType({ description: 'Status that a message has reached, and when.' })
export class MessageStatusChange {
  @Field(() => MessageStatusEnum, { description: 'Status that was reached.' }) status: MessageStatus;
  @Field(() => DateTimeScalar, { description: "Time of the status: Meta's own, where Meta reports it." })
  occurredAt: Date;
}

@ObjectType('ReferredProduct', { description: 'Product of a catalogue that a message asks about.' })
export class ReferredProductType {
  @Field(() => String, { description: "Meta's id of the catalogue; null where Meta does not say.", nullable: true })
  catalogId: string | null;
  @Field(() => String, { nullable: true, description: "Meta's product_retailer_id; null where Meta does not say." })
  productId: string | null;
}

@ObjectType({
  description: 'Price that Meta charges for a message, as its latest status reports it. See raw for what is new.',
})
export class MessagePricing {
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the message is charged, in the words of Meta; Meta is giving this up: go by type. Null where Meta does not say.',
  })
  billable: boolean | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Meta's pricing model. PMP: by message; CBP: by conversation (until July 2025). Null where Meta does not say.",
  })
  model: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Meta's type, such as regular, free_customer_service, free_entry_point; null where Meta does not say.",
  })
  type: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Meta's category, such as marketing, utility, authentication, service, referral_conversion; null where Meta does not say.",
  })
  category: string | null;
  @Field(() => JsonScalar, { description: "Meta's whole report, as JSON." }) raw: unknown;
}

@ObjectType({ description: "Meta's own conversation that a message counts for, where Meta reports one." })
export class BillingConversation {
  @Field(() => String, { nullable: true, description: "Meta's id of the conversation; null where Meta reports none." })
  conversationId: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Meta's word for how the conversation began, such as referral_conversion or utility; null where Meta does not say.",
  })
  origin: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which the conversation ends; Meta reports it with SENT alone, else null.',
  })
  expiresAt: Date | null;
  @Field(() => JsonScalar, { description: "Meta's whole report, as JSON." }) raw: unknown;
}

@ObjectType({ description: 'Status of a message for one member of a group.' })
export class MessageParticipantStatus {
  @Field(() => String, {
    nullable: true,
    description: "Meta's form of the member's number: digits only; null where it is hidden.",
  })
  waId: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Meta's business-scoped user id of the member; null where Meta tells none.",
  })
  whatsappUserId: string | null;
  @Field(() => MessageStatusEnum, { description: 'Status for this member: SENT, DELIVERED, READ, PLAYED or FAILED.' })
  status: MessageStatus;
  @Field(() => MetaRefusal, {
    nullable: true,
    description: 'Reason why the message did not reach this member; null otherwise.',
  })
  failure: MetaRefusal | null;
  @Field(() => DateTimeScalar, { description: "Time of the status, by Meta's clock." }) occurredAt: Date;
}

@ObjectType({
  description: 'Reaction to a message: at most one by the customer and one by the company; the latest counts.',
})
export class Reaction {
  @Field({ description: 'Emoji of the reaction.' }) emoji: string;
  @Field(() => DateTimeScalar, { description: 'Time of the reaction.' }) occurredAt: Date;
  messageId: string;
  authorUserId: string | null;
  authorApiKeyId: string | null;
  authorContactId: string | null;
}

@ObjectType('Message', {
  description: 'Message of a conversation: from the customer, to them, or a note among colleagues.',
  implements: () => [Node],
})
export class MessageType extends Node {
  @Field(() => MessageDirectionEnum, { description: 'Direction of the message.' }) direction: MessageDirection;
  @Field(() => MessageStatusEnum, { description: 'Status of the message: how far it came.' }) status: MessageStatus;
  @Field(() => String, {
    nullable: true,
    description:
      'Text of any content, as people would read it: body, caption, rendered template, label of the button. Null where there is nothing to read.',
  })
  text: string | null;
  @Field({ description: 'Whether the message was forwarded.' }) isForwarded: boolean;
  @Field(() => String, {
    nullable: true,
    description:
      "Meta's id of the group that the message was written in; the author is the member who wrote it. Null outside of groups.",
  })
  groupId: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which the author last changed it; content is as it is now. Null: never.',
  })
  editedAt: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Time at which the author deleted the message for everybody. What it said is not kept. Null: it stands.',
  })
  revokedAt: Date | null;
  @Field(() => MessageOriginEnum, {
    nullable: true,
    description: 'Place where an outgoing message was written; null of others.',
  })
  origin: MessageOrigin | null;
  @Field(() => String, {
    nullable: true,
    description: "Meta's id of the message (wamid); null until it was accepted, and of notes.",
  })
  whatsappId: string | null;
  @Field(() => ID, {
    description:
      'Idempotency key with which the message was sent; null of others. Of sendTemplate it is that of the call.',
    nullable: true,
  })
  idempotencyKey: string | null;
  @Field(() => MetaRefusal, {
    nullable: true,
    description: 'Reason why the message FAILED, and what to do; null for any other status.',
  })
  failure: MetaRefusal | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Time for which the message was scheduled: it is QUEUED until then, and takes its place in the chat then. Null: it was to be sent at once.',
  })
  sendAt: Date | null;
  @Field(() => DateTimeScalar, {
    description:
      "Time at which the message was written (inbound: Meta's time); of one that was scheduled, when its time had come.",
  })
  occurredAt: Date;
  @Field(() => DateTimeScalar, { description: 'Time at which the message was stored here.' }) createdAt: Date;
}

@ObjectType({ description: 'Page of messages, in the order of the list.' })
export class MessageConnection extends searchConnectionOf(MessageType, 'Message') {}

@ObjectType({ description: 'Message after the call, or the errors that refused it.' })
export class MessagePayload extends Payload {
  @Field(() => MessageType, { description: 'Message as it is now; null where the call was refused.', nullable: true })
  message: MessageType | null;
}

@ObjectType({ description: 'Outcome for one recipient: a message, or the errors that refused it.' })
export class SendResult {
  @Field(() => Int, { description: 'Place of the recipient in the input, from 0.' }) index: number;
  @Field(() => MessageType, { description: 'Message to this recipient; null where it was refused.', nullable: true })
  message: MessageType | null;
  @Field(() => [UserError], { description: 'Errors that refused this recipient; empty: the message is QUEUED.' })
  errors: Problem[];
}

@ObjectType({ description: 'Outcome for each recipient, or the errors that refused the whole call.' })
export class SendTemplatePayload extends Payload {
  @Field(() => [SendResult], { description: 'Outcomes, one a recipient, in the order of the input.' })
  results: SendResult[] = [];
}

@ObjectType({ description: 'Messages of a template, counted by how far they came.' })
export class TemplateStatistics {
  @Field(() => Int, { description: 'Messages that Meta accepted.' }) sent: number;
  @Field(() => Int, { description: 'Messages that were delivered, or read.' }) delivered: number;
  @Field(() => Int, { description: 'Messages that were read by the customer, where they let others know.' })
  read: number;
  @Field(() => Int, { description: 'Messages after which the customer wrote, before another template was sent.' })
  replied: number;
  @Field(() => Int, { description: 'Messages that Meta refused, or did not deliver.' }) failed: number;
}
