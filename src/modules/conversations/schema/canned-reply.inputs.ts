import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { Text, TextLike } from '../../../common/graphql/input-checks.js';
import { TextField } from '../../../common/graphql/texts/text-rule.js';

const SHORTCUT = /^[\p{L}\p{N}\p{M}_-]{1,50}$/u;
const SHORTCUT_RULE = 'A shortcut has up to 50 letters, digits, hyphens and underscores.';
/** As long as a text message may be. */
const MAX_BODY = 4_096;

@InputType({ description: 'A new canned reply.' })
export class CreateCannedReplyInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Null: for all accounts, which only those make who work with all of them.',
  })
  accountId?: string | null;
  @Field({ description: 'Up to 50 letters, digits, hyphens and underscores; kept in small letters.' })
  @TextField('NAME')
  @TextLike(SHORTCUT, SHORTCUT_RULE)
  shortcut: string;
  @Field({ description: 'Up to 4,096 characters, with variables by name: see CannedReply.body.' })
  @Text({ max: MAX_BODY, kind: 'CONTENT' })
  body: string;
}

@InputType({ description: 'What is not given stays as it is.' })
export class UpdateCannedReplyInput {
  @Field(() => ID, { description: 'Which.' }) cannedReplyId: string;
  @Field(() => String, { nullable: true, description: 'As in createCannedReply.' })
  @TextField('NAME')
  @IsOptional()
  @TextLike(SHORTCUT, SHORTCUT_RULE)
  shortcut?: string | null;
  @Field(() => String, { nullable: true, description: 'As in createCannedReply.' })
  @Text({ max: MAX_BODY, kind: 'CONTENT', optional: true })
  body?: string | null;
}

@InputType({ description: 'One canned reply.' })
export class CannedReplyIdInput {
  @Field(() => ID, { description: 'Which.' }) cannedReplyId: string;
}
