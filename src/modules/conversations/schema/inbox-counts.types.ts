import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'How many conversations there are, counted up to 10,000; by label up to 1,000.' })
export class InboxCount {
  @Field(() => Int, { description: 'At most 10,000, or 1,000.' }) value: number;
  @Field(() => Boolean, { description: 'False: there are more. Show it as "10,000+".' }) isExact: boolean;
}

@ObjectType({ description: 'Conversations that the viewer may see, counted for the tabs of an inbox.' })
export class InboxCounts {
  @Field(() => InboxCount, { description: 'Open ones in which the viewer takes part.' }) mine: InboxCount;
  @Field(() => InboxCount, { description: 'Open ones without an assignee.' }) unassigned: InboxCount;
  @Field(() => InboxCount, { description: 'Those whose customer waits for an answer: see Conversation.waitingSince.' })
  waiting: InboxCount;
  @Field(() => InboxCount, { description: 'Those with something that the viewer has not read, open or closed.' })
  unread: InboxCount;
  @Field(() => InboxCount, { description: 'All that are open.' }) open: InboxCount;
  @Field(() => InboxCount, { description: 'All that are closed.' }) closed: InboxCount;
}
