import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { searchConnectionOf } from '../../../common/graphql/pagination/connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import type { ConversationOrigin, ConversationStatus } from '../conversation.entity.js';
import { ConversationStatusEnum } from './conversation.inputs.js';
import { CONVERSATION_ACTIONS } from '../domain/chat/allowed-actions.js';

const ConversationOriginEnum = {
  BUSINESS_INITIATED: 'BUSINESS_INITIATED',
  CUSTOMER_INITIATED: 'CUSTOMER_INITIATED',
} as const;
registerEnumType(ConversationOriginEnum, {
  name: 'ConversationOrigin',
  description: 'Side that wrote first in a conversation.',
  valuesMap: {
    BUSINESS_INITIATED: { description: 'Business wrote first, by a template.' },
    CUSTOMER_INITIATED: { description: 'Customer wrote first.' },
  },
});
export const ConversationActionEnum = Object.fromEntries(CONVERSATION_ACTIONS.map((action) => [action, action]));
registerEnumType(ConversationActionEnum, {
  name: 'ConversationAction',
  description: 'Action that a viewer may be allowed to do in a conversation.',
  valuesMap: {
    REPLY: { description: 'Send free content: sendMessage, while the service window is open.' },
    LABEL: { description: 'Give and take labels: setConversationLabels and its like.' },
    ADD_PARTICIPANTS: { description: 'Add colleagues: addParticipants.' },
    ASSIGN: { description: 'Say who answers: assignConversation.' },
    CLOSE: { description: 'Close the conversation: closeConversation.' },
    NOTE: { description: 'Write a note among colleagues: addNote.' },
    REACT: { description: 'React to a message: reactToMessage.' },
    REOPEN: { description: 'Open the conversation again: reopenConversation.' },
    SEND_TEMPLATE: { description: 'Send an approved template: sendMessage or sendTemplate.' },
  },
});

@ObjectType({
  description: 'Service window: WhatsApp lets a business reply freely for 24 hours after the customer last wrote.',
})
export class ServiceWindow {
  @Field({ description: 'Whether free content may be sent now.' }) isOpen: boolean;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which the window closes, or closed; null if the customer never wrote.',
  })
  expiresAt: Date | null;
}

@ObjectType('Conversation', {
  implements: () => [Node],
  description: 'Conversation: everything between one business number and one contact.',
})
export class ConversationType extends Node {
  @Field(() => ConversationOriginEnum, { description: 'Side that wrote first.' }) origin: ConversationOrigin;
  @Field(() => ConversationStatusEnum, { description: 'Status of the conversation: whether it is done with.' })
  status: ConversationStatus;
  @Field(() => DateTimeScalar, { description: 'Time at which the last message was written.' }) lastActivityAt: Date;
  @Field(() => DateTimeScalar, { description: 'Time at which the conversation began.' }) createdAt: Date;
}

@ObjectType({ description: 'Page of conversations, in the order asked for.' })
export class ConversationConnection extends searchConnectionOf(ConversationType, 'Conversation') {}

@ObjectType('Participant', {
  description: 'Participant of a conversation: someone who takes part and is notified of its messages.',
})
export class ParticipantType {
  conversationId: string;
  userId: string;
  addedById: string | null;
  @Field(() => DateTimeScalar, { description: 'Time at which the person began to take part.' }) addedAt: Date;
}

@ObjectType({ description: 'Conversation after the call, or the errors that refused it.' })
export class ConversationPayload extends Payload {
  @Field(() => ConversationType, {
    description: 'Conversation as it is now; null where the call was refused.',
    nullable: true,
  })
  conversation: ConversationType | null;
}
