import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../../common/database/database.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import { daysOf } from '../../messages/statistics/period-days.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { compareCategories } from '../domain/compare-categories.js';
import { CostsService } from '../costs.service.js';
import { RateCardsService } from '../rate-cards.service.js';
import { AnalyticsDaysService } from './analytics-days.service.js';
import { MetaAnalyticsEntity, type StoredReading } from './meta-analytics.entity.js';
import type { AccountMetaAnalytics, MetaAnalyticsPeriod, MetaReading } from './meta-analytics.types.js';

/** Meta's analytics as they were read last, beside what is counted here. */
@Injectable()
export class MetaAnalyticsService {
  constructor(
    private readonly database: Database,
    private readonly days: AnalyticsDaysService,
    private readonly costs: CostsService,
    private readonly rateCards: RateCardsService,
  ) {}

  /** For DataLoaders: how reading each account went; null: it was never read. */
  readonly ofAccounts = async (accountIds: readonly string[]): Promise<(MetaAnalyticsEntity | null)[]> => {
    const rows = await this.database.repository(MetaAnalyticsEntity).findBy({ accountId: In([...accountIds]) });
    return inOrderOf(accountIds, rows, ({ accountId }) => accountId);
  };

  /** @throws DomainError (INVALID_INPUT) for days that are none, or too many */
  async ofAccount(viewer: Viewer, accountId: string, period: MetaAnalyticsPeriod): Promise<AccountMetaAnalytics> {
    const inUtc = { ...period, timeZone: 'UTC' };
    daysOf(inUtc);
    const [row = null] = await this.ofAccounts([accountId]);
    const prices = await this.days.prices(accountId, period);
    const currency = row?.currency ?? null;
    const hasCard = (await this.rateCards.list()).some((card) => card.currency === currency);
    const ours = await this.costs.of(viewer, {
      period: inUtc,
      by: ['CATEGORY'],
      accountId,
      filter: {},
      currency: currency ?? 'XXX', // of no currency: counts alone
    });
    return {
      isEnabledForInsights: row?.isEnabledForInsights ?? null,
      templates: readingOf(row?.templateReading, row?.templatesReadAt),
      pricing: readingOf(row?.pricingReading, row?.pricingReadAt),
      currency,
      prices,
      comparison: compareCategories(
        prices,
        ours.rows.map((cost) => ({ ...cost, amount: hasCard ? cost.amount : null })),
      ),
    };
  }
}

/** How a reading went, as GraphQL has it. */
export function readingOf(reading: StoredReading | null | undefined, readAt: Date | null | undefined): MetaReading {
  return {
    state: reading?.state ?? 'NOT_READ',
    askedAt: reading == null ? null : new Date(reading.askedAt),
    readAt: readAt ?? null,
    refusal: reading?.refusal ?? null,
  };
}
