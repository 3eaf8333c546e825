import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsDefined, IsOptional, ValidateNested } from 'class-validator';
import { Text } from '../../common/graphql/input-checks.js';

/** Meta's limit. */
const LONGEST_TEXT = 4_096;

@InputType()
export class OutgoingTextInput {
  @Field({ description: '1 to 4,096 characters; WhatsApp shows *bold*, _italic_, ~struck~ and ```code```.' })
  @Text({ max: LONGEST_TEXT })
  body: string;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'Whether the first link is shown with a preview.',
  })
  @IsOptional()
  previewUrl?: boolean | null;
}

@InputType({ isOneOf: true, description: 'What to send: exactly one of these.' })
export class OutgoingContentInput {
  @Field(() => OutgoingTextInput, { nullable: true })
  @IsDefined()
  @ValidateNested()
  @Type(() => OutgoingTextInput)
  text?: OutgoingTextInput;
}

@InputType()
export class SendMessageInput {
  @Field(() => ID, {
    description:
      'Yours to choose, such as a UUID a message: the same key and content again gives the same answer, and nothing is sent twice.',
  })
  @Text({ max: 200 })
  idempotencyKey: string;
  @Field(() => ID) conversationId: string;
  @Field(() => ID, { nullable: true, description: 'The message of this conversation that is quoted.' })
  @IsOptional()
  replyToId?: string | null;
  @Field(() => OutgoingContentInput)
  @ValidateNested()
  @Type(() => OutgoingContentInput)
  content: OutgoingContentInput;
}

@InputType()
export class MarkConversationReadInput {
  @Field(() => ID) conversationId: string;
  @Field(() => ID, { nullable: true, description: 'Absent: everything that is there now.' })
  @IsOptional()
  upToMessageId?: string | null;
}
