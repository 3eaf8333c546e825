import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { ReadFromReplica } from '../../../common/graphql/read-from-replica.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { TemplateType } from '../../templates/schema/template.types.js';
import { TemplatesService, type Template } from '../../templates/templates.service.js';
import { Allow, requireAllowed } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { AccountStatisticsService } from './account-statistics.service.js';
import { AccountStatistics, StatisticsPeriod, TemplateOutcomes } from './account-statistics.types.js';

@Resolver(() => TemplateOutcomes)
export class AccountStatisticsResolver {
  constructor(
    private readonly statistics: AccountStatisticsService,
    private readonly templates: TemplatesService,
  ) {}

  @Query(() => AccountStatistics, {
    description:
      'Statistics of some days: how much came and went, how soon customers were answered, what became of templates and what Meta charges; and who waits now. Administrators and managers.',
  })
  @ReadFromReplica()
  @Allow('READ_STATISTICS')
  async accountStatistics(
    @CurrentViewer() viewer: Viewer,
    @Args('period', { description: 'Days to be counted.' }) period: StatisticsPeriod,
    @Args('accountId', {
      type: () => ID,
      nullable: true,
      description: 'UUID of an account; null: of all that the viewer works with.',
    })
    accountId?: string | null,
  ): Promise<AccountStatistics> {
    return this.statistics.of(viewer, accountId ?? null, period);
  }

  @ResolveField(() => TemplateType, {
    nullable: true,
    description: 'Template itself; null where there is none any more.',
  })
  async template(
    @CurrentViewer() viewer: Viewer,
    @Parent() { templateId }: TemplateOutcomes,
    @RequestLoaders() loaders: Loaders,
  ): Promise<Template | null> {
    requireAllowed(viewer, 'READ_TEMPLATES');
    return loaders.load(this.templates.byIds, templateId);
  }
}
