import { createUnionType, Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { connectionOf } from '../../../common/graphql/pagination/connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { ApiKeyType, UserType } from '../../users/user.types.js';
import { TIMELINE_KINDS, type TimelineKind } from '../domain/chat/timeline-kind.js';

const TimelineKindEnum = Object.fromEntries(TIMELINE_KINDS.map((kind) => [kind, kind]));
registerEnumType(TimelineKindEnum, {
  name: 'TimelineKind',
  description: 'Kind of what happens in a conversation beside messages.',
  valuesMap: {
    JOINED: { description: 'Colleagues in `users` take part from now on.' },
    LEFT: { description: 'Colleagues in `users` take part no more.' },
    ASSIGNED: { description: 'Colleague in `users` answers for the conversation.' },
    UNASSIGNED: { description: 'Nobody answers for the conversation any more.' },
    CLOSED: { description: 'Conversation was closed.' },
    REOPENED: { description: 'Conversation was opened again; by nobody: because somebody wrote.' },
    RETURNED: { description: 'Nobody had acted for so long that the notify-users are asked again.' },
    LABELED: { description: 'Conversation was given `labelNames`.' },
    UNLABELED: { description: 'Labels in `labelNames` were taken from the conversation.' },
    BLOCKED: { description: 'Customer was blocked at this number.' },
    UNBLOCKED: { description: 'Customer may write to this number again.' },
  },
});

export const TimelineActor = createUnionType({
  name: 'TimelineActor',
  description: "Actor of a timeline's entry: a colleague, or a program.",
  types: () => [UserType, ApiKeyType] as const,
  resolveType: (actor: object) => ('role' in actor ? UserType : ApiKeyType),
});

@ObjectType('TimelineEntry', {
  implements: () => [Node],
  description:
    'Entry of a timeline: something that happened in a conversation, between its messages. It never changes.',
})
export class TimelineEntryType extends Node {
  @Field(() => TimelineKindEnum, { description: 'Kind of what happened.' }) kind: TimelineKind;
  @Field(() => DateTimeScalar, { description: 'Time at which it happened, by our clock.' }) occurredAt: Date;
  @Field(() => [String], {
    description: 'Names of the labels of LABELED and UNLABELED, as they were called then; empty of others.',
  })
  labelNames: string[];
}

@ObjectType({ description: 'Page of a timeline, in the order of the chat.' })
export class TimelineEntryConnection extends connectionOf(TimelineEntryType, 'TimelineEntry') {}
