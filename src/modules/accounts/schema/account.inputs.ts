import { Field, GraphQLISODateTime, ID, InputType, Int } from '@nestjs/graphql';
import { IsOptional, Max, Min } from 'class-validator';
import { ListUpTo, Text, TextLike } from '../../../common/graphql/input-checks.js';

const META_ID = /^\d{1,32}$/;
const META_ID_MESSAGE = "Meta's ids consist of digits.";
const VISIBLE = /^[\x21-\x7e]+$/;
const VISIBLE_MESSAGE = 'It has characters that Meta does not use here, perhaps a blank: copy it again.';
const MAX_TOKEN_LENGTH = 1_000;
const MAX_NAME_LENGTH = 200;

@InputType()
export class CreateAccountInput {
  @Field() @Text({ max: MAX_NAME_LENGTH }) name: string;
  @Field({ description: "Meta's id of the WhatsApp Business Account." })
  @Text({ max: 32 })
  @TextLike(META_ID, META_ID_MESSAGE)
  accountId: string;
  @Field({ description: "Meta's id of the app." }) @Text({ max: 32 }) @TextLike(META_ID, META_ID_MESSAGE) appId: string;
  @Field({ description: 'Write-only. Webhooks are verified with it.' })
  @Text({ max: MAX_TOKEN_LENGTH })
  @TextLike(VISIBLE, VISIBLE_MESSAGE)
  appSecret: string;
  @Field({ description: 'Write-only. Temporary at first, then that of an admin system user.' })
  @Text({ max: MAX_TOKEN_LENGTH })
  @TextLike(VISIBLE, VISIBLE_MESSAGE)
  accessToken: string;
  @Field({ description: "Meta's id of the phone number, not the number." })
  @Text({ max: 32 })
  @TextLike(META_ID, META_ID_MESSAGE)
  phoneNumberId: string;
  @Field(() => [ID], { nullable: true, description: 'Who is told when a customer writes first.' })
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
  @Field(() => String, { nullable: true }) @Text({ max: MAX_NAME_LENGTH, optional: true }) name?: string | null;
  @Field(() => String, { nullable: true })
  @Text({ max: 32, optional: true })
  @TextLike(META_ID, META_ID_MESSAGE)
  accountId?: string | null;
  @Field(() => String, { nullable: true })
  @Text({ max: 32, optional: true })
  @TextLike(META_ID, META_ID_MESSAGE)
  appId?: string | null;
  @Field(() => String, { nullable: true })
  @Text({ max: MAX_TOKEN_LENGTH, optional: true })
  @TextLike(VISIBLE, VISIBLE_MESSAGE)
  appSecret?: string | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: '24 hours from now unless given; goes with appSecret.',
  })
  @IsOptional()
  previousSecretUntil?: Date | null;
  @Field(() => String, { nullable: true })
  @Text({ max: MAX_TOKEN_LENGTH, optional: true })
  @TextLike(VISIBLE, VISIBLE_MESSAGE)
  accessToken?: string | null;
}

@InputType()
export class AccountIdInput {
  @Field(() => ID) accountId: string;
}

@InputType()
export class SetNotifyUsersInput {
  @Field(() => ID, { description: 'The id of the BusinessPhoneNumber (ours).' }) phoneNumberId: string;
  @Field(() => [ID], { description: 'Replaces the whole list; empty: nobody is told.' })
  @ListUpTo(1_000)
  userIds: string[];
  @Field(() => Int, { nullable: true, description: '1 to 365; unchanged unless given.' })
  @IsOptional()
  @Min(1)
  @Max(365)
  returnAfterDays?: number | null;
}
