import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Text } from '../../../common/graphql/input-checks.js';
import { OutgoingContentInput } from './outgoing-content.inputs.js';

@InputType({ description: 'Message to be sent in a conversation.' })
export class SendMessageInput {
  @Field(() => ID, {
    nullable: true,
    description:
      "Key of the caller's choice, such as a UUID a message: the same key and content again gives the same answer, and nothing is sent twice. CONFLICT with other content. Absent: the header Idempotency-Key, else REQUIRED.",
  })
  @Text({ max: 200 })
  idempotencyKey: string;
  @Field(() => ID, { description: 'UUID of a conversation that the viewer may see, else NOT_FOUND.' })
  conversationId: string;
  @Field(() => ID, { nullable: true, description: 'UUID of the message of this conversation that is quoted.' })
  replyToId?: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Time at which it is sent, at most 90 days ahead; INVALID_INPUT where it has passed. What is no template needs an open service window now, and once more then: else it is FAILED (131047), and whoever wrote it is notified. Absent: at once.',
  })
  sendAt?: Date | null;
  @Field(() => OutgoingContentInput, { description: 'Content of the message.' })
  @ValidateNested()
  @Type(() => OutgoingContentInput)
  content: OutgoingContentInput;
}
