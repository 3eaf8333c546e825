import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { Text } from '../../../common/graphql/input-checks.js';
import { OutgoingContentInput } from './outgoing-content.inputs.js';

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
  replyToId?: string | null;
  @Field(() => OutgoingContentInput)
  @ValidateNested()
  @Type(() => OutgoingContentInput)
  content: OutgoingContentInput;
}
