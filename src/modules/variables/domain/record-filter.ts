import type { Problem } from '../../../common/errors/domain-error.js';
import type { Country } from '../../../common/phone-numbers/numbering.js';
import { readableKey } from '../../../common/text/readable-key.js';
import type { DataField, DataFieldType, DataModel } from './data-model.js';
import { inEverySpelling, readValues, type FieldValue } from './record-values.js';
import { because, type Because } from '../../../common/errors/because.js';

export const COMPARISONS = ['eq', 'ne', 'in', 'gt', 'gte', 'lt', 'lte', 'contains', 'startsWith', 'isEmpty'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** One condition on a record, or on the one that a relation of it leads to. */
export interface RecordCondition {
  key: string;
  type: DataFieldType;
  comparison: Exclude<Comparison, 'isEmpty' | 'ne'> | 'isFilled';
  /** Of `eq` and `in` one or more, of which any may be there; of `isFilled` none. */
  values: FieldValue[];
  /** Holds where the comparison does not, such as `ne`. */
  isNegated: boolean;
  /** The relation that is followed first. */
  through: { key: string; modelId: string } | null;
}

export interface ReadFilter {
  conditions: RecordCondition[];
  problems: Problem[];
}

const MAX_CONDITIONS = 20;
const MAX_LISTED_VALUES = 500;
const MAX_SEARCHED_LENGTH = 200;

const ALWAYS: readonly Comparison[] = ['eq', 'ne', 'in', 'isEmpty'];
const ORDERED: readonly Comparison[] = [...ALWAYS, 'gt', 'gte', 'lt', 'lte'];
const TEXTUAL: readonly Comparison[] = [...ALWAYS, 'contains', 'startsWith'];
const ALLOWED: Record<DataFieldType, readonly Comparison[]> = {
  TEXT: TEXTUAL,
  EMAIL: TEXTUAL,
  URL: TEXTUAL,
  PHONE: TEXTUAL,
  NUMBER: ORDERED,
  MONEY: ORDERED,
  DATE: ORDERED,
  DATETIME: ORDERED,
  BOOLEAN: ['eq', 'ne', 'isEmpty'],
  RELATION: ALWAYS,
};

/**
 * Reads a filter by the model's types: field key, or relation and field such as `customer.city`, to a value that the record
 * must have, or to comparisons such as `{ "gte": 10, "lt": 20 }`, that all hold together. `models` are those that relations may lead to.
 */
export function readRecordFilter(
  models: readonly DataModel[],
  model: DataModel,
  filter: unknown,
  defaultCountry: Country | null,
  ...path: string[]
): ReadFilter {
  if (!isObject(filter)) {
    const why = because('VALUES_BY_KEY');
    return { conditions: [], problems: [{ code: 'INVALID_FORMAT', ...why, path }] };
  }
  const read: ReadFilter = { conditions: [], problems: [] };
  for (const [fieldPath, wanted] of Object.entries(filter)) {
    const target = targetOf(models, model, fieldPath);
    if ('fault' in target) {
      const why = target.fault;
      read.problems.push({ code: 'INVALID_INPUT', ...why, path: [...path, readableKey(fieldPath)] });
      continue;
    }
    for (const { comparison, raw, at } of comparisonsOf(target.field, wanted)) {
      readCondition(target, comparison, raw, defaultCountry, [...path, fieldPath, ...at], read);
    }
  }
  if (read.conditions.length > MAX_CONDITIONS) {
    const why = because('TOO_MANY_CONDITIONS', { limit: MAX_CONDITIONS });
    read.problems.push({ code: 'TOO_LONG', ...why, path, limit: MAX_CONDITIONS });
  }
  return read;
}

interface Target {
  field: DataField;
  through: RecordCondition['through'];
}

function targetOf(models: readonly DataModel[], model: DataModel, fieldPath: string): Target | { fault: Because } {
  const [first = '', second, ...more] = fieldPath.split('.');
  const field = model.fields.find(({ key }) => key === first);
  if (field === undefined) return { fault: because('MODEL_FIELD_UNKNOWN') };
  if (second === undefined) return { field, through: null };
  if (more.length > 0) return { fault: because('FILTER_TOO_DEEP') };
  const related = models.find(({ key }) => field.type === 'RELATION' && key === field.relatesTo);
  if (related === undefined) return { fault: because('NO_RELATION_HERE', { field: field.label }) };
  const last = related.fields.find(({ key }) => key === second);
  if (last === undefined) return { fault: because('RELATED_FIELD_UNKNOWN', { model: related.label }) };
  return { field: last, through: { key: first, modelId: related.id } };
}

interface WantedComparison {
  comparison: string;
  raw: unknown;
  /** Below the field in the input. */
  at: string[];
}

/** A plain value is looked for as it is; money is an object too, and none of its keys is a comparison. */
function comparisonsOf({ type }: DataField, wanted: unknown): WantedComparison[] {
  const isPlain = !isObject(wanted) || (type === 'MONEY' && ('amount' in wanted || 'currency' in wanted));
  if (isPlain) return [{ comparison: 'eq', raw: wanted, at: [] }];
  const entries = Object.entries(wanted);
  if (entries.length === 0) return [{ comparison: '', raw: null, at: [] }];
  return entries.map(([comparison, raw]) => ({ comparison, raw, at: [readableKey(comparison)] }));
}

function readCondition(
  { field, through }: Target,
  comparison: string,
  raw: unknown,
  defaultCountry: Country | null,
  path: string[],
  { conditions, problems }: ReadFilter,
): void {
  const allowed = ALLOWED[field.type].find((known) => known === comparison);
  const condition = { key: field.key, type: field.type, through };
  switch (allowed) {
    case undefined: {
      const why = because('COMPARED_OTHERWISE', { field: field.label, operators: ALLOWED[field.type].join(', ') });
      problems.push({ code: 'INVALID_INPUT', ...why, path });
      return;
    }
    case 'isEmpty':
      if (typeof raw === 'boolean') {
        conditions.push({ ...condition, comparison: 'isFilled', values: [], isNegated: raw });
      } else problems.push({ code: 'INVALID_FORMAT', ...because('TRUE_OR_FALSE'), path });
      return;
    case 'contains':
    case 'startsWith': {
      const problem = searchedTextProblem(raw);
      if (problem === null)
        conditions.push({ ...condition, comparison: allowed, values: [String(raw)], isNegated: false });
      else problems.push({ ...problem, path });
      return;
    }
    case 'in': {
      const problem = listProblem(raw);
      if (problem !== null) problems.push({ ...problem, path });
      else {
        const entries = (raw as unknown[]).map((entry, index) =>
          readOne(field, entry, defaultCountry, [...path, String(index)]),
        );
        problems.push(...entries.flatMap((entry) => entry.problems));
        const values = entries.flatMap((entry) => entry.values);
        conditions.push({ ...condition, comparison: 'in', values, isNegated: false });
      }
      return;
    }
    case 'eq':
    case 'ne':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte': {
      const one = readOne(field, raw, defaultCountry, path);
      problems.push(...one.problems);
      const isNegated = allowed === 'ne';
      conditions.push({ ...condition, comparison: allowed === 'ne' ? 'eq' : allowed, values: one.values, isNegated });
    }
  }
}

