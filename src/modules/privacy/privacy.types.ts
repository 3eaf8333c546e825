import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../common/graphql/date-time.scalar.js';
import { Payload } from '../../common/graphql/errors/payload.js';

@InputType({ description: 'Contact to be erased for good.' })
export class EraseContactInput {
  @Field(() => ID, { description: 'UUID of a contact, else NOT_FOUND.' }) contactId: string;
}

@ObjectType({ description: 'Numbers of what was erased: nothing in it is about the person. Keep it as evidence.' })
export class ErasureReport {
  @Field(() => ID, { description: 'UUID of the contact that was erased.' }) contactId: string;
  @Field(() => Int, { description: 'Conversations that were erased.' }) conversations: number;
  @Field(() => Int, { description: 'Messages that were erased.' }) messages: number;
  @Field(() => Int, { description: 'Files that the person had sent, and those that were sent to them alone.' })
  files: number;
  @Field(() => Int, { description: 'Business records with their phone number, in whatever spelling.' }) records: number;
  @Field(() => Int, { description: 'Raw webhooks in which they occurred.' }) webhookDeliveries: number;
  @Field(() => Int, { description: 'Statuses of messages that are not known here, with their number in the id.' })
  earlyStatuses: number;
  @Field(() => Int, {
    description: 'Idempotency keys of what was sent to them: a hash remains, so that nothing is sent again.',
  })
  idempotencyKeys: number;
  @Field(() => DateTimeScalar, { description: 'Time of the erasure.' }) erasedAt: Date;
}

@ObjectType({ description: 'Report of what was erased, or the errors that refused the call.' })
export class EraseContactPayload extends Payload {
  @Field(() => ErasureReport, {
    description: 'Report of the erasure; null where the call was refused.',
    nullable: true,
  })
  report: ErasureReport | null;
}
