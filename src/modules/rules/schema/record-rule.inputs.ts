import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Text } from '../../../common/graphql/input-checks.js';
import { JsonScalar } from '../../../common/graphql/scalars.js';
import { MAX_PER_DAY, MAX_PER_HOUR, type RuleTrigger, type RunState } from '../domain/record-rule.js';
import {
  RecordRuleTriggerEnum,
  RecordRuleRunStateEnum,
  WaitingRunsEnum,
  type WaitingRuns,
} from './record-rule.types.js';

@InputType({
  description:
    'Rule that is to send a template when records change. It is made DISABLED: look at its dryRun, then enable it.',
})
export class CreateRecordRuleInput {
  @Field({ description: 'Name of the rule, up to 200 characters.' }) @Text({ max: 200, kind: 'NAME' }) name: string;
  @Field(() => ID, {
    description:
      'UUID of the template that is sent. It needs appliesTo, the data model whose records are watched, and a phoneField, which says who gets it.',
  })
  templateId: string;
  @Field(() => ID, {
    nullable: true,
    description: 'UUID of the BusinessPhoneNumber (ours) that sends; needed where the account has several.',
  })
  phoneNumberId?: string | null;
  @Field(() => RecordRuleTriggerEnum, { description: 'Moment at which a record triggers the rule.' })
  trigger: RuleTrigger;
  @Field(() => JsonScalar, {
    description:
      'Records that trigger the rule, by the rules of DataRecordFilter.where, such as { "status": "shipped" }; {}: all. Fields of another record (customer.city) are looked at when the record itself is written.',
  })
  recordFilter: unknown;
  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether a record is sent the template once for ever; false: each time that it reaches the state.',
  })
  oncePerRecord: boolean;
  @Field(() => Int, {
    defaultValue: 100,
    description: `Limit of messages within an hour, 1 to ${MAX_PER_HOUR}. Where more records trigger the rule, it is STOPPED before any of these is sent.`,
  })
  maxPerHour: number;
  @Field(() => Int, {
    defaultValue: 1_000,
    description: `Limit of messages within 24 hours, 1 to ${MAX_PER_DAY}; as maxPerHour.`,
  })
  maxPerDay: number;
}

@InputType({ description: 'Changes of a rule; what is absent stays. What waits goes by the changed rule.' })
export class UpdateRecordRuleInput {
  @Field(() => ID, { description: 'UUID of the rule, else NOT_FOUND.' }) ruleId: string;
  @Field(() => String, { nullable: true, description: 'Name of the rule, up to 200 characters.' })
  @Text({ max: 200, kind: 'NAME', optional: true })
  name?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'UUID of the template that is sent, of the same account; as in createRecordRule.',
  })
  templateId?: string | null;
  @Field(() => ID, { nullable: true, description: 'UUID of the BusinessPhoneNumber (ours) that sends.' })
  phoneNumberId?: string | null;
  @Field(() => RecordRuleTriggerEnum, { nullable: true, description: 'Moment at which a record triggers the rule.' })
  trigger?: RuleTrigger | null;
  @Field(() => JsonScalar, { nullable: true, description: 'Records that trigger the rule, as in createRecordRule.' })
  recordFilter?: unknown;
  @Field(() => Boolean, { nullable: true, description: 'Whether a record is sent the template once for ever.' })
  oncePerRecord?: boolean | null;
  @Field(() => Int, { nullable: true, description: `Limit of messages within an hour, 1 to ${MAX_PER_HOUR}.` })
  maxPerHour?: number | null;
  @Field(() => Int, { nullable: true, description: `Limit of messages within 24 hours, 1 to ${MAX_PER_DAY}.` })
  maxPerDay?: number | null;
}

@InputType({ description: 'Rule that the call is about.' })
export class RecordRuleIdInput {
  @Field(() => ID, { description: 'UUID of a rule of an account that the viewer may see, else NOT_FOUND.' })
  ruleId: string;
}

@InputType({ description: 'Rule that was STOPPED, and what becomes of what waits.' })
export class ResumeRecordRuleInput extends RecordRuleIdInput {
  @Field(() => WaitingRunsEnum, { description: 'Fate of the runs that wait.' }) waiting: WaitingRuns;
}

@InputType({ description: 'Conditions on runs of a rule: all hold together.' })
export class RecordRuleRunFilter {
  @Field(() => RecordRuleRunStateEnum, { nullable: true, description: 'State of the runs; absent: all.' })
  state?: RunState | null;
}