/** One value of the field's type, with all spellings of a phone number. */
function readOne(
  field: DataField,
  raw: unknown,
  defaultCountry: Country | null,
  path: string[],
): { values: FieldValue[]; problems: Problem[] } {
  if (raw === null || raw === undefined || raw === '') {
    // would not narrow anything down, and reach everybody
    const why = because('NULL_NOT_FOUND');
    return { values: [], problems: [{ code: 'INVALID_INPUT', ...why, path }] };
  }
  const named = { ...field, key: path.at(-1) ?? '' };
  const { values, problems } = readValues([named], { [named.key]: raw }, defaultCountry, ...path.slice(0, -1));
  if (problems.length > 0) return { values: [], problems };
  return { values: inEverySpelling([named], values).flatMap((spelling) => spelling[named.key] ?? []), problems };
}

function searchedTextProblem(raw: unknown): Problem | null {
  if (typeof raw !== 'string') return { code: 'INVALID_FORMAT', ...because('TEXT_EXPECTED') };
  if (raw.trim() === '') return { code: 'REQUIRED', ...because('BLANK_MATCHES_ALL') };
  if (raw.length <= MAX_SEARCHED_LENGTH) return null;
  return {
    code: 'TOO_LONG',
    ...because('TOO_MANY_CHARACTERS', { limit: MAX_SEARCHED_LENGTH }),
    limit: MAX_SEARCHED_LENGTH,
  };
}

function listProblem(raw: unknown): Problem | null {
  if (!Array.isArray(raw)) return { code: 'INVALID_FORMAT', ...because('LIST_EXPECTED') };
  if (raw.length === 0) return { code: 'REQUIRED', ...because('LIST_MATCHES_NOTHING') };
  if (raw.length <= MAX_LISTED_VALUES) return null;
  return { code: 'TOO_LONG', ...because('TOO_MANY_VALUES', { limit: MAX_LISTED_VALUES }), limit: MAX_LISTED_VALUES };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
