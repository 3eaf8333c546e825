import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../common/errors/domain-error.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { WaitingCustomersService } from '../../conversations/inbox/waiting-customers.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { accountFigures } from '../domain/statistics/account-figures.js';
import { beginOfDate, datesBetween, isDate, isTimeZone, nextDate } from '../domain/statistics/days.js';
import type { AccountStatistics, StatisticsPeriod } from './account-statistics.types.js';
import { MessageTalliesService } from './message-tallies.service.js';
import { because, type Because } from '../../../common/errors/because.js';

const MAX_DAYS = 92;
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
    const dates = datesOf(period);
    const begins = [...dates, nextDate(period.to)].map((date) => beginOfDate(date, period.timeZone));
    const accountIds =
      accountId === null
        ? (await this.accounts.list(viewer)).map(({ id }) => id)
        : [(await this.accounts.require(viewer, accountId, 'accountId')).id];
    const figures = accountFigures(dates, await this.tallies.ofDays(accountIds, begins));
    const { count: waiting, longestSince: longestWaitingSince } = await this.waiting.of(viewer, accountId);
    return { ...figures, templates: figures.templates.slice(0, MAX_TEMPLATES), waiting, longestWaitingSince };
  }
}

/** @throws DomainError (INVALID_INPUT) */
function datesOf({ from, to, timeZone }: StatisticsPeriod): string[] {
  for (const [name, date] of Object.entries({ from, to }))
    if (!isDate(date)) throw invalid(because('DAY_EXPECTED'), name);
  if (!isTimeZone(timeZone)) throw invalid(because('TIME_ZONE_EXPECTED'), 'timeZone');
  const dates = datesBetween(from, to);
  if (dates.length === 0) throw invalid(because('PERIOD_REVERSED'), 'to');
  if (dates.length > MAX_DAYS) throw invalid(because('PERIOD_TOO_LONG', { limit: MAX_DAYS }), 'to');
  return dates;
}

function invalid(why: Because, field: string): DomainError {
  return new DomainError({ code: 'INVALID_INPUT', ...why, path: ['period', field] });
}
