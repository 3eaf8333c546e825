import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { Text, TextLike } from '../../../common/graphql/input-checks.js';
import { TextField } from '../../../common/graphql/texts/text-rule.js';
import { because } from '../../../common/errors/because.js';

const SHORTCUT = /^[\p{L}\p{N}\p{M}_-]{1,50}$/u;
const SHORTCUT_RULE = because('SHORTCUT_FORM');
/** As long as a text message may be. */
const MAX_BODY = 4_096;

@InputType({ description: 'Canned reply to be made.' })
export class CreateCannedReplyInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'UUID of the account that it is for. Null: all accounts, which only those may choose who work with all of them.',
  })
  accountId?: string | null;
  @Field({
    description:
      'Shortcut of up to 50 letters, digits, hyphens and underscores; kept in small letters. DUPLICATE where the account has it already.',
  })
  @TextField('NAME')
  @TextLike(SHORTCUT, SHORTCUT_RULE)
  shortcut: string;
  @Field({ description: 'Text up to 4,096 characters, with variables by name: see CannedReply.body.' })
  @Text({ max: MAX_BODY, kind: 'CONTENT' })
  body: string;
}

@InputType({ description: 'Canned reply, and what changes: what is not given stays as it is.' })
export class UpdateCannedReplyInput {
  @Field(() => ID, { description: 'UUID of a canned reply that the viewer may change, else NOT_FOUND.' })
  cannedReplyId: string;
  @Field(() => String, { nullable: true, description: 'Shortcut as in createCannedReply; absent: unchanged.' })
  @TextField('NAME')
  @IsOptional()
  @TextLike(SHORTCUT, SHORTCUT_RULE)
  shortcut?: string | null;
  @Field(() => String, { nullable: true, description: 'Text as in createCannedReply; absent: unchanged.' })
  @Text({ max: MAX_BODY, kind: 'CONTENT', optional: true })
  body?: string | null;
}

@InputType({ description: 'Canned reply that the call is about.' })
export class CannedReplyIdInput {
  @Field(() => ID, { description: 'UUID of a canned reply that the viewer may change, else NOT_FOUND.' })
  cannedReplyId: string;
}

@InputType({ description: 'Conditions on canned replies: all hold together.' })
export class CannedReplyFilter {
  @Field(() => ID, {
    nullable: true,
    description:
      'UUID of an account: replies for it, and those for all accounts; NOT_FOUND where the viewer may not see it. Absent: of all that the viewer works with.',
  })
  accountId?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Beginning of shortcuts, or words that stand in texts. Blank: all.',
  })
  search?: string | null;
}
