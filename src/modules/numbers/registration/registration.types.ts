import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MinLength } from 'class-validator';
import { because } from '../../../common/errors/because.js';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { refusedBecause, Text, TextLike } from '../../../common/graphql/input-checks.js';
import { STORAGE_REGIONS, type CodeMethod, type StorageRegion } from '../../../whatsapp/numbers/registration-api.js';
import { BusinessPhoneNumberType } from '../../accounts/schema/account.types.js';

const OURS = "UUID of the BusinessPhoneNumber (ours, not Meta's), else NOT_FOUND.";
const PIN = /^\d{6}$/;
const CODE = /^\d{3}-?\d{3}$/;
const LANGUAGE = /^[a-z]{2}_[A-Z]{2}$/;

const CodeMethodEnum = { SMS: 'SMS', VOICE: 'VOICE' } as const;
registerEnumType(CodeMethodEnum, {
  name: 'VerificationMethod',
  description: 'Way in which Meta tells the code to whoever has the number.',
  valuesMap: {
    SMS: { description: 'Text message to the number.' },
    VOICE: { description: 'Call of the number, in which the code is read out.' },
  },
});

const REGION_NAMES: Readonly<Record<StorageRegion, string>> = {
  AE: 'Storage in United Arab Emirates.',
  AU: 'Storage in Australia.',
  BH: 'Storage in Bahrain.',
  BR: 'Storage in Brazil.',
  CA: 'Storage in Canada.',
  CH: 'Storage in Switzerland.',
  DE: 'Germany, for the European Union.',
  GB: 'Storage in United Kingdom.',
  ID: 'Storage in Indonesia.',
  IN: 'Storage in India.',
  JP: 'Storage in Japan.',
  KR: 'Storage in South Korea.',
  SG: 'Storage in Singapore.',
  ZA: 'Storage in South Africa.',
};
const StorageRegionEnum = Object.fromEntries(STORAGE_REGIONS.map((region) => [region, region]));
registerEnumType(StorageRegionEnum, {
  name: 'StorageRegion',
  description: 'Country in which Meta can keep the messages of a number at rest, by ISO 3166-1 alpha-2.',
  valuesMap: Object.fromEntries(STORAGE_REGIONS.map((region) => [region, { description: REGION_NAMES[region] }])),
});

@InputType({ description: 'Phone number that the call is about.' })
export class PhoneNumberIdInput {
  @Field(() => ID, { description: OURS }) phoneNumberId: string;
}

@InputType({ description: 'Phone number, and how it is told its verification code.' })
export class RequestVerificationCodeInput extends PhoneNumberIdInput {
  @Field(() => CodeMethodEnum, { description: 'Way in which Meta tells the code.' }) method: CodeMethod;
  @Field(() => String, {
    nullable: true,
    description: 'Language and country of the message or the call, such as pt_BR; en_US unless given.',
  })
  @Text({ max: 5, optional: true })
  @TextLike(LANGUAGE, because('CODE_LANGUAGE_FORM'))
  language?: string | null;
}

@InputType({ description: 'Phone number, and the code that Meta has told it.' })
export class VerifyPhoneNumberInput extends PhoneNumberIdInput {
  @Field({ description: 'Code: six digits, with or without a hyphen between them. Passed on to Meta, kept nowhere.' })
  @Text({ max: 7 })
  @TextLike(CODE, because('VERIFICATION_CODE_FORM'))
  code: string;
}

@InputType({ description: 'Phone number, and its two-step PIN.' })
export class RegisterPhoneNumberInput extends PhoneNumberIdInput {
  @Field({
    description:
      'Two-step PIN of the number, six digits: the one that was set, or, where there is none, the one that it gets. Passed on to Meta, kept nowhere: keep it yourself.',
  })
  @Text({ max: 6 })
  @TextLike(PIN, because('PIN_FORM'))
  pin: string;
  @Field(() => StorageRegionEnum, {
    nullable: true,
    description: 'Country in which Meta keeps the messages at rest; as Meta does for everybody unless given.',
  })
  storageRegion?: StorageRegion | null;
}

@InputType({ description: 'Phone number, and the two-step PIN that it gets.' })
export class SetTwoStepPinInput extends PhoneNumberIdInput {
  @Field({
    description:
      'New PIN, six digits; it replaces the former one, which need not be known. Passed on to Meta, kept nowhere: keep it yourself.',
  })
  @Text({ max: 6 })
  @TextLike(PIN, because('PIN_FORM'))
  pin: string;
}

@InputType({ description: 'Phone number, and the display name that it shall have.' })
export class RequestDisplayNameInput extends PhoneNumberIdInput {
  @Field({ description: 'Name that customers shall see, by the rules of Meta; 2 to 75 characters.' })
  @Text({ max: 75, kind: 'NAME' })
  @MinLength(2, refusedBecause(because('DISPLAY_NAME_SHORT'), 'TOO_SHORT', 2))
  displayName: string;
}

@ObjectType({ description: 'Refusals of the two-step PIN of a number, since the last right one.' })
export class PinRefusals {
  @Field(() => Int, { description: 'PINs that Meta refused in a row.' }) refusedInARow: number;
  @Field(() => DateTimeScalar, { description: 'Time of the last one.' }) refusedAt: Date;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Time until which Meta takes no PIN: until then registerPhoneNumber answers RATE_LIMITED without asking Meta. Null: Meta has not said so.',
  })
  heldUntil: Date | null;
}

@ObjectType({ description: 'Phone number after the call, or the errors that refused it.' })
export class PhoneNumberPayload extends Payload {
  @Field(() => BusinessPhoneNumberType, {
    description: 'Phone number as Meta has it now; null where the call was refused.',
    nullable: true,
  })
  phoneNumber: BusinessPhoneNumberType | null;
}
