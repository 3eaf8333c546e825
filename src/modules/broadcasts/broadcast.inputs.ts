import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../common/graphql/date-time.scalar.js';
import { ListUpTo, Text } from '../../common/graphql/input-checks.js';
import { JsonScalar } from '../../common/graphql/scalars.js';
import { EntriesByThemselves } from '../../common/graphql/texts/text-rule.js';
import { RecipientInput } from '../messages/schema/message.inputs.js';
import { MAX_MESSAGES_PER_SECOND, MAX_RECIPIENTS } from './domain/broadcast.js';

@InputType({
  description: `Recipients as a list, or the records that match: at most ${MAX_RECIPIENTS} at once; with skipInvalid a list may go on with appendBroadcastRecipients, and any number of records may match. One customer gets it once: whoever comes twice is an error, as is whoever cannot be sent to. Then nothing is stored, unless skipInvalid.`,
})
export class StartBroadcastInput {
  @Field(() => ID, {
    description: 'Yours to choose: the same key and input again gives the same broadcast, and nothing is sent twice.',
  })
  @Text({ max: 200 })
  idempotencyKey: string;
  @Field(() => ID) templateId: string;
  @Field(() => ID, { nullable: true, description: 'The number that sends; needed where the account has several.' })
  phoneNumberId?: string | null;
  @Field(() => [RecipientInput], { nullable: true })
  @IsOptional()
  @EntriesByThemselves()
  @ListUpTo(MAX_RECIPIENTS)
  @ValidateNested({ each: true })
  @Type(() => RecipientInput)
  recipients?: RecipientInput[] | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'Instead of recipients: values by field key that records of the template\'s model must have, such as { "city": "Lima" }. {} means all.',
  })
  recordFilter?: unknown;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Send to the others, and list in `skipped` whom it cannot be sent to.',
  })
  skipInvalid: boolean;
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Answer at once, and prepare the recipients in the background: the broadcast is PREPARING until then. So it is in any case where more than 20,000 records match. Needs skipInvalid.',
  })
  inBackground: boolean;
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'These are not all: more come by appendBroadcastRecipients. The broadcast is PREPARING until the last part has been prepared. Needs skipInvalid.',
  })
  moreRecipientsFollow: boolean;
  @Field(() => Int, {
    nullable: true,
    description: `1 to ${MAX_MESSAGES_PER_SECOND}. Absent: as fast as Meta lets the number. Answers of colleagues go first in any case.`,
  })
  messagesPerSecond?: number | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Absent: at once. At most 90 days ahead.' })
  startAt?: Date | null;
}

@InputType({
  description: 'A part of the list of a PREPARING broadcast. The same part at the same place again changes nothing.',
})
export class AppendBroadcastRecipientsInput {
  @Field(() => ID, { description: 'As startBroadcast answered it, with moreRecipientsFollow.' })
  broadcastId: string;
  @Field(() => Int, {
    description:
      "How many recipients came before this part: the broadcast's expectedRecipients, from which a list goes on.",
  })
  offset: number;
  @Field(() => [RecipientInput], {
    description: `At most ${MAX_RECIPIENTS}. Whoever cannot be sent to is left out, and listed in skipped; a text that is too long, or cannot be stored, refuses the whole part.`,
  })
  @ListUpTo(MAX_RECIPIENTS)
  @ValidateNested({ each: true })
  @Type(() => RecipientInput)
  recipients: RecipientInput[];
  @Field(() => Boolean, { description: 'Nobody comes after these. The last part may be empty.' })
  isLast: boolean;
}

@InputType()
export class BroadcastIdInput {
  @Field(() => ID) broadcastId: string;
}
