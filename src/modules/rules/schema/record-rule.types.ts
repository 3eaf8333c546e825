import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Problem } from '../../../common/errors/domain-error.js';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { UserError } from '../../../common/graphql/errors/user-error.types.js';
import { connectionOf } from '../../../common/graphql/pagination/connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { JsonScalar } from '../../../common/graphql/scalars.js';
import {
  RULE_STATUSES,
  RULE_TRIGGERS,
  RUN_STATES,
  type RuleStatus,
  type RuleTrigger,
  type RunState,
} from '../domain/record-rule.js';
import type { Wording } from '../../../common/errors/wording.js';
import { WordingField } from '../../../common/graphql/wording.type.js';

export const RecordRuleTriggerEnum = Object.fromEntries(RULE_TRIGGERS.map((trigger) => [trigger, trigger]));
registerEnumType(RecordRuleTriggerEnum, {
  name: 'RecordRuleTrigger',
  description: 'Moment at which a record triggers a rule.',
  valuesMap: {
    CREATED: { description: 'Record is new, and matches the filter.' },
    STATE_REACHED: { description: 'Record matches the filter, and did not before it was written; also a new one.' },
  },
});

const RecordRuleStatusEnum = Object.fromEntries(RULE_STATUSES.map((status) => [status, status]));
registerEnumType(RecordRuleStatusEnum, {
  name: 'RecordRuleStatus',
  description: 'Status of a rule.',
  valuesMap: {
    ENABLED: { description: 'Rule that sends by itself.' },
    DISABLED: { description: 'Rule that nothing triggers.' },
    STOPPED: {
      description:
        'Rule that went beyond its limits, or in a circle: what triggers it waits until somebody resumes it.',
    },
  },
});

export const RecordRuleRunStateEnum = Object.fromEntries(RUN_STATES.map((state) => [state, state]));
registerEnumType(RecordRuleRunStateEnum, {
  name: 'RecordRuleRunState',
  description: 'State of a run of a rule.',
  valuesMap: {
    WAITING: { description: 'Record has triggered the rule; the message is yet to be made.' },
    SENT: { description: 'Message was made: see there how far it came.' },
    REFUSED: { description: 'Nothing was sent, for the errors of the run.' },
    DISCARDED: { description: 'Nothing was sent: somebody disabled the rule, or resumed it without what waited.' },
  },
});

export type WaitingRuns = 'SEND' | 'DISCARD';
export const WaitingRunsEnum = { SEND: 'SEND', DISCARD: 'DISCARD' } as const;
registerEnumType(WaitingRunsEnum, {
  name: 'WaitingRuns',
  description: 'Fate of the runs of a rule that wait.',
  valuesMap: {
    SEND: { description: 'Runs are sent, as fast as the limits of the rule let them.' },
    DISCARD: { description: 'Runs become DISCARDED.' },
  },
});

@ObjectType('RecordRule', {
  implements: () => [Node],
  description:
    'Rule that sends a template when a record is created or reaches a state. Exactly once: what triggers it is stored with the record. Opt-outs count as for broadcasts.',
})
export class RecordRuleType extends Node {
  @Field({ description: 'Name of the rule.' }) name: string;
  @Field(() => RecordRuleTriggerEnum, { description: 'Moment at which a record triggers the rule.' })
  trigger: RuleTrigger;
  @Field(() => JsonScalar, { description: 'Records that trigger the rule: see DataRecordFilter.where.' })
  recordFilter: object;
  @Field({ name: 'oncePerRecord', description: 'Whether a record is sent the template once for ever.' })
  isOncePerRecord: boolean;
  @Field(() => Int, { description: 'Limit of messages within an hour.' }) maxPerHour: number;
  @Field(() => Int, { description: 'Limit of messages within 24 hours.' }) maxPerDay: number;
  @Field(() => RecordRuleStatusEnum, { description: 'Status of the rule.' }) status: RuleStatus;
  @Field(() => String, { nullable: true, description: 'Reason why the rule is STOPPED; null for any other status.' })
  stopReason: string | null;
  @WordingField(
    'stopReason',
    'Wording of stopReason, for another language; null without a reason, and of rules that were stopped before there were wordings.',
  )
  stopReasonWording: Wording | null;
  @Field(() => DateTimeScalar, { description: 'Time at which the rule was made.' }) createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'Time at which the rule was last changed.' }) updatedAt: Date;
}

@ObjectType({ description: 'Page of rules, newest first.' })
export class RecordRuleConnection extends connectionOf(RecordRuleType, 'RecordRule') {}

@ObjectType('RecordRuleRun', { description: 'Record that triggered a rule, and what came of it.' })
export class RecordRuleRunType {
  @Field(() => ID, { description: 'UUID of the run.' }) id: string;
  @Field(() => RecordRuleRunStateEnum, { description: 'State of the run.' }) state: RunState;
  @Field(() => [UserError], {
    description: 'Errors for which nothing was sent; empty for any other state than REFUSED.',
  })
  errors: Problem[];
  @Field(() => DateTimeScalar, { description: 'Time at which the record triggered the rule.' }) triggeredAt: Date;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which it was decided what comes of the run; null while it waits.',
  })
  decidedAt: Date | null;
}

@ObjectType({ description: 'Page of runs, latest first.' })
export class RecordRuleRunConnection extends connectionOf(RecordRuleRunType, 'RecordRuleRun') {}

@ObjectType({ description: 'Record that matches a rule now, and what it would be sent.' })
export class RecordRuleSample {
  @Field(() => String, { nullable: true, description: 'Phone number that would get it, in E.164; null without one.' })
  phoneNumber: string | null;
  @Field(() => String, { nullable: true, description: 'Text that would be read; null where nothing would be sent.' })
  text: string | null;
  @Field(() => [UserError], { description: 'Errors for which nothing would be sent.' }) errors: Problem[];
}

@ObjectType({ description: 'Dry run of a rule: nothing is sent, and what matches now triggers nothing.' })
export class RecordRuleDryRun {
  @Field(() => Int, { description: 'Number of records that match now, up to 10,000.' }) matchCount: number;
  @Field({ description: 'Whether more than 10,000 records match.' }) hasMore: boolean;
  @Field(() => [RecordRuleSample], { description: 'First records that match, in the order in which they came.' })
  samples: RecordRuleSample[];
}

@ObjectType({ description: 'Rule after the call, or the errors that refused it.' })
export class RecordRulePayload extends Payload {
  @Field(() => RecordRuleType, { nullable: true, description: 'Rule as it is now; null where the call was refused.' })
  rule: RecordRuleType | null;
}

@ObjectType({ description: 'Id of the rule that was deleted, or the errors that refused the call.' })
export class DeleteRecordRulePayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'UUID of the rule that was deleted; null where it was refused.' })
  deletedId: string | null;
}
