import { Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { OrderDirectionEnum } from '../../../common/graphql/pagination/order-direction.js';
import { ListUpTo, Text } from '../../../common/graphql/input-checks.js';
import type { ConversationStatus } from '../conversation.entity.js';

export const ConversationStatusEnum = { OPEN: 'OPEN', CLOSED: 'CLOSED' } as const;
registerEnumType(ConversationStatusEnum, {
  name: 'ConversationStatus',
  valuesMap: {
    CLOSED: { description: 'Conversation that is done with; it opens again by itself when somebody writes.' },
    OPEN: { description: 'Conversation that is worked on.' },
  },
  description: 'Status of a conversation.',
});
export const ConversationOrderFieldEnum = {
  LAST_ACTIVITY_AT: 'LAST_ACTIVITY_AT',
  CREATED_AT: 'CREATED_AT',
  WAITING_SINCE: 'WAITING_SINCE',
} as const;
registerEnumType(ConversationOrderFieldEnum, {
  name: 'ConversationOrderField',
  description: 'Time that conversations are put in order by.',
  valuesMap: {
    LAST_ACTIVITY_AT: { description: 'Time at which the last message was written.' },
    CREATED_AT: { description: 'Time at which the conversation began.' },
    WAITING_SINCE: {
      description:
        'Time since which the customer waits for an answer: those who do not wait are not in the list. ASC: who waits longest.',
    },
  },
});

@InputType({ description: 'Conditions on conversations: all hold together.' })
export class ConversationFilter {
  @Field(() => [ID], {
    description: 'UUIDs of accounts: conversations of any of these. Those that the viewer may not see match nothing.',
    nullable: true,
  })
  @IsOptional()
  @ListUpTo(100)
  accountId?: string[] | null;
  @Field(() => [ID], {
    nullable: true,
    description: "UUIDs of BusinessPhoneNumbers (ours, not Meta's): conversations at any of these.",
  })
  @IsOptional()
  @ListUpTo(100)
  phoneNumberId?: string[] | null;
  @Field(() => [ConversationStatusEnum], {
    description: 'Statuses: conversations in any of these; absent: all.',
    nullable: true,
  })
  @IsOptional()
  @ListUpTo(10)
  status?: ConversationStatus[] | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether the viewer takes part.' })
  participating?: boolean | null;
  @Field(() => [ID], { description: 'UUIDs of users: conversations that any of these answers for.', nullable: true })
  @IsOptional()
  @ListUpTo(100)
  assigneeId?: string[] | null;
  @Field(() => Boolean, { description: 'Whether nobody answers for the conversation.', nullable: true }) unassigned?:
    boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether there is something that the viewer has not read.' })
  unread?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether the customer may be replied to freely now.' })
  windowOpen?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the customer waits for an answer: see Conversation.waitingSince.',
  })
  waiting?: boolean | null;
  @Field(() => [ID], { nullable: true, description: 'UUIDs of up to 20 labels: conversations with any of them.' })
  @IsOptional()
  @ListUpTo(20)
  labelId?: string[] | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Words in the contact's names and number, which may be written in any form; a word of one or two letters finds words that begin with it. Blank: everybody.",
  })
  @Text({ max: 200, optional: true })
  search?: string | null;
}

@InputType({ description: 'Order of a list of conversations.' })
export class ConversationOrder {
  @Field(() => ConversationOrderFieldEnum, {
    description: 'Time that conversations are put in order by.',
    defaultValue: 'LAST_ACTIVITY_AT',
  })
  field: keyof typeof ConversationOrderFieldEnum = 'LAST_ACTIVITY_AT';
  @Field(() => OrderDirectionEnum, { description: 'Direction of the order.', defaultValue: 'DESC' })
  direction: keyof typeof OrderDirectionEnum = 'DESC';
}

@InputType({ description: 'Conversation that the call is about.' })
export class ConversationIdInput {
  @Field(() => ID, { description: 'UUID of a conversation that the viewer may see, else NOT_FOUND.' })
  conversationId: string;
}

@InputType({ description: 'Conversation, and colleagues to be added or taken out.' })
export class ParticipantsInput {
  @Field(() => ID, { description: 'UUID of a conversation that the viewer may see, else NOT_FOUND.' })
  conversationId: string;
  @Field(() => [ID], { description: 'UUIDs of active colleagues who were given the account, else NOT_FOUND.' })
  @ListUpTo(100)
  userIds: string[];
}

@InputType({ description: 'Conversation, and who is to answer for it.' })
export class AssignConversationInput {
  @Field(() => ID, { description: 'UUID of a conversation that the viewer may see, else NOT_FOUND.' })
  conversationId: string;
  @Field(() => ID, {
    nullable: true,
    description: 'UUID of an active colleague who was given the account, else NOT_FOUND. Null: nobody answers for it.',
  })
  userId?: string | null;
}
