import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/accounts.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { UsersModule } from '../users/users.module.js';
import { VariablesModule } from '../variables/variables.module.js';
import { ControlRuleService } from './control-rule.service.js';
import { DryRunService } from './dry-run.service.js';
import {
  RecordRuleFieldsResolver,
  RecordRuleRunFieldsResolver,
  RecordRuleSampleFieldsResolver,
} from './record-rule-fields.resolver.js';
import { RecordRuleEntity } from './record-rule.entity.js';
import { RecordRulesResolver } from './record-rules.resolver.js';
import { RecordRulesService } from './record-rules.service.js';
import { RuleNodes } from './rule-nodes.js';
import { RecordRuleRunEntity } from './runs/record-rule-run.entity.js';
import { RuleRunsService } from './runs/rule-runs.service.js';
import { RunErasure } from './runs/run-erasure.js';
import { RunRetention } from './runs/run-retention.js';
import { RunRulesService } from './runs/run-rules.service.js';
import { TriggerRulesService } from './runs/trigger-rules.service.js';
import { StopRuleService } from './stop-rule.service.js';

declare module '../../common/wake-ups/wake-ups.js' {
  interface WakeUpTopics {
    'record-rules-triggered': true;
  }
}

/** Rules: templates that are sent when records are created or reach a state. */
@Module({
  imports: [
    TypeOrmModule.forFeature([RecordRuleEntity, RecordRuleRunEntity]),
    AccountsModule,
    MessagesModule,
    TemplatesModule,
    UsersModule,
    VariablesModule,
  ],
  providers: [
    RuleNodes,
    // GraphQL
    RecordRulesResolver,
    RecordRuleFieldsResolver,
    RecordRuleRunFieldsResolver,
    RecordRuleSampleFieldsResolver,
    // rules
    RecordRulesService,
    ControlRuleService,
    DryRunService,
    StopRuleService,
    // what triggers them, and what comes of it
    RuleRunsService,
    TriggerRulesService,
    RunRulesService,
    RunErasure,
    RunRetention,
  ],
})
export class RulesModule {}
