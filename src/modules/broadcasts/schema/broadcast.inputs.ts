import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { ListUpTo, Text } from '../../../common/graphql/input-checks.js';
import { JsonScalar } from '../../../common/graphql/scalars.js';
import { EntriesByThemselves } from '../../../common/graphql/texts/text-rule.js';
import { RecipientInput } from '../../messages/schema/message.inputs.js';
import { MAX_MESSAGES_PER_SECOND, MAX_RECIPIENTS } from '../domain/broadcast.js';

@InputType({
  description: `Recipients as a list, or the records that match: at most ${MAX_RECIPIENTS} at once; with skipInvalid a list may go on with appendBroadcastRecipients, and any number of records may match. One customer gets it once: whoever comes twice is an error, as is whoever cannot be sent to. Then nothing is stored, unless skipInvalid.`,
})
export class StartBroadcastInput {
  @Field(() => ID, {
    nullable: true,
    description:
      "Key of the caller's choice: the same key and input again gives the same broadcast, and nothing is sent twice. CONFLICT with other input. Absent: the header Idempotency-Key, else REQUIRED.",
  })
  @Text({ max: 200 })
  idempotencyKey: string;
  @Field(() => ID, {
    description: 'UUID of a template that the viewer may send, else NOT_FOUND or TEMPLATE_NOT_PERMITTED.',
  })
  templateId: string;
  @Field(() => ID, {
    nullable: true,
    description: 'UUID of the BusinessPhoneNumber (ours) that sends; needed where the account has several.',
  })
  phoneNumberId?: string | null;
  @Field(() => [RecipientInput], {
    description: 'Recipients as a list, at most 20000; not together with recordFilter.',
    nullable: true,
  })
  @IsOptional()
  @EntriesByThemselves()
  @ListUpTo(MAX_RECIPIENTS)
  @ValidateNested({ each: true })
  @Type(() => RecipientInput)
  recipients?: RecipientInput[] | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'Records instead of recipients: those of the template\'s model that match, by the rules of DataRecordFilter.where, such as { "city": "Lima", "total": { "gte": 100 } }. {} means all.',
  })
  recordFilter?: unknown;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether to send to the others, and list in skippedRecipients whom it cannot be sent to.',
  })
  skipInvalid: boolean;
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether to answer at once, and prepare the recipients in the background: the broadcast is PREPARING until then. So it is in any case where more than 20,000 records match. Needs skipInvalid.',
  })
  inBackground: boolean;
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether these are not all: more come by appendBroadcastRecipients. The broadcast is PREPARING until the last part has been prepared. Needs skipInvalid.',
  })
  moreRecipientsFollow: boolean;
  @Field(() => Int, {
    nullable: true,
    description: `Rate, 1 to ${MAX_MESSAGES_PER_SECOND} messages a second. Absent: as fast as Meta lets the number. Answers of colleagues go first in any case.`,
  })
  messagesPerSecond?: number | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which sending begins, at most 90 days ahead. Absent: at once.',
  })
  startAt?: Date | null;
}

@InputType({
  description: 'Part of the list of a PREPARING broadcast. The same part at the same place again changes nothing.',
})
export class AppendBroadcastRecipientsInput {
  @Field(() => ID, {
    description:
      'UUID of the broadcast that startBroadcast answered, with moreRecipientsFollow; NOT_ALLOWED_NOW once it is not PREPARING.',
  })
  broadcastId: string;
  @Field(() => Int, {
    description:
      "Number of recipients that came before this part: the broadcast's expectedRecipients, from which a list goes on.",
  })
  offset: number;
  @Field(() => [RecipientInput], {
    description: `Recipients of this part, at most ${MAX_RECIPIENTS}. Whoever cannot be sent to is left out, and listed in skippedRecipients; a text that is too long, or cannot be stored, refuses the whole part.`,
  })
  @ListUpTo(MAX_RECIPIENTS)
  @ValidateNested({ each: true })
  @Type(() => RecipientInput)
  recipients: RecipientInput[];
  @Field(() => Boolean, { description: 'Whether nobody comes after these. The last part may be empty.' })
  isLast: boolean;
}

@InputType({ description: 'Broadcast that the call is about.' })
export class BroadcastIdInput {
  @Field(() => ID, { description: 'UUID of a broadcast of an account that the viewer may see, else NOT_FOUND.' })
  broadcastId: string;
}
