import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Text } from '../../../common/graphql/input-checks.js';
import { InboxCount } from '../../conversations/schema/inbox-counts.types.js';

@InputType({ description: 'Days of a time zone, the first and the last included: 92 at most.' })
export class StatisticsPeriod {
  @Field({ description: 'First day, such as 2026-11-01.' }) @Text({ max: 10 }) from: string;
  @Field({ description: 'Last day, such as 2026-11-30.' }) @Text({ max: 10 }) to: string;
  @Field({
    defaultValue: 'UTC',
    description: 'Time zone of IANA whose midnight begins a day, such as Europe/Berlin.',
  })
  @Text({ max: 100 })
  timeZone: string;
}

@ObjectType({
  description:
    'First answers: how long customers waited for the one that a person or a program of this system sent them, but for broadcasts. Lengths are kept to 5 %.',
})
export class FirstAnswerStatistics {
  @Field(() => Int, { description: 'Waits that an answer ended.' }) count: number;
  @Field(() => Int, {
    nullable: true,
    description: 'Seconds that half of the waits took at most; null where there are none.',
  })
  p50Seconds: number | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Seconds that nine of ten waits took at most; null where there are none.',
  })
  p90Seconds: number | null;
}

@ObjectType({ description: 'Messages of one day. Reactions, edits and deletions are not counted.' })
export class DayStatistics {
  @Field({ description: "Day in the period's time zone, such as 2026-11-26." }) date: string;
  @Field(() => Int, { description: 'Messages that customers wrote.' }) received: number;
  @Field(() => Int, { description: 'Messages that Meta accepted, templates and broadcasts included.' }) sent: number;
  @Field(() => Int, { description: 'Messages that have failed, of those sent or refused on the day.' }) failed: number;
  @Field(() => FirstAnswerStatistics, { description: 'Waits that were ended on the day.' })
  firstAnswers: FirstAnswerStatistics;
}

@ObjectType({ description: "Outcomes of a template's messages that were sent in the days asked for." })
export class TemplateOutcomes {
  templateId: string;
  @Field(() => Int, { description: 'Messages that Meta accepted.' }) sent: number;
  @Field(() => Int, { description: 'Messages that were delivered since then.' }) delivered: number;
  @Field(() => Int, { description: 'Messages that were read since then.' }) read: number;
  @Field(() => Int, { description: 'Messages after which the customer wrote, before another template was sent.' })
  replied: number;
  @Field(() => Int, { description: 'Messages that Meta refused, or did not deliver.' }) failed: number;
}

@ObjectType({ description: 'Messages that Meta has reported the same price of, in its own words: see MessagePricing.' })
export class MessageCharges {
  @Field(() => String, {
    nullable: true,
    description: "Meta's category, such as marketing, utility, authentication, service; null where Meta did not say.",
  })
  category: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Meta's type, such as regular, free_customer_service, free_entry_point; null where Meta did not say.",
  })
  type: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the messages are charged; null where Meta did not say.',
  })
  isBillable: boolean | null;
  @Field(() => Int, { description: 'Number of messages.' }) messages: number;
}

@ObjectType({
  description: 'Statistics of some days, and who waits now; of one account, or of all that the viewer works with.',
})
export class AccountStatistics {
  @Field(() => [DayStatistics], { description: 'Days of the period, one entry for each, in order.' })
  days: DayStatistics[];
  @Field(() => FirstAnswerStatistics, { description: 'First answers to customers in all these days together.' })
  firstAnswers: FirstAnswerStatistics;
  @Field(() => InboxCount, { description: 'Customers who wait for an answer now, whatever the period.' })
  waiting: InboxCount;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time since which the customer waits who has waited longest; null: nobody waits.',
  })
  longestWaitingSince: Date | null;
  @Field(() => [TemplateOutcomes], {
    description: 'Templates that were sent in these days, most often first; 50 at most.',
  })
  templates: TemplateOutcomes[];
  @Field(() => [MessageCharges], {
    description: 'Charges that Meta reported for messages of these days, most often first.',
  })
  charges: MessageCharges[];
}
