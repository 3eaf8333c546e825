import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { notAllowedNow } from '../../common/errors/domain-error.js';
import { WakeUps } from '../../common/wake-ups/wake-ups.js';
import { TemplatesService } from '../templates/templates.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { RecordRuleEntity } from './record-rule.entity.js';
import { RecordRulesService } from './record-rules.service.js';
import { RuleRunsService } from './runs/rule-runs.service.js';
import { because } from '../../common/errors/because.js';

/** Control of rules: enables and disables them, and lets those go on that were stopped. */
@Injectable()
export class ControlRuleService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
    private readonly templates: TemplatesService,
    private readonly rules: RecordRulesService,
    private readonly runs: RuleRunsService,
  ) {}

  /** From now on. Harmless twice. @throws DomainError where its template cannot be sent, or its filter does not fit */
  async enable(viewer: Viewer, id: string): Promise<RecordRuleEntity> {
    return this.database.transaction(async () => {
      const rule = await this.rules.require(viewer, id);
      if (rule.status === 'ENABLED') return rule;
      if (rule.status === 'STOPPED') {
        throw notAllowedNow(because('RULE_STOPPED'), ['resumeRecordRule'], ['ruleId']);
      }
      return this.start(viewer, rule);
    });
  }

  /** What waits is not sent. Harmless twice. */
  async disable(viewer: Viewer, id: string): Promise<RecordRuleEntity> {
    return this.database.transaction(async () => {
      const rule = await this.rules.require(viewer, id);
      if (rule.status === 'DISABLED') return rule;
      await this.database
        .repository(RecordRuleEntity)
        .update(rule.id, { status: 'DISABLED', stopReason: null, stopReasonWording: null });
      await this.runs.discardWaiting(rule.id);
      return this.rules.recorded(viewer, 'RECORD_RULE_DISABLED', rule.id);
    });
  }

  /** @throws DomainError (NOT_ALLOWED_NOW) where it was not stopped */
  async resume(viewer: Viewer, id: string, sendsWaiting: boolean): Promise<RecordRuleEntity> {
    return this.database.transaction(async () => {
      const rule = await this.rules.require(viewer, id);
      if (rule.status !== 'STOPPED') throw notAllowedNow(because('RULE_NOT_STOPPED'), [], ['ruleId']);
      if (!sendsWaiting) await this.runs.discardWaiting(rule.id);
      return this.start(viewer, rule);
    });
  }

  private async start(viewer: Viewer, rule: RecordRuleEntity): Promise<RecordRuleEntity> {
    const template = await this.templates.requireSendable(viewer, rule.templateId, 'ruleId');
    await this.rules.requireFilter(template, rule.dataModelId, rule.recordFilter);
    const countedFrom = this.clock.now();
    await this.database
      .repository(RecordRuleEntity)
      .update(rule.id, { status: 'ENABLED', stopReason: null, stopReasonWording: null, countedFrom });
    await this.wakeUps.wakeAfterCommit('record-rules-triggered');
    return this.rules.recorded(viewer, 'RECORD_RULE_ENABLED', rule.id);
  }
}
