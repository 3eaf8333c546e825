import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { IsOptional, Max, Min } from 'class-validator';
import { formerNameOf } from '../../../common/graphql/former-name.js';
import {
  FormerName,
  IsCountry,
  ListUpTo,
  RequiredUnless,
  Text,
  TextLike,
} from '../../../common/graphql/input-checks.js';

const META_ID = /^\d{1,32}$/;
const META_ID_MESSAGE = "Meta's ids consist of digits.";
const MAX_META_ID_LENGTH = 32;
const VISIBLE = /^[\x21-\x7e]+$/;
const VISIBLE_MESSAGE = 'It has characters that Meta does not use here, perhaps a blank: copy it again.';
const MAX_TOKEN_LENGTH = 1_000;
const MAX_NAME_LENGTH = 200;

@InputType()
export class CreateAccountInput {
  @Field() @Text({ max: MAX_NAME_LENGTH, kind: 'NAME' }) name: string;
  @Field(() => String, { nullable: true, description: "Meta's id of the WhatsApp Business Account. Required." })
  @RequiredUnless('accountId')
  @Text({ max: MAX_META_ID_LENGTH })
  @TextLike(META_ID, META_ID_MESSAGE)
  whatsappAccountId?: string | null;
  @Field(() => String, { ...formerNameOf('whatsappAccountId'), nullable: true })
  @FormerName('whatsappAccountId')
  @Text({ max: MAX_META_ID_LENGTH, optional: true })
  @TextLike(META_ID, META_ID_MESSAGE)
  accountId?: string | null;
  @Field({ description: "Meta's id of the app." })
  @Text({ max: MAX_META_ID_LENGTH })
  @TextLike(META_ID, META_ID_MESSAGE)
  appId: string;
  @Field({ description: 'Write-only. Webhooks are verified with it.' })
  @Text({ max: MAX_TOKEN_LENGTH })
  @TextLike(VISIBLE, VISIBLE_MESSAGE)
  appSecret: string;
  @Field({ description: 'Write-only. Temporary at first, then that of an admin system user.' })
  @Text({ max: MAX_TOKEN_LENGTH })
  @TextLike(VISIBLE, VISIBLE_MESSAGE)
  accessToken: string;
  @Field(() => String, { nullable: true, description: "Meta's id of the phone number, not the number. Required." })
  @RequiredUnless('phoneNumberId')
  @Text({ max: MAX_META_ID_LENGTH })
  @TextLike(META_ID, META_ID_MESSAGE)
  whatsappPhoneNumberId?: string | null;
  @Field(() => String, { ...formerNameOf('whatsappPhoneNumberId'), nullable: true })
  @FormerName('whatsappPhoneNumberId')
  @Text({ max: MAX_META_ID_LENGTH, optional: true })
  @TextLike(META_ID, META_ID_MESSAGE)
  phoneNumberId?: string | null;
  @Field(() => [ID], { nullable: true, description: 'Who is notified when a customer writes first.' })
  @IsOptional()
  @ListUpTo(1_000)
  notifyUserIds?: string[] | null;
}

@InputType({
  description:
    'Absent means unchanged. A new app secret leaves the old one valid for webhooks until previousSecretUntil.',
})
export class UpdateAccountInput {
  @Field(() => ID) id: string;
  @Field(() => String, { nullable: true }) @Text({ max: MAX_NAME_LENGTH, kind: 'NAME', optional: true }) name?:
    string | null;
  @Field(() => String, { nullable: true, description: "Meta's id of the WhatsApp Business Account." })
  @Text({ max: MAX_META_ID_LENGTH, optional: true })
  @TextLike(META_ID, META_ID_MESSAGE)
  whatsappAccountId?: string | null;
  @Field(() => String, { ...formerNameOf('whatsappAccountId'), nullable: true })
  @FormerName('whatsappAccountId')
  @Text({ max: MAX_META_ID_LENGTH, optional: true })
  @TextLike(META_ID, META_ID_MESSAGE)
  accountId?: string | null;
  @Field(() => String, { nullable: true, description: "Meta's id of the app." })
  @Text({ max: MAX_META_ID_LENGTH, optional: true })
  @TextLike(META_ID, META_ID_MESSAGE)
  appId?: string | null;
  @Field(() => String, { nullable: true })
  @Text({ max: MAX_TOKEN_LENGTH, optional: true })
  @TextLike(VISIBLE, VISIBLE_MESSAGE)
  appSecret?: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: '24 hours from now unless given; goes with appSecret.',
  })
  previousSecretUntil?: Date | null;
  @Field(() => String, { nullable: true })
  @Text({ max: MAX_TOKEN_LENGTH, optional: true })
  @TextLike(VISIBLE, VISIBLE_MESSAGE)
  accessToken?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'ISO 3166-1 alpha-2, such as DE: phone numbers without + or 00 are read in this country. Null: such are refused. Unless it is given once, the country of the account’s own number counts.',
  })
  @IsCountry()
  defaultCountry?: string | null;
}

@InputType()
export class AccountIdInput {
  @Field(() => ID) accountId: string;
}

@InputType()
export class SetNotifyUsersInput {
  @Field(() => ID, { description: 'Our id of the BusinessPhoneNumber.' }) phoneNumberId: string;
  @Field(() => [ID], { description: 'Replaces the whole list; empty: nobody is notified.' })
  @ListUpTo(1_000)
  userIds: string[];
  @Field(() => Int, { nullable: true, description: '1 to 365; unchanged unless given.' })
  @IsOptional()
  @Min(1)
  @Max(365)
  returnAfterDays?: number | null;
}
