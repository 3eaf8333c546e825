import type { PriceTally } from '../../messages/domain/statistics/price-tally.js';
import { countryOfArea } from './markets.js';
import { rateCategoryOf, type RateFinder } from './rates.js';

/** What costs can be told by. */
export const COST_DIMENSIONS = ['DAY', 'PHONE_NUMBER', 'CATEGORY', 'COUNTRY', 'TEMPLATE', 'BROADCAST'] as const;
export type CostDimension = (typeof COST_DIMENSIONS)[number];

/** What a row of costs is about: each null where it is not told by that, or nothing is known of it. */
export interface CostKey {
  date: string | null;
  phoneNumberId: string | null;
  category: string | null;
  country: string | null;
  templateId: string | null;
  broadcastId: string | null;
}

export interface CostSums {
  messages: number;
  charged: number;
  /** Of those charged, the ones whose price nobody knows here. */
  withoutRate: number;
  /** In units of the last decimal. */
  units: bigint;
}

export type CostRow = CostKey & CostSums;

/** Only messages like these; absent: all. */
export interface CostFilter {
  phoneNumberId?: string | null;
  category?: string | null;
  country?: string | null;
  templateId?: string | null;
  broadcastId?: string | null;
}

const FIELDS: Readonly<Record<CostDimension, keyof CostKey>> = {
  DAY: 'date',
  PHONE_NUMBER: 'phoneNumberId',
  CATEGORY: 'category',
  COUNTRY: 'country',
  TEMPLATE: 'templateId',
  BROADCAST: 'broadcastId',
};
const NOTHING: CostKey = {
  date: null,
  phoneNumberId: null,
  category: null,
  country: null,
  templateId: null,
  broadcastId: null,
};

/** Costs by some dimensions, the earliest day first and what costs most first, and of all together. */
export function costRows(
  dates: readonly string[],
  tallies: readonly PriceTally[],
  rateOf: RateFinder,
  { by, filter }: { by: readonly CostDimension[]; filter: CostFilter },
): { rows: CostRow[]; total: CostRow } {
  const rows = new Map<string, CostRow>();
  const countries = new Map(
    [...new Set(tallies.map(({ area }) => area))].map((area) => [area, area === null ? null : countryOfArea(area)]),
  );
  const total: CostRow = { ...NOTHING, messages: 0, charged: 0, withoutRate: 0, units: 0n };
  for (const tally of tallies) {
    const { phoneNumberId, category, templateId, broadcastId, messages } = tally;
    const date = dates[tally.day] ?? null;
    const country = countries.get(tally.area) ?? null;
    const whole: CostKey = { date, phoneNumberId, category, country, templateId, broadcastId };
    if (!fits(whole, filter)) continue;
    const told = Object.fromEntries(by.map((dimension) => [FIELDS[dimension], whole[FIELDS[dimension]]]));
    const key: CostKey = { ...NOTHING, ...told };
    const place = JSON.stringify(Object.values(key));
    const row = rows.get(place) ?? { ...key, messages: 0, charged: 0, withoutRate: 0, units: 0n };
    rows.set(place, row);
    const rate = isCharged(tally) ? rateOf(date ?? '', country, rateCategoryOf(category)) : 0n;
    for (const sums of [row, total]) {
      sums.messages += messages;
      if (isCharged(tally)) sums.charged += messages;
      if (rate === null) sums.withoutRate += messages;
      else sums.units += rate * BigInt(messages);
    }
  }
  return { rows: [...rows.values()].sort(inOrder), total };
}

/** By Meta's type where it says one, for `billable` ends with a later version of its API; what it says nothing of may be charged. */
function isCharged({ type, isBillable }: PriceTally): boolean {
  return type === null ? isBillable !== false : type.toLowerCase() === 'regular';
}

function fits(key: CostKey, filter: CostFilter): boolean {
  return Object.entries(filter).every(
    ([name, wanted]: [string, string | null | undefined]) => wanted == null || key[name as keyof CostFilter] === wanted,
  );
}

function inOrder(one: CostRow, other: CostRow): number {
  const days = (one.date ?? '').localeCompare(other.date ?? '');
  if (days !== 0) return days;
  if (one.units !== other.units) return one.units > other.units ? -1 : 1;
  return other.messages - one.messages || JSON.stringify(keyOf(one)).localeCompare(JSON.stringify(keyOf(other)));
}

function keyOf({ phoneNumberId, category, country, templateId, broadcastId }: CostRow): readonly (string | null)[] {
  return [phoneNumberId, category, country, templateId, broadcastId];
}
