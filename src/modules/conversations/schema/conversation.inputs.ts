import { Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { OrderDirectionEnum } from '../../../common/graphql/pagination/order-direction.js';
import { ListUpTo, Text } from '../../../common/graphql/input-checks.js';
import type { ConversationStatus } from '../conversation.entity.js';

export const ConversationStatusEnum = { OPEN: 'OPEN', CLOSED: 'CLOSED' } as const;
registerEnumType(ConversationStatusEnum, { name: 'ConversationStatus' });
export const ConversationOrderFieldEnum = {
  LAST_ACTIVITY_AT: 'LAST_ACTIVITY_AT',
  CREATED_AT: 'CREATED_AT',
  WAITING_SINCE: 'WAITING_SINCE',
} as const;
registerEnumType(ConversationOrderFieldEnum, {
  name: 'ConversationOrderField',
  description: 'What conversations are put in order by.',
  valuesMap: {
    LAST_ACTIVITY_AT: { description: 'When the last message was written.' },
    CREATED_AT: { description: 'When the conversation began.' },
    WAITING_SINCE: {
      description:
        'Since when the customer waits for an answer: those who do not wait are not in the list. ASC: who waits longest.',
    },
  },
});

@InputType({ description: 'All conditions hold together.' })
export class ConversationFilter {
  @Field(() => [ID], { nullable: true }) @IsOptional() @ListUpTo(100) accountId?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'Ids of BusinessPhoneNumbers (ours).' })
  @IsOptional()
  @ListUpTo(100)
  phoneNumberId?: string[] | null;
  @Field(() => [ConversationStatusEnum], { nullable: true }) @IsOptional() @ListUpTo(10) status?:
    ConversationStatus[] | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether the viewer takes part.' })
  participating?: boolean | null;
  @Field(() => [ID], { nullable: true }) @IsOptional() @ListUpTo(100) assigneeId?: string[] | null;
  @Field(() => Boolean, { nullable: true }) unassigned?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether there is something that the viewer has not read.' })
  unread?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether the customer may be replied to freely now.' })
  windowOpen?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the customer waits for an answer: see Conversation.waitingSince.',
  })
  waiting?: boolean | null;
  @Field(() => String, {
    nullable: true,
    description:
      "In the contact's names and number, which may be written in any form; a word of one or two letters finds words that begin with it. Blank: everybody.",
  })
  @Text({ max: 200, optional: true })
  search?: string | null;
}

@InputType()
export class ConversationOrder {
  @Field(() => ConversationOrderFieldEnum, { defaultValue: 'LAST_ACTIVITY_AT' })
  field: keyof typeof ConversationOrderFieldEnum = 'LAST_ACTIVITY_AT';
  @Field(() => OrderDirectionEnum, { defaultValue: 'DESC' })
  direction: keyof typeof OrderDirectionEnum = 'DESC';
}

@InputType()
export class ConversationIdInput {
  @Field(() => ID) conversationId: string;
}

@InputType()
export class ParticipantsInput {
  @Field(() => ID) conversationId: string;
  @Field(() => [ID], { description: 'Active colleagues who were given the account.' }) @ListUpTo(100) userIds: string[];
}

@InputType()
export class AssignConversationInput {
  @Field(() => ID) conversationId: string;
  @Field(() => ID, { nullable: true, description: 'Null: nobody.' }) userId?: string | null;
}
