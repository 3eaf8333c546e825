import type { MetaJson } from '../../../../src/simulator/control-api';

/** A text that is not empty; null for all else. */
export function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The objects of a list; none where it is no list. */
export function listIn(value: unknown): MetaJson[] {
  return Array.isArray(value) ? (value as MetaJson[]) : [];
}
