import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { ListUpTo, Text } from '../../../common/graphql/input-checks.js';
import { connectionOf } from '../../../common/graphql/pagination/connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import {
  AUDIT_ACTIONS,
  AUDIT_ACTOR_KINDS,
  AUDIT_SUBJECT_TYPES,
  type AuditAction,
  type AuditActorKind,
  type AuditSubjectType,
} from '../domain/audit-actions.js';

const AuditActionEnum = registered('AuditAction', 'What was done. Actions are added, never changed.', AUDIT_ACTIONS);
const AuditActorKindEnum = registered('AuditActorKind', 'What kind of actor did it.', AUDIT_ACTOR_KINDS);
const AuditSubjectTypeEnum = registered('AuditSubjectType', 'What kind of thing it was done to.', AUDIT_SUBJECT_TYPES);

@ObjectType('AuditDetail', {
  description: 'One thing that an audit entry tells. Never a secret, and nothing of a customer.',
})
export class AuditDetailType {
  @Field({ description: 'What it is about, such as role or sessions.' }) name: string;
  @Field(() => String, { nullable: true, description: 'What it was before; null where there was nothing.' }) from:
    string | null;
  @Field(() => String, { nullable: true, description: 'What it became, or is; null where it was taken away.' }) to:
    string | null;
}

@ObjectType('AuditEntry', {
  implements: () => [Node],
  description: 'One entry of the audit trail: who did what to what, when and from where. It is never changed.',
})
export class AuditEntryType extends Node {
  @Field(() => DateTimeScalar, { description: 'When it was done.' }) occurredAt: Date;
  @Field(() => AuditActionEnum, { description: 'What was done.' }) action: AuditAction;
  @Field(() => AuditActorKindEnum, { description: 'What kind of actor did it.' }) actorKind: AuditActorKind;
  @Field(() => ID, { nullable: true, description: 'The id of the user or API key; null for all others.' }) actorId:
    string | null;
  @Field(() => String, { nullable: true, description: 'The name that the user or API key had then.' }) actorName:
    string | null;
  @Field(() => AuditSubjectTypeEnum, { nullable: true, description: 'To what kind of thing; null where to none.' })
  subjectType: AuditSubjectType | null;
  @Field(() => ID, { nullable: true, description: 'The id of what it was done to.' }) subjectId: string | null;
  @Field(() => String, { nullable: true, description: 'The name that it had then. That of a customer is never kept.' })
  subjectName: string | null;
  @Field(() => ID, { nullable: true, description: 'The id of the account that it concerns, where it does one.' })
  accountId: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'The IP address that it came from; null where no request did it.',
  })
  address: string | null;
  @Field(() => String, { nullable: true, description: 'The User-Agent that it came from, up to 300 characters.' })
  userAgent: string | null;
  @Field(() => [AuditDetailType], { description: 'What else is told of it.' }) details: AuditDetailType[];
}

@ObjectType({ description: 'A page of the audit trail.' })
export class AuditEntryConnection extends connectionOf(AuditEntryType, 'AuditEntry') {}

@InputType({ description: 'Which entries of the audit trail: all conditions hold together.' })
export class AuditEntryFilter {
  @Field(() => [AuditActionEnum], { nullable: true, description: 'Any of these actions, 1 to 50.' })
  @IsOptional()
  @ListUpTo(50)
  action?: AuditAction[] | null;
  @Field(() => ID, { nullable: true, description: 'Done by the user or API key with this id.' }) actorId?:
    string | null;
  @Field(() => ID, { nullable: true, description: 'Done to whatever has this id.' }) subjectId?: string | null;
  @Field(() => ID, { nullable: true, description: 'Concerning the account with this id.' }) accountId?: string | null;
  @Field(() => String, { nullable: true, description: 'From this very IP address.' })
  @Text({ max: 100, optional: true })
  address?: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Not before this time.' }) from?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Before this time.' }) until?: Date | null;
}

function registered(name: string, description: string, descriptions: Record<string, string>): Record<string, string> {
  const keys = Object.keys(descriptions);
  const type = Object.fromEntries(keys.map((key) => [key, key]));
  const valuesMap = Object.fromEntries(keys.map((key) => [key, { description: descriptions[key] }]));
  registerEnumType(type, { name, description, valuesMap });
  return type;
}
