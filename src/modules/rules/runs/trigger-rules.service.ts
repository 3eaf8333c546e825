import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { lockUntilCommit } from '../../../common/database/advisory-locks.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import { isId } from '../../../common/ids.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import { DefaultCountriesService } from '../../accounts/phone-numbers/default-countries.service.js';
import { DataModelsService } from '../../variables/data-models.service.js';
import type { RecordCondition } from '../../variables/domain/record-filter.js';
import { MatchingRecordsService } from '../../variables/filters/matching-records.service.js';
import { RecordFiltersService } from '../../variables/filters/record-filters.service.js';
import { RecordsService, type AfterWrite, type RecordsWrite } from '../../variables/records.service.js';
import { reasonToStop } from '../domain/record-rule.js';
import type { RecordRuleEntity } from '../record-rule.entity.js';
import { RecordRulesService } from '../record-rules.service.js';
import { StopRuleService } from '../stop-rule.service.js';
import { RuleRunsService } from './rule-runs.service.js';
import { because } from '../../../common/errors/because.js';

/** A rule that can be asked, and the records that it held for before the write. */
interface AskedRule {
  rule: RecordRuleEntity;
  conditions: RecordCondition[];
  heldBefore: ReadonlySet<string>;
}

/**
 * Triggers rules: what makes one true is stored in the transaction that writes the record, so that neither exists without the
 * other. Sending comes later. Writes to a model with rules follow each other: each sees what the one before made true.
 */
@Injectable()
export class TriggerRulesService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly wakeUps: WakeUps,
    private readonly records: RecordsService,
    private readonly models: DataModelsService,
    private readonly filters: RecordFiltersService,
    private readonly matching: MatchingRecordsService,
    private readonly defaultCountries: DefaultCountriesService,
    private readonly rules: RecordRulesService,
    private readonly runs: RuleRunsService,
    private readonly stopping: StopRuleService,
  ) {}

  onModuleInit(): void {
    this.records.observeWrites((write) => this.beforeWrite(write));
  }

  private async beforeWrite(write: RecordsWrite): Promise<AfterWrite | null> {
    const { modelId, externalIds, causedByMessageId } = write;
    if (externalIds.length === 0 || !(await this.rules.isWatched(modelId))) return null;
    await this.database.query(`SELECT ${lockUntilCommit('ruledRecords', '$1')}`, [modelId]);
    const asked: AskedRule[] = [];
    for (const rule of await this.rules.watching(modelId)) {
      const conditions = await this.conditionsOf(rule);
      if (conditions === null) continue;
      const isAsked = rule.trigger === 'STATE_REACHED';
      const held = isAsked ? await this.matching.matchingAmong(modelId, externalIds, conditions) : [];
      asked.push({ rule, conditions, heldBefore: new Set(held) });
    }
    const depth =
      causedByMessageId === null || !isId(causedByMessageId) ? 0 : await this.runs.depthOf(causedByMessageId);
    return (createdIds) => this.afterWrite(write, asked, depth, createdIds);
  }

  private async afterWrite(
    { modelId, externalIds }: RecordsWrite,
    asked: readonly AskedRule[],
    depth: number,
    createdIds: ReadonlySet<string>,
  ): Promise<void> {
    for (const { rule, conditions, heldBefore } of asked) {
      const holds = await this.matching.matchingAmong(modelId, externalIds, conditions);
      const isTriggered = (id: string): boolean =>
        rule.trigger === 'CREATED' ? createdIds.has(id) : !heldBefore.has(id);
      await this.trigger(rule, holds.filter(isTriggered).sort(), depth);
    }
    await this.wakeUps.wakeAfterCommit('record-rules-triggered');
  }

  private async trigger(rule: RecordRuleEntity, recordIds: readonly string[], depth: number): Promise<void> {
    const added = await this.runs.withoutRun(
      rule.id,
      recordIds,
      rule.isOncePerRecord ? ['WAITING', 'SENT'] : ['WAITING'],
    );
    if (added.length === 0) return;
    const before = await this.runs.triggeredSince(rule.id, rule.countedFrom);
    await this.runs.add(rule.id, added, depth);
    if (rule.status === 'STOPPED') return;
    const mostOfOneRecord = await this.runs.mostOfOneRecord(rule.id, added, rule.countedFrom);
    const reason = reasonToStop(rule, { ...before, added: added.length, depth, mostOfOneRecord });
    if (reason !== null) await this.stopping.stop(rule, reason);
  }

  /** Null: the model is no longer as it was, and the rule has been stopped. */
  private async conditionsOf(rule: RecordRuleEntity): Promise<RecordCondition[] | null> {
    const { accountId, dataModelId, recordFilter } = rule;
    try {
      const model = await this.models.requireOpenTo(accountId, dataModelId);
      const country = await this.defaultCountries.of(accountId);
      return await this.filters.readOpenTo(accountId, model, recordFilter, country, 'recordFilter');
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (rule.status !== 'STOPPED') {
        const problems = error.problems.map(({ path, message }) => `${path?.join('.') ?? ''}: ${message}`);
        await this.stopping.stop(rule, because('RULE_FILTER_UNFIT', { problems: problems.join(' ') }));
      }
      return null;
    }
  }
}
