import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { DomainError, notFound } from '../../common/errors/domain-error.js';
import type { ForwardPageArgs, Page } from '../../common/graphql/pagination/connection.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import { paginate } from '../../common/graphql/pagination/paginate.js';
import { isId, newId } from '../../common/ids.js';
import { DefaultCountriesService } from '../accounts/phone-numbers/default-countries.service.js';
import { TemplateOutboxService } from '../messages/outbound/template-outbox.service.js';
import { isAboutOneOrder } from '../templates/domain/needs.js';
import { TemplatesService, type Template } from '../templates/templates.service.js';
import { AuditService } from '../users/audit/audit.service.js';
import type { AuditAction } from '../users/domain/audit-actions.js';
import { maySeeAccount } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { DataModelsService } from '../variables/data-models.service.js';
import { RecordFiltersService } from '../variables/filters/record-filters.service.js';
import { limitProblems } from './domain/record-rule.js';
import { RecordRuleEntity } from './record-rule.entity.js';
import type { CreateRecordRuleInput, UpdateRecordRuleInput } from './schema/record-rule.inputs.js';
import { because } from '../../common/errors/because.js';

/** More than anybody overlooks: each write to a model asks all of its rules. */
const MAX_RULES_PER_MODEL = 20;

/** What a rule is to be, whether it is there yet or not. */
type Wanted = Pick<
  RecordRuleEntity,
  'name' | 'templateId' | 'trigger' | 'recordFilter' | 'isOncePerRecord' | 'maxPerHour' | 'maxPerDay'
> & { phoneNumberId: string | null };

