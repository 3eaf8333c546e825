import type { DataFieldType } from '../generated/graphql';
import type { Condition, ConditionField } from './RecordConditions';

/** The filter that says what these conditions say. */
export function filterOf(conditions: readonly Condition[], fields: readonly ConditionField[]): Record<string, unknown> {
  const typeOf = (key: string): DataFieldType => fields.find((field) => field.key === key)?.type ?? 'TEXT';
  return Object.fromEntries(conditions.map(({ key, value }) => [key, valueOf(value, typeOf(key))]));
}

/** The conditions that say what a filter says; null: it says more than they can. */
export function conditionsOf(filter: unknown): Condition[] | null {
  if (typeof filter !== 'object' || filter === null) return null;
  const conditions = Object.entries(filter).flatMap(([key, value]: [string, unknown]) =>
    !key.includes('.') && ['string', 'number', 'boolean'].includes(typeof value) ? [{ key, value: String(value) }] : [],
  );
  return conditions.length === Object.keys(filter).length ? conditions : null;
}

function valueOf(text: string, type: DataFieldType): unknown {
  if (type === 'BOOLEAN') return /^(true|yes|ja|sí|si|sim|نعم|1)$/i.test(text.trim());
  return text;
}
