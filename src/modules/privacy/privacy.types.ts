import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../common/graphql/date-time.scalar.js';
import { Payload } from '../../common/graphql/errors/payload.js';

@InputType()
export class EraseContactInput {
  @Field(() => ID) contactId: string;
}

@ObjectType({ description: 'What was erased, counted: nothing in it is about the person. Keep it as evidence.' })
export class ErasureReport {
  @Field(() => ID) contactId: string;
  @Field(() => Int) conversations: number;
  @Field(() => Int) messages: number;
  @Field(() => Int, { description: 'That the person had sent.' }) files: number;
  @Field(() => Int, { description: 'Business records with their phone number, in whatever spelling.' }) records: number;
  @Field(() => Int, { description: 'Raw webhooks in which they occurred.' }) webhookDeliveries: number;
  @Field(() => Int, { description: 'Statuses of messages that are not known here, with their number in the id.' })
  earlyStatuses: number;
  @Field(() => Int, {
    description: 'Idempotency keys of what was sent to them: a hash remains, so that nothing is sent again.',
  })
  idempotencyKeys: number;
  @Field(() => DateTimeScalar) erasedAt: Date;
}

@ObjectType()
export class EraseContactPayload extends Payload {
  @Field(() => ErasureReport, { nullable: true }) report: ErasureReport | null;
}