/** Record rules: makes, changes and finds them. */
@Injectable()
export class RecordRulesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly templates: TemplatesService,
    private readonly outbox: TemplateOutboxService,
    private readonly models: DataModelsService,
    private readonly filters: RecordFiltersService,
    private readonly defaultCountries: DefaultCountriesService,
    private readonly audit: AuditService,
  ) {}

  /** For DataLoaders: a rule each, in order. Whether somebody may see it has been decided before. */
  readonly byIds = async (ids: readonly string[]): Promise<(RecordRuleEntity | null)[]> => {
    const rows = await this.database.rows(RecordRuleEntity, 'WHERE id = ANY($1)', [ids]);
    return inOrderOf(ids, rows, (rule) => rule.id);
  };

  /** Newest first. */
  async list(accountId: string, page: ForwardPageArgs): Promise<Page<RecordRuleEntity>> {
    const query = this.database.repository(RecordRuleEntity).createQueryBuilder('rule');
    query.where('rule.accountId = :accountId', { accountId });
    const valueOf = ({ createdAt }: RecordRuleEntity): Date => createdAt;
    return paginate(query, page, { sort: 'rule.createdAt', valueOf, id: 'rule.id', direction: 'DESC' });
  }

  async find(viewer: Viewer, id: string): Promise<RecordRuleEntity | null> {
    const [rule] = isId(id) ? await this.byIds([id]) : [];
    return rule != null && maySeeAccount(viewer, rule.accountId) ? rule : null;
  }

  /** @throws DomainError (NOT_FOUND) when there is none, or the viewer may not see its account */
  async require(viewer: Viewer, id: string): Promise<RecordRuleEntity> {
    const rule = await this.find(viewer, id);
    if (rule === null) throw notFound('rule', 'ruleId');
    return rule;
  }

  /** Whether a write to the model has to ask rules. */
  async isWatched(modelId: string): Promise<boolean> {
    return (await this.watching(modelId)).length > 0;
  }

  /** Rules that writes to the model ask, in the order in which they were made. */
  async watching(modelId: string): Promise<RecordRuleEntity[]> {
    return this.database.rows(
      RecordRuleEntity,
      `WHERE data_model_id = $1 AND status <> 'DISABLED' ORDER BY created_at, id`,
      [modelId],
    );
  }

  /** DISABLED: it is tried before it is enabled. */
  async create(viewer: Viewer, input: CreateRecordRuleInput): Promise<RecordRuleEntity> {
    const { phoneNumberId = null, oncePerRecord: isOncePerRecord, ...rest } = input;
    const wanted = { ...rest, phoneNumberId, isOncePerRecord, recordFilter: input.recordFilter as object };
    return this.database.transaction(async () => {
      const checked = await this.check(viewer, wanted);
      await this.refuseTooMany(checked.dataModelId);
      const [id, now] = [newId(), this.clock.now()];
      const rule = { ...checked, status: 'DISABLED' as const, countedFrom: now, createdAt: now, updatedAt: now };
      await this.database.repository(RecordRuleEntity).insert({ ...rule, id });
      return this.recorded(viewer, 'RECORD_RULE_CREATED', id);
    });
  }

  /** What is absent stays. Whoever changes a rule stands for it from then on; what waits goes by the changed one. */
  async update(viewer: Viewer, { ruleId, ...input }: UpdateRecordRuleInput): Promise<RecordRuleEntity> {
    return this.database.transaction(async () => {
      const rule = await this.require(viewer, ruleId);
      const checked = await this.check(viewer, {
        name: input.name ?? rule.name,
        templateId: input.templateId ?? rule.templateId,
        phoneNumberId: input.phoneNumberId ?? rule.businessPhoneNumberId,
        trigger: input.trigger ?? rule.trigger,
        recordFilter: (input.recordFilter as object | null | undefined) ?? rule.recordFilter,
        isOncePerRecord: input.oncePerRecord ?? rule.isOncePerRecord,
        maxPerHour: input.maxPerHour ?? rule.maxPerHour,
        maxPerDay: input.maxPerDay ?? rule.maxPerDay,
      });
      if (checked.accountId !== rule.accountId) throw notFound('template on the account of the rule', 'templateId');
      if (checked.dataModelId !== rule.dataModelId) await this.refuseTooMany(checked.dataModelId);
      await this.database.repository(RecordRuleEntity).update(rule.id, { ...checked, updatedAt: this.clock.now() });
      return this.recorded(viewer, 'RECORD_RULE_CHANGED', rule.id);
    });
  }

  /** With its log; what waits is not sent. */
  async delete(viewer: Viewer, id: string): Promise<string> {
    return this.database.transaction(async () => {
      const rule = await this.require(viewer, id);
      await this.recorded(viewer, 'RECORD_RULE_DELETED', rule.id);
      await this.database.repository(RecordRuleEntity).delete(rule.id);
      return rule.id;
    });
  }

  /** The rule as it is now, recorded in the audit trail. In the caller's transaction. */
  async recorded(viewer: Viewer, action: AuditAction, id: string): Promise<RecordRuleEntity> {
    const rule = await this.database.repository(RecordRuleEntity).findOneByOrFail({ id });
    const subject = { type: 'RECORD_RULE' as const, id, name: rule.name };
    await this.audit.record(viewer, { action, subject, accountId: rule.accountId });
    return rule;
  }

  /** Every problem of the filter, below `recordFilter`. @throws DomainError */
  async requireFilter({ accountId }: Pick<Template, 'accountId'>, modelId: string, filter: unknown): Promise<void> {
    const model = await this.models.requireOpenTo(accountId, modelId, 'templateId');
    const country = await this.defaultCountries.of(accountId);
    await this.filters.readOpenTo(accountId, model, filter, country, 'recordFilter');
  }

  private async check(viewer: Viewer, { phoneNumberId, ...wanted }: Wanted) {
    const problems = limitProblems(wanted);
    if (problems.length > 0) throw new DomainError(...problems);
    const template = await this.templates.require(viewer, wanted.templateId, 'templateId');
    const { accountId, dataModelId, phoneField } = template;
    if (dataModelId === null || phoneField === null) {
      const why = because('TEMPLATE_NAMES_NO_RECIPIENT');
      throw new DomainError({ code: 'INVALID_INPUT', ...why, path: ['templateId'] });
    }
    if (isAboutOneOrder(template)) {
      const why = because('TEMPLATE_ABOUT_ONE_ORDER');
      throw new DomainError({ code: 'INVALID_INPUT', ...why, path: ['templateId'] });
    }
    const businessPhoneNumberId = await this.outbox.senderNumber(viewer, accountId, phoneNumberId);
    await this.requireFilter(template, dataModelId, wanted.recordFilter);
    const authorUserId = viewer.kind === 'USER' ? viewer.id : null;
    const authorApiKeyId = viewer.kind === 'API_KEY' ? viewer.id : null;
    return { ...wanted, accountId, dataModelId, businessPhoneNumberId, authorUserId, authorApiKeyId };
  }

  private async refuseTooMany(dataModelId: string): Promise<void> {
    const count = await this.database.repository(RecordRuleEntity).countBy({ dataModelId });
    if (count < MAX_RULES_PER_MODEL) return;
    const why = because('RULES_FULL', { limit: MAX_RULES_PER_MODEL });
    throw new DomainError({ code: 'TOO_LONG', ...why, path: ['templateId'], limit: MAX_RULES_PER_MODEL });
  }
}
