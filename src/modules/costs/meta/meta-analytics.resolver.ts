import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { AccountIdInput } from '../../accounts/schema/account.inputs.js';
import { AccountPayload, AccountType } from '../../accounts/schema/account.types.js';
import { daysOf } from '../../messages/statistics/period-days.js';
import { TemplateType } from '../../templates/schema/template.types.js';
import type { Template } from '../../templates/templates.service.js';
import { Allow, requireAllowed } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { AnalyticsDaysService } from './analytics-days.service.js';
import { MetaAnalyticsService, readingOf } from './meta-analytics.service.js';
import { AccountMetaAnalytics, MetaAnalyticsPeriod, TemplateMetaAnalytics } from './meta-analytics.types.js';
import { ReadMetaAnalyticsService } from './read-meta-analytics.service.js';

@Resolver(() => AccountType)
export class AccountMetaAnalyticsResolver {
  constructor(
    private readonly analytics: MetaAnalyticsService,
    private readonly reading: ReadMetaAnalyticsService,
  ) {}

  @ResolveField(() => AccountMetaAnalytics, {
    description:
      'Analytics by Meta itself: what it delivered and charges, beside what is counted here. Administrators and managers; FORBIDDEN for others.',
  })
  async metaAnalytics(
    @CurrentViewer() viewer: Viewer,
    @Parent() { id }: AccountType,
    @Args('period', { description: 'Days that are told.' }) period: MetaAnalyticsPeriod,
  ): Promise<AccountMetaAnalytics> {
    requireAllowed(viewer, 'READ_STATISTICS');
    return this.analytics.ofAccount(viewer, id, period);
  }

  @PayloadMutation(
    () => AccountPayload,
    "Reads Meta's analytics of the account now: those of 90 days at first, then those that may have changed. How it went is in Account.metaAnalytics. NOT_ALLOWED_NOW while they are being read. Administrators only.",
  )
  @Allow('WRITE_ACCOUNTS')
  async readMetaAnalytics(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Account whose analytics are read.' }) { accountId }: AccountIdInput,
  ): Promise<AccountPayload> {
    return { account: await this.reading.readByHand(viewer, accountId), errors: [] };
  }

  @PayloadMutation(
    () => AccountPayload,
    'Switches template analytics on at Meta. IRREVERSIBLE: Meta never switches them off again, tracks clicks on links of templates from then on, and may use chats anonymised. META_REFUSED where it does not offer them. Administrators only.',
  )
  @Allow('WRITE_ACCOUNTS')
  async enableTemplateInsights(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Account whose templates Meta is to count.' }) { accountId }: AccountIdInput,
  ): Promise<AccountPayload> {
    return { account: await this.reading.enableInsights(viewer, accountId), errors: [] };
  }
}

@Resolver(() => TemplateType)
export class TemplateMetaAnalyticsResolver {
  constructor(
    private readonly analytics: MetaAnalyticsService,
    private readonly days: AnalyticsDaysService,
  ) {}

  @ResolveField(() => TemplateMetaAnalytics, {
    description:
      'Analytics by Meta itself, with clicks and amounts; `statistics` are counted here. Administrators and managers; FORBIDDEN for others.',
  })
  async metaAnalytics(
    @CurrentViewer() viewer: Viewer,
    @Parent() { id, accountId }: Template,
    @Args('period', { description: 'Days that are told.' }) period: MetaAnalyticsPeriod,
    @RequestLoaders() loaders: Loaders,
  ): Promise<TemplateMetaAnalytics> {
    requireAllowed(viewer, 'READ_STATISTICS');
    daysOf({ ...period, timeZone: 'UTC' });
    const [row, days] = await Promise.all([
      loaders.load(this.analytics.ofAccounts, accountId),
      loaders.load(this.days.ofTemplates, `${id} ${period.from} ${period.to}`),
    ]);
    return {
      reading: readingOf(row?.templateReading, row?.templatesReadAt),
      currency: row?.currency ?? null,
      days,
    };
  }
}
