import { createUnionType, Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { connectionOf } from '../../../common/graphql/pagination/connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { ApiKeyType, UserType } from '../../users/user.types.js';
import { TIMELINE_KINDS, type TimelineKind } from '../domain/timeline-kind.js';

const TimelineKindEnum = Object.fromEntries(TIMELINE_KINDS.map((kind) => [kind, kind]));
registerEnumType(TimelineKindEnum, {
  name: 'TimelineKind',
  description: 'What happens in a conversation beside messages.',
  valuesMap: {
    JOINED: { description: '`users` take part from now on.' },
    LEFT: { description: '`users` take part no more.' },
    ASSIGNED: { description: 'The one of `users` answers for it.' },
    UNASSIGNED: { description: 'Nobody answers for it any more.' },
    CLOSED: { description: 'It was done with.' },
    REOPENED: { description: 'It is not done with; by nobody: because somebody wrote.' },
    RETURNED: { description: 'Nobody had acted for so long that the notify-users are asked again.' },
    LABELED: { description: 'It was given `labelNames`.' },
    UNLABELED: { description: '`labelNames` were taken from it.' },
    BLOCKED: { description: 'The customer was blocked at this number.' },
    UNBLOCKED: { description: 'The customer may write to this number again.' },
  },
});

export const TimelineActor = createUnionType({
  name: 'TimelineActor',
  description: 'A colleague, or a program.',
  types: () => [UserType, ApiKeyType] as const,
  resolveType: (actor: object) => ('role' in actor ? UserType : ApiKeyType),
});

@ObjectType('TimelineEntry', {
  implements: () => [Node],
  description: 'Something that happened in a conversation, between its messages. It never changes.',
})
export class TimelineEntryType extends Node {
  @Field(() => TimelineKindEnum, { description: 'What happened.' }) kind: TimelineKind;
  @Field(() => DateTimeScalar, { description: 'When it happened, by our clock.' }) occurredAt: Date;
  @Field(() => [String], { description: 'Of LABELED and UNLABELED: as the labels were called then.' })
  labelNames: string[];
}

@ObjectType({ description: 'A page of a timeline.' })
export class TimelineEntryConnection extends connectionOf(TimelineEntryType, 'TimelineEntry') {}
