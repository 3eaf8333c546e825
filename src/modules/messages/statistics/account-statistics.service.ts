import { Injectable } from '@nestjs/common';
import { AccountsService } from '../../accounts/accounts.service.js';
import { WaitingCustomersService } from '../../conversations/inbox/waiting-customers.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { accountFigures } from '../domain/statistics/account-figures.js';
import type { AccountStatistics, StatisticsPeriod } from './account-statistics.types.js';
import { MessageTalliesService } from './message-tallies.service.js';
import { daysOf } from './period-days.js';

const MAX_TEMPLATES = 50;

/** Account statistics: the figures of some days, and who waits now. */
@Injectable()
export class AccountStatisticsService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly tallies: MessageTalliesService,
    private readonly waiting: WaitingCustomersService,
  ) {}

  /**
   * `accountId` null: of all accounts that the viewer works with.
   * @throws DomainError (NOT_FOUND, INVALID_INPUT)
   */
  async of(viewer: Viewer, accountId: string | null, period: StatisticsPeriod): Promise<AccountStatistics> {
    const { dates, begins } = daysOf(period);
    const accountIds =
      accountId === null
        ? (await this.accounts.list(viewer)).map(({ id }) => id)
        : [(await this.accounts.require(viewer, accountId, 'accountId')).id];
    const figures = accountFigures(dates, await this.tallies.ofDays(accountIds, begins));
    const { count: waiting, longestSince: longestWaitingSince } = await this.waiting.of(viewer, accountId);
    return { ...figures, templates: figures.templates.slice(0, MAX_TEMPLATES), waiting, longestWaitingSince };
  }
}
