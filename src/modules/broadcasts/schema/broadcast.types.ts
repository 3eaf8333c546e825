import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import type { Problem } from '../../../common/errors/domain-error.js';
import { countedConnectionOf } from '../../../common/graphql/pagination/counted-connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { UserError } from '../../../common/graphql/errors/user-error.types.js';
import { BROADCAST_STATUSES, type BroadcastStatus } from '../domain/broadcast.js';

const BroadcastStatusEnum = Object.fromEntries(BROADCAST_STATUSES.map((status) => [status, status]));
registerEnumType(BroadcastStatusEnum, {
  name: 'BroadcastStatus',
  description: 'Status of a broadcast.',
  valuesMap: {
    PREPARING: {
      description:
        'Recipients still come, or are being filled in: see preparedRecipients. Nothing goes out before that has ended.',
    },
    SCHEDULED: { description: 'Broadcast that begins at startAt.' },
    RUNNING: { description: 'Messages go out, unless heldReason says why not.' },
    PAUSED: {
      description:
        'Nothing goes out: see pauseReason and resumesAt. After a refusal of Meta the broadcast goes on with one message as a trial.',
    },
    FINISHED: { description: 'Every message has been sent, or has failed. The counts still change as people read.' },
    CANCELLED: { description: 'Broadcast that was stopped for good: what had not been sent is CANCELLED.' },
  },
});

@ObjectType({ description: 'Recipient who was left out, and why.' })
export class SkippedRecipient {
  @Field(() => Int, {
    description: 'Place of the recipient in the list, or of the record among those that matched, from 0.',
  })
  index: number;
  @Field(() => ID, { description: 'UUID of the stored record; null of a recipient without one.', nullable: true })
  recordId: string | null;
  @Field(() => [UserError], { description: 'Errors for which the recipient was left out.' }) errors: Problem[];
}

@ObjectType({ description: 'Page of recipients who were left out, in the order of the list.' })
export class SkippedRecipientConnection extends countedConnectionOf(SkippedRecipient, 'SkippedRecipient') {}

@ObjectType('Broadcast', {
  implements: () => [Node],
  description:
    'Broadcast of one template to many people. At any moment total = queued + sent + delivered + read + failed + unconfirmed + cancelled: each message is counted by how far it is.',
})
export class BroadcastType extends Node {
  @Field(() => BroadcastStatusEnum, { description: 'Status of the broadcast.' }) status: BroadcastStatus;
  @Field(() => Int, {
    nullable: true,
    description: 'Rate of the broadcast itself, in messages a second; null: as fast as Meta lets the number.',
  })
  messagesPerSecond: number | null;
  @Field(() => DateTimeScalar, { description: 'Time at which sending begins, or began.' }) startAt: Date;
  @Field(() => String, {
    nullable: true,
    description: 'Reason why the broadcast is PAUSED, and what to do; null for any other status.',
  })
  pauseReason: string | null;
  @Field(() => Int, { description: 'Messages of the broadcast, without the recipients who were left out.' })
  total: number;
  @Field(() => Int, { description: 'Recipients of whom it is known whether they can be sent to.' })
  preparedRecipients: number;
  @Field(() => Int, {
    nullable: true,
    description: 'Recipients that have come so far; with a filter, null until all that match have been prepared.',
  })
  expectedRecipients: number | null;
  @Field(() => Int, {
    description: 'Number of recipients who were left out, also beyond those that skippedRecipients lists.',
  })
  skippedCount: number;
  @Field(() => DateTimeScalar, { description: 'Time at which the broadcast was made.' }) createdAt: Date;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which nothing was left to send; null until then.',
  })
  finishedAt: Date | null;
}

@ObjectType({ description: 'Page of broadcasts, newest first.' })
export class BroadcastConnection extends countedConnectionOf(BroadcastType, 'Broadcast') {}

@ObjectType({ description: 'Broadcast after the call, or the errors that refused it.' })
export class BroadcastPayload extends Payload {
  @Field(() => BroadcastType, {
    description: 'Broadcast as it is now; null where the call was refused.',
    nullable: true,
  })
  broadcast: BroadcastType | null;
}
