import type { DataFieldType } from '../generated/graphql';

interface Money {
  amount: string | number;
  currency: string;
}

/** A value as it is read in a table. */
export function shownValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (isMoney(value)) return `${value.amount} ${value.currency}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What somebody wrote, as the API takes it; undefined: nothing. */
export function writtenValue(text: string, type: DataFieldType): unknown {
  const written = text.trim();
  if (written === '') return undefined;
  if (type === 'BOOLEAN') return written === 'true';
  if (type === 'MONEY') {
    const [amount, currency] = written.split(/\s+/);
    return { amount, currency };
  }
  return type === 'TEXT' ? text : written;
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;
}
