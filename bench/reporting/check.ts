import type { Row } from '../report.js';
import { median } from './statistics.js';

/** What a row was when it was last stored: only its ratio to the baseline of the same run, for machines differ. */
export interface StoredRow {
  ratio: number;
  lowest: number;
  highest: number;
  better: 'HIGHER' | 'LOWER';
}
/** By the engine, and the name of the row. */
export type StoredRows = Record<string, Record<string, StoredRow>>;

/** Ratios vary by so much from run to run at least, whatever the rounds of one run say. */
const MIN_TOLERANCE = 0.15;

/** What --store writes: rows that were measured replace those of the same name, the others stay. */
export function withRows(stored: StoredRows, engine: string, rows: readonly Row[]): StoredRows {
  const own = rows.flatMap((row): [string, StoredRow][] => {
    const { ratio, ratios = [] } = row;
    if (ratio === null || !Number.isFinite(ratio)) return [];
    const all = [ratio, ...ratios];
    const entry = { ratio, lowest: Math.min(...all), highest: Math.max(...all), better: row.better ?? 'HIGHER' };
    return [[row.name, entry]];
  });
  return { ...stored, [engine]: { ...stored[engine], ...Object.fromEntries(own) } };
}

/**
 * The rows that have become worse than stored, beyond the spread that was stored and that of this run: a sentence each.
 * A row that is not stored yet, or has no ratio, is not compared.
 */
export function regressions(stored: StoredRows, engine: string, rows: readonly Row[]): string[] {
  return rows.flatMap((row) => {
    const known = stored[engine]?.[row.name];
    if (known === undefined) return [];
    if (row.ratio === null || !Number.isFinite(row.ratio))
      return [`${row.name}: no ratio was measured; stored is ${known.ratio.toFixed(2)}.`];
    const limit = limitOf(known, row.ratios ?? []);
    const isWorse = known.better === 'HIGHER' ? row.ratio < limit : row.ratio > limit;
    return isWorse
      ? [
          `${row.name}: ratio ${row.ratio.toFixed(2)}, stored ${known.ratio.toFixed(2)}, allowed is ${limit.toFixed(2)}.`,
        ]
      : [];
  });
}

function limitOf(known: StoredRow, ratios: readonly number[]): number {
  const middle = median(ratios);
  const ownSpread = ratios.length < 2 ? 0 : (Math.max(...ratios) - Math.min(...ratios)) / 2 / middle;
  const tolerance = Math.max(MIN_TOLERANCE, ownSpread);
  return known.better === 'HIGHER' ? known.lowest * (1 - tolerance) : known.highest * (1 + tolerance);
}
