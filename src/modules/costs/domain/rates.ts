import type { Country } from '../../../common/phone-numbers/numbering.js';
import { marketsOf, type Market } from './markets.js';

/** What rate cards have rates for. */
export const RATE_CATEGORIES = [
  'MARKETING',
  'UTILITY',
  'AUTHENTICATION',
  'AUTHENTICATION_INTERNATIONAL',
  'SERVICE',
] as const;
export type RateCategory = (typeof RATE_CATEGORIES)[number];

export interface Rate {
  market: Market;
  category: RateCategory;
  /** Price of a message in the card's currency, as digits with a point. */
  amount: string;
}

/** A rate card, as far as costs need it. */
export interface RatesFrom {
  /** The first day on which they count. */
  effectiveFrom: string;
  rates: readonly Rate[];
}

/** Decimals of amounts that are kept and reckoned with. */
export const DECIMALS = 8;

/** Categories of Meta's prices, in its own words. */
const CATEGORIES: Readonly<Record<string, RateCategory>> = {
  marketing: 'MARKETING',
  marketing_lite: 'MARKETING',
  group_marketing: 'MARKETING',
  utility: 'UTILITY',
  group_utility: 'UTILITY',
  authentication: 'AUTHENTICATION',
  authentication_international: 'AUTHENTICATION_INTERNATIONAL',
  service: 'SERVICE',
  group_service: 'SERVICE',
};

/** The category of rate cards by which a message of one of Meta's categories is charged; null: none. */
export function rateCategoryOf(category: string | null): RateCategory | null {
  return CATEGORIES[(category ?? '').toLowerCase()] ?? null;
}

/** Finds the rate of a day, in units of the last decimal; null: no card has one. */
export type RateFinder = (date: string, country: Country | null, category: RateCategory | null) => bigint | null;

/** A finder in rate cards of one currency: of those that began by then the last counts, and of its markets the nearest. */
export function rateFinder(cards: readonly RatesFrom[]): RateFinder {
  const latestFirst = [...cards]
    .sort((one, other) => other.effectiveFrom.localeCompare(one.effectiveFrom))
    .map(({ effectiveFrom, rates }) => ({
      effectiveFrom,
      amounts: new Map(rates.map((rate) => [`${rate.market} ${rate.category}`, unitsOf(rate.amount)])),
    }));
  return (date, country, category) => {
    const card = latestFirst.find(({ effectiveFrom }) => effectiveFrom <= date);
    if (card === undefined || country === null || category === null) return null;
    const amounts = marketsOf(country).map((market) => card.amounts.get(`${market} ${category}`));
    return amounts.find((amount) => amount !== undefined) ?? null;
  };
}

/** An amount in units of the last decimal: digits with a point, such as 0.0456. */
export function unitsOf(amount: string): bigint {
  const [whole = '', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(DECIMALS, '0').slice(0, DECIMALS));
}

/** An amount as digits with a point, with two decimals at least. */
export function amountOf(units: bigint): string {
  const digits = units.toString().padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '').padEnd(2, '0');
  return `${digits.slice(0, -DECIMALS)}.${fraction}`;
}
