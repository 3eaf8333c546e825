import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../common/graphql/date-time.scalar.js';
import type { Problem } from '../../common/errors/domain-error.js';
import { connectionOf } from '../../common/graphql/pagination/connection.js';
import { Node } from '../../common/graphql/pagination/node.type.js';
import { Payload } from '../../common/graphql/errors/payload.js';
import { UserError } from '../../common/graphql/errors/user-error.types.js';
import { BROADCAST_STATUSES, type BroadcastStatus } from './domain/broadcast.js';

const BroadcastStatusEnum = Object.fromEntries(BROADCAST_STATUSES.map((status) => [status, status]));
registerEnumType(BroadcastStatusEnum, {
  name: 'BroadcastStatus',
  valuesMap: {
    PREPARING: {
      description:
        'Its recipients come, or are being filled in: see preparedRecipients. Nothing goes out before that has ended.',
    },
    SCHEDULED: { description: 'Begins at startAt.' },
    RUNNING: { description: 'Messages go out, unless heldReason says why not.' },
    PAUSED: {
      description:
        'Nothing goes out: see pauseReason and resumesAt. After a refusal of Meta it goes on with one message as a trial.',
    },
    FINISHED: { description: 'Every message has been sent, or has failed. Its counts still change as people read.' },
    CANCELLED: { description: 'What had not been sent is CANCELLED.' },
  },
});

@ObjectType({ description: 'A recipient who was left out, and why.' })
export class SkippedRecipient {
  @Field(() => Int, { description: 'Of the recipient in the list, or of the record among those that matched, from 0.' })
  index: number;
  @Field(() => ID, { nullable: true }) recordId: string | null;
  @Field(() => [UserError]) errors: Problem[];
}

@ObjectType('Broadcast', {
  implements: () => [Node],
  description:
    'One template to many people. At any moment total = queued + sent + delivered + read + failed + unconfirmed + cancelled: each message is counted by how far it is.',
})
export class BroadcastType extends Node {
  @Field(() => BroadcastStatusEnum) status: BroadcastStatus;
  @Field(() => Int, { nullable: true, description: 'Its own rate; null: as fast as Meta lets the number.' })
  messagesPerSecond: number | null;
  @Field(() => DateTimeScalar) startAt: Date;
  @Field(() => String, { nullable: true, description: 'Why it is PAUSED, and what to do.' }) pauseReason: string | null;
  @Field(() => Int, { description: 'Messages, without the recipients who were left out.' }) total: number;
  @Field(() => Int, { description: 'Recipients of whom it is known whether they can be sent to.' })
  preparedRecipients: number;
  @Field(() => Int, {
    nullable: true,
    description: 'Recipients that have come so far; with a filter, null until all that match have been prepared.',
  })
  expectedRecipients: number | null;
  @Field(() => Int, { description: 'Recipients who were left out, also those that `skipped` does not list.' })
  skippedCount: number;
  @Field(() => DateTimeScalar) createdAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When nothing was left to send.' })
  finishedAt: Date | null;
}

@ObjectType()
export class BroadcastConnection extends connectionOf(BroadcastType, 'Broadcast') {}

@ObjectType()
export class BroadcastPayload extends Payload {
  @Field(() => BroadcastType, { nullable: true }) broadcast: BroadcastType | null;
}
