import { Field, ID, InputType } from '@nestjs/graphql';
import type { MessageStatus } from '../domain/message-status.js';
import { MessageStatusEnum } from './message.types.js';

@InputType({ description: 'Conditions on messages that are searched: all hold together.' })
export class MessageSearchFilter {
  @Field(() => ID, {
    nullable: true,
    description: 'UUID of an account to search, else NOT_FOUND; absent: all that the viewer works with.',
  })
  accountId?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'UUID of a conversation to search, else NOT_FOUND; absent: all.',
  })
  conversationId?: string | null;
}

@InputType({ description: 'Conditions on messages of a broadcast: all hold together.' })
export class BroadcastMessageFilter {
  @Field(() => [MessageStatusEnum], {
    nullable: true,
    description: 'Statuses: messages in any of these; absent: all.',
  })
  status?: MessageStatus[] | null;
}
