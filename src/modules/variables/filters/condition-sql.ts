import type { DataFieldType } from '../domain/data-model.js';
import type { RecordCondition } from '../domain/record-filter.js';
import type { FieldValue, Money } from '../domain/record-values.js';

/** Makes a value a parameter of the statement, and answers how it is written there, with its type. */
export type Bind = (value: unknown, type: string) => string;

const OPERATORS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;
const NUMBER = String.raw`'^-?\d+(\.\d+)?$'`;
const DATE = String.raw`'^\d{4}-\d{2}-\d{2}$'`;
/** Times that a cast takes, whatever stood in a field before it got its type: real days, and offsets as PostgreSQL has them. */
const DATETIME = String.raw`'^(?!0000)(\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))|(\d\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)[Tt]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-](0\d|1[0-5]):[0-5]\d)$'`;

/**
 * SQL of conditions on rows of data_records that go by the alias `record`. Keys and values of a filter are parameters, all of
 * them. Equal texts, dates, relations and phone numbers are answered by the index of field_values, all else by the rows.
 */
export function conditionsSql(conditions: readonly RecordCondition[], bind: Bind): string {
  return conditions.map((condition) => conditionSql(condition, bind)).join(' AND ') || 'true';
}

function conditionSql(condition: RecordCondition, bind: Bind): string {
  const { through, isNegated } = condition;
  const holds =
    through === null
      ? comparisonSql('record', condition, bind)
      : `EXISTS (SELECT FROM data_records related WHERE related.model_id = ${bind(through.modelId, 'uuid')}
           AND related.external_id = record.field_values ->> ${bind(through.key, 'text')} AND ${comparisonSql('related', condition, bind)})`;
  return isNegated ? `NOT coalesce(${holds}, false)` : holds;
}

function comparisonSql(row: 'record' | 'related', condition: RecordCondition, bind: Bind): string {
  const { key, type, comparison, values } = condition;
  const text = (): string => `(${row}.field_values ->> ${bind(key, 'text')})`;
  const part = (name: 'amount' | 'currency'): string => `(${row}.field_values -> ${bind(key, 'text')} ->> '${name}')`;
  switch (comparison) {
    case 'isFilled':
      return `jsonb_exists(${row}.field_values, ${bind(key, 'text')})`;
    case 'contains':
      return `strpos(lower(${text()}), lower(${bind(values[0], 'text')})) > 0`;
    case 'startsWith':
      return `starts_with(lower(${text()}), lower(${bind(values[0], 'text')}))`;
    case 'eq':
    case 'in':
      return isIndexed(type)
        ? `${row}.field_values @> ANY(${bind(
            values.map((value) => JSON.stringify({ [key]: value })),
            'jsonb[]',
          )})`
        : `(${values.map((value) => comparedSql(text, part, type, '=', value, bind)).join(' OR ') || 'false'})`;
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return comparedSql(text, part, type, OPERATORS[comparison], values[0] ?? '', bind);
  }
}

/** What is equal only if it is written the same. */
function isIndexed(type: DataFieldType): boolean {
  return type !== 'NUMBER' && type !== 'MONEY' && type !== 'DATETIME';
}

function comparedSql(
  text: () => string,
  part: (name: 'amount' | 'currency') => string,
  type: DataFieldType,
  operator: '=' | (typeof OPERATORS)[keyof typeof OPERATORS],
  value: FieldValue,
  bind: Bind,
): string {
  switch (type) {
    case 'NUMBER':
      return `${castSql(text(), NUMBER, 'numeric')} ${operator} ${bind(String(value), 'numeric')}`;
    case 'MONEY': {
      const { amount, currency } = value as Money;
      const amountSql = castSql(part('amount'), NUMBER, 'numeric');
      return `(${part('currency')} = ${bind(currency, 'text')} AND ${amountSql} ${operator} ${bind(String(amount), 'numeric')})`;
    }
    case 'DATETIME':
      return `${castSql(text(), DATETIME, 'timestamptz')} ${operator} ${bind(new Date(String(value).toUpperCase()).toISOString(), 'timestamptz')}`;
    case 'DATE':
      return `${castSql(text(), DATE, 'text')} COLLATE "C" ${operator} ${bind(value, 'text')}`;
    case 'TEXT':
    case 'BOOLEAN':
    case 'PHONE':
    case 'EMAIL':
    case 'URL':
    case 'RELATION':
      throw new Error(`${type} has no order.`);
  }
}

/** Null for what is no such value: a model's types may have changed since a record was stored. */
function castSql(text: string, pattern: string, type: string): string {
  return `(CASE WHEN ${text} ~ ${pattern} THEN ${text}::${type} END)`;
}
