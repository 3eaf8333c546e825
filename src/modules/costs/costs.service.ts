import { Injectable } from '@nestjs/common';
import { because } from '../../common/errors/because.js';
import { DomainError } from '../../common/errors/domain-error.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { MessageTalliesService } from '../messages/statistics/message-tallies.service.js';
import { daysOf, type Period } from '../messages/statistics/period-days.js';
import type { Viewer } from '../users/domain/viewer.js';
import { costRows, type CostDimension, type CostFilter, type CostRow } from './domain/cost-rows.js';
import { amountOf, rateFinder } from './domain/rates.js';
import { RateCardsService } from './rate-cards.service.js';

const MAX_ROWS = 5_000;

/** What costs are asked for. */
export interface CostQuestion {
  period: Period;
  by: readonly CostDimension[];
  /** Null: of all accounts that the viewer works with. */
  accountId: string | null;
  filter: CostFilter;
  /** Null: the one that there are rate cards in. */
  currency: string | null;
}

/** Costs as they are told: amounts as digits with a point, null without a rate card. */
export interface Costs {
  currency: string | null;
  rows: PricedRow[];
  total: PricedRow;
}

export type PricedRow = Omit<CostRow, 'units'> & { amount: string | null };

/** Costs of messages: what Meta said of their prices, by the rates of the day on which they were sent. */
@Injectable()
export class CostsService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly tallies: MessageTalliesService,
    private readonly rateCards: RateCardsService,
  ) {}

  /** @throws DomainError: NOT_FOUND, INVALID_INPUT, REQUIRED where there are cards in several currencies */
  async of(viewer: Viewer, question: CostQuestion): Promise<Costs> {
    const { dates, begins } = daysOf(question.period);
    const accountIds =
      question.accountId === null
        ? (await this.accounts.list(viewer)).map(({ id }) => id)
        : [(await this.accounts.require(viewer, question.accountId, 'filter', 'accountId')).id];
    const currency = await this.currencyOf(question.currency);
    const cards = currency === null ? [] : await this.rateCards.ratesIn(currency, question.period.to);
    const tallies = await this.tallies.pricesOfDays(accountIds, begins);
    const { rows, total } = costRows(dates, tallies, rateFinder(cards), question);
    if (rows.length > MAX_ROWS) {
      const why = because('COSTS_TOO_FINE', { limit: MAX_ROWS });
      throw new DomainError({ code: 'INVALID_INPUT', ...why, limit: MAX_ROWS, path: ['by'] });
    }
    const priced = ({ units, ...row }: CostRow): PricedRow => ({
      ...row,
      amount: cards.length === 0 ? null : amountOf(units),
    });
    return { currency, rows: rows.map(priced), total: priced(total) };
  }

  private async currencyOf(wanted: string | null): Promise<string | null> {
    if (wanted !== null) return wanted.toUpperCase();
    const [only, ...others] = new Set((await this.rateCards.list()).map(({ currency }) => currency));
    if (others.length > 0) {
      throw new DomainError({ code: 'REQUIRED', ...because('CURRENCY_NEEDED'), path: ['currency'] });
    }
    return only ?? null;
  }
}
