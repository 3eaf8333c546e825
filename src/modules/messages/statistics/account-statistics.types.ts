import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Text } from '../../../common/graphql/input-checks.js';
import { InboxCount } from '../../conversations/schema/inbox-counts.types.js';

@InputType({ description: 'Days of a time zone, the first and the last included: 92 at most.' })
export class StatisticsPeriod {
  @Field({ description: 'The first day, such as 2026-11-01.' }) @Text({ max: 10 }) from: string;
  @Field({ description: 'The last day, such as 2026-11-30.' }) @Text({ max: 10 }) to: string;
  @Field({
    defaultValue: 'UTC',
    description: 'Whose midnight begins a day: a time zone of IANA, such as Europe/Berlin.',
  })
  @Text({ max: 100 })
  timeZone: string;
}

@ObjectType({
  description:
    'How long customers waited for the first answer that a person or a program of this system sent them, but for broadcasts. Lengths are kept to 5 %.',
})
export class FirstAnswerStatistics {
  @Field(() => Int, { description: 'Waits that an answer ended.' }) count: number;
  @Field(() => Int, {
    nullable: true,
    description: 'Half of them took at most so many seconds; null where there are none.',
  })
  p50Seconds: number | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Nine of ten of them took at most so many seconds; null where there are none.',
  })
  p90Seconds: number | null;
}

@ObjectType({ description: 'The messages of a day. Reactions, edits and deletions are none.' })
export class DayStatistics {
  @Field({ description: 'The day, such as 2026-11-26.' }) date: string;
  @Field(() => Int, { description: 'Written by customers.' }) received: number;
  @Field(() => Int, { description: 'Accepted by Meta, templates and broadcasts included.' }) sent: number;
  @Field(() => Int, { description: 'Of those sent or refused on the day, those that have failed.' }) failed: number;
  @Field(() => FirstAnswerStatistics, { description: 'Waits that were ended on the day.' })
  firstAnswers: FirstAnswerStatistics;
}

@ObjectType({ description: 'What became of the messages of a template that were sent in the days asked for.' })
export class TemplateOutcomes {
  templateId: string;
  @Field(() => Int, { description: 'Accepted by Meta.' }) sent: number;
  @Field(() => Int, { description: 'Delivered since then.' }) delivered: number;
  @Field(() => Int, { description: 'Read since then.' }) read: number;
  @Field(() => Int, { description: 'After which the customer wrote, before another template was sent.' })
  replied: number;
  @Field(() => Int, { description: 'Refused by Meta, or not delivered.' }) failed: number;
}

@ObjectType({ description: 'Messages that Meta has reported the same price of, in its own words: see MessagePricing.' })
export class MessageCharges {
  @Field(() => String, { nullable: true, description: 'Such as marketing, utility, authentication, service.' })
  category: string | null;
  @Field(() => String, { nullable: true, description: 'Such as regular, free_customer_service, free_entry_point.' })
  type: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether they are charged; null where Meta did not say.' })
  isBillable: boolean | null;
  @Field(() => Int, { description: 'How many they are.' }) messages: number;
}

@ObjectType({
  description: 'What happened in some days, and who waits now; of one account, or of all that the viewer works with.',
})
export class AccountStatistics {
  @Field(() => [DayStatistics], { description: 'One for each day, in order.' }) days: DayStatistics[];
  @Field(() => FirstAnswerStatistics, { description: 'Of all these days.' }) firstAnswers: FirstAnswerStatistics;
  @Field(() => InboxCount, { description: 'Customers who wait for an answer now.' }) waiting: InboxCount;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when the one waits who has waited longest; null: nobody.',
  })
  longestWaitingSince: Date | null;
  @Field(() => [TemplateOutcomes], {
    description: 'Templates that were sent in these days, most often first; 50 at most.',
  })
  templates: TemplateOutcomes[];
  @Field(() => [MessageCharges], { description: 'What Meta charges for messages of these days, most often first.' })
  charges: MessageCharges[];
}
