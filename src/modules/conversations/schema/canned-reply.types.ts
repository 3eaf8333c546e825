import { Field, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { countedConnectionOf } from '../../../common/graphql/pagination/counted-connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';

@ObjectType('CannedReply', {
  implements: () => [Node],
  description: 'Canned reply: a text that colleagues send again and again, of one account or of all.',
})
export class CannedReplyType extends Node {
  accountId: string | null;
  @Field({
    description: 'Shortcut by which the reply is found while writing, in small letters; unique in its account.',
  })
  shortcut: string;
  @Field({
    description:
      'Text with variables by name: {{contact.name}}, {{contact.phoneNumber}}, {{operator.name}}, {{business.name}}, {{business.phoneNumber}}. Up to 4,096 characters.',
  })
  body: string;
  @Field(() => DateTimeScalar, { description: 'Time at which the reply was last changed.' }) updatedAt: Date;
}

@ObjectType({ description: 'Page of canned replies, by shortcut.' })
export class CannedReplyConnection extends countedConnectionOf(CannedReplyType, 'CannedReply') {}

@ObjectType({ description: 'Canned reply after the call, or the errors that refused it.' })
export class CannedReplyPayload extends Payload {
  @Field(() => CannedReplyType, {
    nullable: true,
    description: 'Canned reply as it is now; of one that was deleted, as it was. Null where the call was refused.',
  })
  cannedReply: CannedReplyType | null;
}
