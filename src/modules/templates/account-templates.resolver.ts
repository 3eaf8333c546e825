import { Args, Extensions, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Loaders } from '../../common/graphql/loaders.js';
import { ForwardPageArgs } from '../../common/graphql/pagination/connection.js';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import { PER_VIEWER } from '../../common/graphql/per-viewer.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import type { Problem } from '../../common/errors/domain-error.js';
import { WindowClosedError } from '../../common/graphql/errors/user-error.types.js';
import { AccountIdInput } from '../accounts/schema/account.inputs.js';
import { AccountType } from '../accounts/schema/account.types.js';
import { AccountsService } from '../accounts/accounts.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { Allow, requireAllowed } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import { reportOf, SyncReportsService } from './sync/sync-reports.service.js';
import { SyncTemplatesService } from './sync/sync-templates.service.js';
import { TemplateFilter, TemplateOrder } from './schema/template-list.inputs.js';
import {
  SyncConflict,
  SyncTemplatesPayload,
  TemplateConnection,
  TemplateSyncReport,
  TemplateType,
} from './schema/template.types.js';
import { TemplatesService } from './templates.service.js';

/** Fields and mutations of `Account` that are about its templates. */
@Resolver(() => AccountType)
export class AccountTemplatesResolver {
  constructor(
    private readonly accounts: AccountsService,
    private readonly templatesService: TemplatesService,
    private readonly sync: SyncTemplatesService,
    private readonly reports: SyncReportsService,
  ) {}

  @PayloadMutation(
    () => SyncTemplatesPayload,
    'Compares all templates of the account with Meta now: every page, statuses, categories, quality and texts.',
  )
  @Allow('WRITE_TEMPLATES')
  async syncTemplates(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Account whose templates are compared.' }) { accountId }: AccountIdInput,
  ): Promise<SyncTemplatesPayload> {
    const report = await this.sync.syncByHand(viewer, accountId);
    const account = await this.accounts.require(viewer, accountId, 'accountId');
    return { account, report: reportOf(report), errors: [] };
  }

  @ResolveField(() => TemplateConnection, {
    description: 'Templates of the account, last changed first unless ordered.',
  })
  @Extensions(PER_VIEWER)
  async templates(
    @CurrentViewer() viewer: Viewer,
    @Parent() { id }: AccountType,
    @Args() page: ForwardPageArgs,
    @Args('filter', {
      description: 'Conditions that all hold together; absent: every template but the deleted ones.',
      nullable: true,
    })
    filter?: TemplateFilter,
    @Args('orderBy', { description: 'Order of the list; absent: last changed first.', nullable: true })
    orderBy?: TemplateOrder,
  ): Promise<TemplateConnection> {
    requireAllowed(viewer, 'READ_TEMPLATES');
    return this.templatesService.list(viewer, { ...filter, accountId: [id] }, orderBy ?? new TemplateOrder(), page);
  }

  @ResolveField(() => TemplateSyncReport, {
    nullable: true,
    description: 'Template synchronisation that ran last, by hand or by schedule; null: none yet.',
  })
  async templateSync(
    @Parent() { id }: AccountType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<TemplateSyncReport | null> {
    const report = await loaders.load(this.reports.byAccountIds, id);
    return report === null ? null : reportOf(report);
  }
}

@Resolver(() => SyncConflict)
export class SyncConflictResolver {
  constructor(private readonly templatesService: TemplatesService) {}

  @ResolveField(() => TemplateType, { description: 'Draft that was left as it is.' })
  async template(
    @Parent() { templateId }: SyncConflict,
    @RequestLoaders() loaders: Loaders,
  ): Promise<TemplateType | null> {
    return loaders.load(this.templatesService.byIds, templateId);
  }
}

@Resolver(() => WindowClosedError)
export class UsableTemplatesResolver {
  constructor(private readonly templatesService: TemplatesService) {}

  @ResolveField(() => [TemplateType], {
    description: 'Approved templates that this conversation may be reopened with, up to 100.',
  })
  async usableTemplates(@CurrentViewer() viewer: Viewer, @Parent() { accountId }: Problem): Promise<TemplateType[]> {
    return accountId === undefined ? [] : this.templatesService.sendableBy(viewer, accountId);
  }
}
