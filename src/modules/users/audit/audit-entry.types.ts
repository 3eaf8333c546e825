import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { ListUpTo, Text } from '../../../common/graphql/input-checks.js';
import { countedConnectionOf } from '../../../common/graphql/pagination/counted-connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import {
  AUDIT_ACTIONS,
  AUDIT_ACTOR_KINDS,
  AUDIT_SUBJECT_TYPES,
  type AuditAction,
  type AuditActorKind,
  type AuditSubjectType,
} from '../domain/audit-actions.js';

const AuditActionEnum = registered(
  'AuditAction',
  'Action of an audit entry. Actions are added, never changed.',
  AUDIT_ACTIONS,
);
const AuditActorKindEnum = registered('AuditActorKind', 'Kind of actor of an audit entry.', AUDIT_ACTOR_KINDS);
const AuditSubjectTypeEnum = registered(
  'AuditSubjectType',
  'Kind of thing that an audited action was done to.',
  AUDIT_SUBJECT_TYPES,
);

@ObjectType('AuditDetail', {
  description: 'Detail of an audit entry: one thing that it tells. Never a secret, and nothing of a customer.',
})
export class AuditDetailType {
  @Field({ description: 'Name of what the detail is about, such as role or sessions.' }) name: string;
  @Field(() => String, { nullable: true, description: 'Former value; null where there was nothing.' }) from:
    string | null;
  @Field(() => String, { nullable: true, description: 'New or present value; null where it was taken away.' }) to:
    string | null;
}

@ObjectType('AuditEntry', {
  implements: () => [Node],
  description: 'Entry of the audit trail: who did what to what, when and from where. It is never changed.',
})
export class AuditEntryType extends Node {
  @Field(() => DateTimeScalar, { description: "Time at which it was done, by the server's clock." }) occurredAt: Date;
  @Field(() => AuditActionEnum, { description: 'Action that was done.' }) action: AuditAction;
  @Field(() => AuditActorKindEnum, { description: 'Kind of actor who did it.' }) actorKind: AuditActorKind;
  @Field(() => ID, { nullable: true, description: 'UUID of the user or API key; null for all other actors.' }) actorId:
    string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Name that the user or API key had then; null for all other actors.',
  })
  actorName: string | null;
  @Field(() => AuditSubjectTypeEnum, {
    nullable: true,
    description: 'Kind of thing it was done to; null where to nothing.',
  })
  subjectType: AuditSubjectType | null;
  @Field(() => ID, { nullable: true, description: 'UUID of what it was done to; null where to nothing.' }) subjectId:
    string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Name that the subject had then; null without one. That of a customer is never kept.',
  })
  subjectName: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'UUID of the account that the entry concerns; null where it concerns none.',
  })
  accountId: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'IP address that the request came from; null where no request did it.',
  })
  address: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'User-Agent of the request, up to 300 characters; null where there was none.',
  })
  userAgent: string | null;
  @Field(() => [AuditDetailType], { description: 'Details that the entry tells beside; empty: none.' })
  details: AuditDetailType[];
}

@ObjectType({ description: 'Page of the audit trail, latest first.' })
export class AuditEntryConnection extends countedConnectionOf(AuditEntryType, 'AuditEntry') {}

@InputType({ description: 'Conditions on entries of the audit trail: all hold together.' })
export class AuditEntryFilter {
  @Field(() => [AuditActionEnum], { nullable: true, description: 'Actions, 1 to 50: entries of any of these.' })
  @IsOptional()
  @ListUpTo(50)
  action?: AuditAction[] | null;
  @Field(() => ID, { nullable: true, description: 'UUID of a user or API key: entries of what they did.' }) actorId?:
    string | null;
  @Field(() => ID, { nullable: true, description: 'UUID of anything: entries of what was done to it.' }) subjectId?:
    string | null;
  @Field(() => ID, { nullable: true, description: 'UUID of an account: entries that concern it.' }) accountId?:
    string | null;
  @Field(() => String, { nullable: true, description: 'IP address: entries from this very one.' })
  @Text({ max: 100, optional: true })
  address?: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Earliest time: entries not before it.' })
  from?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'End of the time: entries before it.' })
  until?: Date | null;
}

function registered(name: string, description: string, descriptions: Record<string, string>): Record<string, string> {
  const keys = Object.keys(descriptions);
  const type = Object.fromEntries(keys.map((key) => [key, key]));
  const valuesMap = Object.fromEntries(keys.map((key) => [key, { description: descriptions[key] }]));
  registerEnumType(type, { name, description, valuesMap });
  return type;
}
