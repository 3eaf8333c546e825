import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import type { PhoneAppData } from '../../../whatsapp/phone-app-api.js';
import { BusinessPhoneNumberType } from '../schema/account.types.js';
import { MetaRefusal } from '../schema/meta-refusal.types.js';

const PhoneAppDataEnum = { HISTORY: 'HISTORY', CONTACTS: 'CONTACTS' } as const;
registerEnumType(PhoneAppDataEnum, {
  name: 'PhoneAppData',
  description: 'Data that the WhatsApp Business app on a phone can hand over.',
  valuesMap: {
    HISTORY: { description: 'Messages of the last 180 days, as past messages of their conversations.' },
    CONTACTS: { description: 'Names from the address book of the phone.' },
  },
});

@ObjectType({
  description: "Import of the history of a number's phone app: what was asked for, and how far Meta has passed it on.",
})
export class HistoryImport {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which the history was asked for here; null: it was not.',
  })
  requestedAt: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which the contacts were asked for here; null: they were not.',
  })
  contactsRequestedAt: Date | null;
  @Field(() => Int, {
    nullable: true,
    description:
      'Phase that has come furthest: 0 is the last day, 1 the last 90 days, 2 the last 180 days. Null until a chunk is read.',
  })
  phase: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "Meta's number of the latest chunk of that phase; null until a chunk is read.",
  })
  chunkOrder: number | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Share of the whole history that Meta has passed on, in per cent; null until a chunk is read.',
  })
  progress: number | null;
  @Field(() => Int, { description: 'Chunks that have been read; one that came twice counts once.' }) chunksRead: number;
  @Field(() => Int, { description: 'Messages of the history that were new here.' }) messagesRead: number;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which the first of it was read; null until then.',
  })
  startedAt: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which all of it was read, or at which it was refused; null until then.',
  })
  finishedAt: Date | null;
  @Field(() => MetaRefusal, {
    nullable: true,
    description:
      'Reason why Meta passes on no history, such as 2593109: the company chose on its phone not to share it. Null: none.',
  })
  refusal: MetaRefusal | null;
}

@InputType({ description: 'Phone number, and what its phone app shall hand over.' })
export class RequestPhoneAppDataInput {
  @Field(() => ID, { description: "UUID of the BusinessPhoneNumber (ours, not Meta's), else NOT_FOUND." })
  phoneNumberId: string;
  @Field(() => PhoneAppDataEnum, { description: 'Data that is asked for.' })
  data: PhoneAppData;
}

@ObjectType({ description: 'Phone number after the request, or the errors that refused it.' })
export class RequestPhoneAppDataPayload extends Payload {
  @Field(() => BusinessPhoneNumberType, {
    description: 'Phone number as it is now; null where the call was refused.',
    nullable: true,
  })
  phoneNumber: BusinessPhoneNumberType | null;
}
