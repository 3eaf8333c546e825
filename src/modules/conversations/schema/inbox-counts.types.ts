import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Number of conversations, counted up to 10,000; by label or number up to 1,000.' })
export class InboxCount {
  @Field(() => Int, { description: 'Number itself: at most 10,000, or 1,000 by label or number.' }) value: number;
  @Field(() => Boolean, { description: 'Whether the number is exact. False: there are more. Show it as "10,000+".' })
  isExact: boolean;
}

@ObjectType({ description: 'Numbers of conversations that the viewer may see, for the tabs of an inbox.' })
export class InboxCounts {
  @Field(() => InboxCount, { description: 'Open conversations in which the viewer takes part.' }) mine: InboxCount;
  @Field(() => InboxCount, { description: 'Open conversations without an assignee.' }) unassigned: InboxCount;
  @Field(() => InboxCount, {
    description: 'Conversations whose customer waits for an answer: see Conversation.waitingSince.',
  })
  waiting: InboxCount;
  @Field(() => InboxCount, {
    description: 'Conversations with something that the viewer has not read, open or closed.',
  })
  unread: InboxCount;
  @Field(() => InboxCount, { description: 'Open conversations.' }) open: InboxCount;
  @Field(() => InboxCount, { description: 'Closed conversations.' }) closed: InboxCount;
}
