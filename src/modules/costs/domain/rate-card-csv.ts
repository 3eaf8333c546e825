import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { because, type Because } from '../../../common/errors/because.js';
import type { Problem } from '../../../common/errors/domain-error.js';
import { marketNamed, type Market } from './markets.js';
import { DECIMALS, RATE_CATEGORIES, type Rate, type RateCategory } from './rates.js';

/** What a rate card says, or why it cannot be read. */
export type ReadRateCard = { currency: string; rates: Rate[] } | { problems: Problem[] };

const MAX_PROBLEMS = 20;
/** The heading of Meta's files, after some lines that say from when they count; spreadsheets make semicolons or tabs of commas. */
const HEADING = /^\uFEFF?"?market"?([,;\t])/im;
const COLUMNS: Readonly<Record<string, RateCategory>> = Object.fromEntries(
  RATE_CATEGORIES.map((category) => [category.toLowerCase().replace('_', ' '), category]),
);
const AMOUNT = new RegExp(`^\\d{1,5}(\\.\\d{1,${DECIMALS}})?$`);
const NO_RATE = /^(n\/?a|-|)$/i;
const KNOWN_CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

interface Row {
  line: number;
  cells: string[];
}

/** Reads a rate card as Meta offers it for download: one line a market, one column a category, all in one currency. */
export function readRateCard(csv: string): ReadRateCard {
  const heading = HEADING.exec(csv);
  if (heading === null) return refused(because('RATE_CARD_HEADING_MISSING'));
  const delimiter = heading[1] ?? ',';
  const linesBefore = csv.slice(0, heading.index).split('\n').length - 1;
  const rows = rowsOf(csv.slice(heading.index), delimiter, linesBefore);
  if ('problems' in rows) return rows;
  const [head, ...body] = rows;
  const columns = (head?.cells ?? []).map(plain);
  const isCommaDecimal = delimiter !== ',';
  const problems: Because[] = [];
  const rates: Rate[] = [];
  const lineOf = new Map<Market, number>();
  let currency: string | null = null;
  for (const { line, cells } of body) {
    const market = marketNamed(cells[columns.indexOf('market')] ?? '');
    const said = currencyOf(cells[columns.indexOf('currency')] ?? '');
    const before = market === null ? undefined : lineOf.get(market);
    if (market === null) problems.push(because('RATE_MARKET_UNKNOWN', { line }));
    else if (before !== undefined) problems.push(because('RATE_MARKET_TWICE', { line, other: before }));
    else lineOf.set(market, line);
    if (said === null) problems.push(because('RATE_CURRENCY_UNKNOWN', { line }));
    else if (currency !== null && said !== currency) problems.push(because('RATE_CURRENCIES_MIXED', { line }));
    currency ??= said;
    for (const [index, name] of columns.entries()) {
      const category = COLUMNS[name];
      const cell = (cells[index] ?? '').trim();
      if (category === undefined || NO_RATE.test(cell)) continue;
      const amount = isCommaDecimal ? cell.replace(',', '.') : cell;
      if (!AMOUNT.test(amount)) problems.push(because('RATE_NO_AMOUNT', { line, column: category }));
      else if (market !== null) rates.push({ market, category, amount });
    }
  }
  if (problems.length > 0) return refused(...problems);
  return currency === null || rates.length === 0 ? refused(because('RATE_CARD_EMPTY')) : { currency, rates };
}

function rowsOf(csv: string, delimiter: string, linesBefore: number): Row[] | { problems: Problem[] } {
  try {
    const parsed = parse(csv, {
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return parsed.map(({ record, info }) => ({ line: info.lines + linesBefore, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return refused(because('CSV_BROKEN', { line: Number(error.lines ?? 1) + linesBefore }));
  }
}

/** ISO 4217 of what stands in the file: $US is how Meta writes USD; null: none. */
function currencyOf(text: string): string | null {
  const code = text.trim().toUpperCase();
  if (code === '$US' || code === 'US$') return 'USD';
  return KNOWN_CURRENCIES.has(code) ? code : null;
}

/** The heading of a column for comparing: `Authentication-⏎International` has a line break in Meta's files. */
function plain(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[\s-]+/g, ' ')
    .trim();
}

function refused(...whys: Because[]): { problems: Problem[] } {
  const shown = whys.slice(0, MAX_PROBLEMS).map((why): Problem => ({ code: 'INVALID_FORMAT', ...why, path: ['csv'] }));
  const more = whys.length - shown.length;
  const rest: Problem[] =
    more === 0 ? [] : [{ code: 'INVALID_FORMAT', ...because('MORE_ERRORS', { count: more }), path: ['csv'] }];
  return { problems: [...shown, ...rest] };
}
