import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Problem } from '../../common/errors/domain-error.js';
import type { Loaders } from '../../common/graphql/loaders.js';
import { ForwardPageArgs, type Page } from '../../common/graphql/pagination/connection.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { PhoneNumbersService } from '../accounts/phone-numbers/phone-numbers.service.js';
import { BusinessPhoneNumberType } from '../accounts/schema/account.types.js';
import { MessagesService } from '../messages/messages.service.js';
import { MessageType } from '../messages/schema/message.types.js';
import { TemplateType } from '../templates/schema/template.types.js';
import { TemplatesService } from '../templates/templates.service.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import { mayReadMessage } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { DataModelType, DataRecordType } from '../variables/data-model.types.js';
import { DataModelsService } from '../variables/data-models.service.js';
import { RecordsService } from '../variables/records.service.js';
import { DryRunService, type DryRun, type DryRunSample } from './dry-run.service.js';
import type { RecordRuleEntity } from './record-rule.entity.js';
import type { RecordRuleRunEntity } from './runs/record-rule-run.entity.js';
import { RuleRunsService } from './runs/rule-runs.service.js';
import { RecordRuleRunFilter } from './schema/record-rule.inputs.js';
import {
  RecordRuleDryRun,
  RecordRuleRunConnection,
  RecordRuleRunType,
  RecordRuleSample,
  RecordRuleType,
} from './schema/record-rule.types.js';

@Resolver(() => RecordRuleType)
export class RecordRuleFieldsResolver {
  constructor(
    private readonly runsService: RuleRunsService,
    private readonly dryRuns: DryRunService,
    private readonly templates: TemplatesService,
    private readonly models: DataModelsService,
    private readonly numbers: PhoneNumbersService,
  ) {}

  @ResolveField(() => TemplateType, {
    nullable: true,
    description: 'Template that the rule sends; null once it is gone.',
  })
  async template(@Parent() { templateId }: RecordRuleEntity, @RequestLoaders() loaders: Loaders) {
    return loaders.load(this.templates.byIds, templateId);
  }

  @ResolveField(() => DataModelType, { nullable: true, description: 'Data model whose records the rule watches.' })
  async dataModel(@Parent() { dataModelId }: RecordRuleEntity, @RequestLoaders() loaders: Loaders) {
    return loaders.load(this.models.byIds, dataModelId);
  }

  @ResolveField(() => BusinessPhoneNumberType, { nullable: true, description: 'Phone number that sends.' })
  async phoneNumber(@Parent() { businessPhoneNumberId }: RecordRuleEntity, @RequestLoaders() loaders: Loaders) {
    return loaders.load(this.numbers.byIds, businessPhoneNumberId);
  }

  @ResolveField(() => Int, { description: 'Number of runs that wait.' })
  async waitingCount(@Parent() { id }: RecordRuleEntity, @RequestLoaders() loaders: Loaders): Promise<number> {
    return loaders.load(this.runsService.waitingCounts, id);
  }

  @ResolveField(() => RecordRuleRunConnection, {
    description: 'Log of the rule: each record that triggered it, and what came of it, latest first.',
  })
  async runs(
    @Parent() { id }: RecordRuleEntity,
    @Args() page: ForwardPageArgs,
    @Args('filter', { nullable: true, description: 'Conditions that all hold together; absent: every run.' })
    filter?: RecordRuleRunFilter,
  ): Promise<Page<RecordRuleRunEntity>> {
    return this.runsService.list(id, filter?.state ?? null, page);
  }

  @ResolveField(() => RecordRuleDryRun, {
    description: 'Records that match the rule now, and what the first of them would be sent. Nothing is sent.',
  })
  async dryRun(
    @CurrentViewer() viewer: Viewer,
    @Parent() rule: RecordRuleEntity,
    @Args('first', { type: () => Int, defaultValue: 5, description: 'Number of samples, 0 to 25.' }) first: number,
  ): Promise<DryRun> {
    return this.dryRuns.run(viewer, rule, first);
  }
}

@Resolver(() => RecordRuleRunType)
export class RecordRuleRunFieldsResolver {
  constructor(
    private readonly records: RecordsService,
    private readonly messages: MessagesService,
  ) {}

  @ResolveField(() => DataRecordType, {
    nullable: true,
    description: 'Record that triggered the rule; null once it is gone.',
  })
  async record(@Parent() { recordId }: RecordRuleRunEntity, @RequestLoaders() loaders: Loaders) {
    return recordId === null ? null : loaders.load(this.records.byIds, recordId);
  }

  @ResolveField(() => MessageType, {
    nullable: true,
    description: 'Message that was sent; null where none was, it is gone, or the viewer may not see it.',
  })
  async message(
    @CurrentViewer() viewer: Viewer,
    @Parent() { messageId }: RecordRuleRunEntity,
    @RequestLoaders() loaders: Loaders,
  ) {
    const message = messageId === null ? null : await loaders.load(this.messages.byIds, messageId);
    return message !== null && mayReadMessage(viewer, message) ? message : null;
  }

  @ResolveField()
  errors(@Parent() { problems }: RecordRuleRunEntity): Problem[] {
    return problems;
  }
}

@Resolver(() => RecordRuleSample)
export class RecordRuleSampleFieldsResolver {
  constructor(private readonly records: RecordsService) {}

  @ResolveField(() => DataRecordType, { nullable: true, description: 'Record that matches.' })
  async record(@Parent() { recordId }: DryRunSample, @RequestLoaders() loaders: Loaders) {
    return loaders.load(this.records.byIds, recordId);
  }
}
