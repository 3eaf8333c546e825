import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { IsBoolean, IsOptional, Max, Min } from 'class-validator';
import { formerNameOf } from '../../../common/graphql/former-name.js';
import {
  FormerName,
  IsCountry,
  ListUpTo,
  RequiredUnless,
  Text,
  TextLike,
} from '../../../common/graphql/input-checks.js';
import type { MarketingMessagesPolicy } from '../domain/marketing-policy.js';
import { MarketingMessagesPolicyEnum } from '../marketing/marketing-messages.types.js';
import { because } from '../../../common/errors/because.js';

const META_ID = /^\d{1,32}$/;
const META_ID_RULE = because('META_ID_FORM');
const MAX_META_ID_LENGTH = 32;
const VISIBLE = /^[\x21-\x7e]+$/;
const VISIBLE_RULE = because('SECRET_FORM');
const MAX_TOKEN_LENGTH = 1_000;
const MAX_NAME_LENGTH = 200;

@InputType({ description: "Credentials of a WhatsApp Business Account, as they stand in Meta's app dashboard." })
export class CreateAccountInput {
  @Field({ description: 'Name that colleagues call the account by; 1 to 200 characters.' })
  @Text({ max: MAX_NAME_LENGTH, kind: 'NAME' })
  name: string;
  @Field(() => String, {
    nullable: true,
    description:
      "Meta's id of the WhatsApp Business Account, in digits. Required; DUPLICATE where it is connected already.",
  })
  @RequiredUnless('accountId')
  @Text({ max: MAX_META_ID_LENGTH })
  @TextLike(META_ID, META_ID_RULE)
  whatsappAccountId?: string | null;
  @Field(() => String, { ...formerNameOf('whatsappAccountId'), nullable: true })
  @FormerName('whatsappAccountId')
  @Text({ max: MAX_META_ID_LENGTH, optional: true })
  @TextLike(META_ID, META_ID_RULE)
  accountId?: string | null;
  @Field({ description: "Meta's id of the app, in digits." })
  @Text({ max: MAX_META_ID_LENGTH })
  @TextLike(META_ID, META_ID_RULE)
  appId: string;
  @Field({ description: 'App secret, write-only: webhooks are verified with it.' })
  @Text({ max: MAX_TOKEN_LENGTH })
  @TextLike(VISIBLE, VISIBLE_RULE)
  appSecret: string;
  @Field({ description: 'Access token, write-only: temporary at first, then that of an admin system user.' })
  @Text({ max: MAX_TOKEN_LENGTH })
  @TextLike(VISIBLE, VISIBLE_RULE)
  accessToken: string;
  @Field(() => String, { nullable: true, description: "Meta's id of the phone number, not the number. Required." })
  @RequiredUnless('phoneNumberId')
  @Text({ max: MAX_META_ID_LENGTH })
  @TextLike(META_ID, META_ID_RULE)
  whatsappPhoneNumberId?: string | null;
  @Field(() => String, { ...formerNameOf('whatsappPhoneNumberId'), nullable: true })
  @FormerName('whatsappPhoneNumberId')
  @Text({ max: MAX_META_ID_LENGTH, optional: true })
  @TextLike(META_ID, META_ID_RULE)
  phoneNumberId?: string | null;
  @Field(() => [ID], {
    nullable: true,
    description: 'UUIDs of active users who are notified when a customer writes first; absent: nobody.',
  })
  @IsOptional()
  @ListUpTo(1_000)
  notifyUserIds?: string[] | null;
}

@InputType({
  description:
    'Account, and what changes: absent means unchanged. A new app secret leaves the old one valid for webhooks until previousSecretUntil.',
})
export class UpdateAccountInput {
  @Field(() => ID, { description: 'UUID of the account, else NOT_FOUND.' }) id: string;
  @Field(() => String, { description: 'Name that colleagues call the account by; absent: unchanged.', nullable: true })
  @Text({ max: MAX_NAME_LENGTH, kind: 'NAME', optional: true })
  name?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Meta's id of the WhatsApp Business Account, in digits; absent: unchanged.",
  })
  @Text({ max: MAX_META_ID_LENGTH, optional: true })
  @TextLike(META_ID, META_ID_RULE)
  whatsappAccountId?: string | null;
  @Field(() => String, { ...formerNameOf('whatsappAccountId'), nullable: true })
  @FormerName('whatsappAccountId')
  @Text({ max: MAX_META_ID_LENGTH, optional: true })
  @TextLike(META_ID, META_ID_RULE)
  accountId?: string | null;
  @Field(() => String, { nullable: true, description: "Meta's id of the app, in digits; absent: unchanged." })
  @Text({ max: MAX_META_ID_LENGTH, optional: true })
  @TextLike(META_ID, META_ID_RULE)
  appId?: string | null;
  @Field(() => String, { description: 'App secret, write-only; absent: unchanged.', nullable: true })
  @Text({ max: MAX_TOKEN_LENGTH, optional: true })
  @TextLike(VISIBLE, VISIBLE_RULE)
  appSecret?: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Time until which the old app secret verifies webhooks too: 24 hours from now unless given; goes with appSecret.',
  })
  previousSecretUntil?: Date | null;
  @Field(() => String, { description: 'Access token, write-only; absent: unchanged.', nullable: true })
  @Text({ max: MAX_TOKEN_LENGTH, optional: true })
  @TextLike(VISIBLE, VISIBLE_RULE)
  accessToken?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Country by ISO 3166-1 alpha-2, such as DE: phone numbers without + or 00 are read in this country. Null: such are refused. Unless it is given once, the country of the account’s own number counts.',
  })
  @IsCountry()
  defaultCountry?: string | null;
  @Field(() => MarketingMessagesPolicyEnum, {
    nullable: true,
    description:
      'Policy for MARKETING templates; absent: unchanged. It is stored whether Meta allows it or not: see Account.marketingMessages and testConnection.',
  })
  marketingMessagesPolicy?: MarketingMessagesPolicy | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether Meta may use what becomes of messages that go by the Marketing Messages API; null: as the account's settings at Meta say; absent: unchanged.",
  })
  @IsOptional()
  @IsBoolean()
  marketingActivitySharing?: boolean | null;
}

@InputType({ description: 'Account that the call is about.' })
export class AccountIdInput {
  @Field(() => ID, { description: 'UUID of an account that the viewer may see, else NOT_FOUND.' }) accountId: string;
}

@InputType({ description: 'Phone number, and who is notified of customers who write to it first.' })
export class SetNotifyUsersInput {
  @Field(() => ID, { description: "UUID of the BusinessPhoneNumber (ours, not Meta's), else NOT_FOUND." })
  phoneNumberId: string;
  @Field(() => [ID], { description: 'UUIDs of active users: replaces the whole list; empty: nobody is notified.' })
  @ListUpTo(1_000)
  userIds: string[];
  @Field(() => Int, {
    nullable: true,
    description: 'Days without an answer after which a conversation returns: 1 to 365; unchanged unless given.',
  })
  @IsOptional()
  @Min(1)
  @Max(365)
  returnAfterDays?: number | null;
}
