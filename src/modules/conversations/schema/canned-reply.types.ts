import { Field, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { connectionOf } from '../../../common/graphql/pagination/connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';

@ObjectType('CannedReply', {
  implements: () => [Node],
  description: 'A text that colleagues send again and again, of one account or of all.',
})
export class CannedReplyType extends Node {
  accountId: string | null;
  @Field({ description: 'By which it is found while writing, in small letters; unique in its account.' })
  shortcut: string;
  @Field({
    description:
      'With variables by name: {{contact.name}}, {{contact.phoneNumber}}, {{operator.name}}, {{business.name}}, {{business.phoneNumber}}.',
  })
  body: string;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' }) updatedAt: Date;
}

@ObjectType({ description: 'A page of canned replies.' })
export class CannedReplyConnection extends connectionOf(CannedReplyType, 'CannedReply') {}

@ObjectType({ description: 'The canned reply, or why nothing was done.' })
export class CannedReplyPayload extends Payload {
  @Field(() => CannedReplyType, { nullable: true, description: 'As it is now; of one that was deleted, as it was.' })
  cannedReply: CannedReplyType | null;
}
