import { isEmail } from 'class-validator';
import type { Problem } from '../../../common/errors/domain-error.js';
import type { Country } from '../../../common/phone-numbers/numbering.js';
import { numberVariants } from '../../../common/phone-numbers/number-variants.js';
import { phoneNumberProblem } from '../../../common/phone-numbers/phone-number-problem.js';
import { readPhoneNumber } from '../../../common/phone-numbers/read-phone-number.js';
import { isCalendarDay, isRfc3339 } from '../../../common/rfc3339.js';
import { readableKey } from '../../../common/text/readable-key.js';
import type { DataField, DataFieldType } from './data-model.js';
import { because, type Because } from '../../../common/errors/because.js';

export interface Money {
  /** A number, or a decimal text, which keeps every digit. */
  amount: number | string;
  /** ISO 4217, such as EUR. */
  currency: string;
}

export type FieldValue = string | number | boolean | Money;
/** Values of a record, by field key. What is empty is left out. */
export type RecordValues = Record<string, FieldValue>;

const MAX_TEXT_LENGTH = 10_000;
const DECIMAL = /^-?\d{1,30}(\.\d{1,20})?$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
/** What RFC 3339 demands and programs like to leave out. */
const WITHOUT_SECONDS = /(T\d{2}:\d{2})(Z|[+-])/;
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
/** A text field that says which record it is. */
const NAMING_KEYS = ['name', 'label', 'title', 'number', 'reference', 'display_name'];

class InvalidValueError extends Error {
  constructor(
    readonly why: Because,
    readonly path: string[] = [],
    readonly rest: Pick<Problem, 'code' | 'suggestion'> = { code: 'INVALID_FORMAT' },
  ) {
    super(why.message);
  }
}

/**
 * Reads the values of a record by the model's types; phone numbers without + or 00 in `defaultCountry`. Everything that does
 * not fit is in `problems`, with its path.
 */
export function readValues(
  fields: readonly DataField[],
  input: unknown,
  defaultCountry: Country | null,
  ...path: string[]
): { values: RecordValues; problems: Problem[] } {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    const why = because('RECORD_OBJECT_EXPECTED');
    return { values: {}, problems: [{ code: 'INVALID_FORMAT', ...why, path }] };
  }
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const values: RecordValues = {};
  const problems: Problem[] = [];
  for (const [key, raw] of Object.entries(input)) {
    const field = byKey.get(key);
    if (field === undefined) {
      problems.push({
        code: 'INVALID_INPUT',
        ...because('MODEL_FIELD_UNKNOWN'),
        path: [...path, readableKey(key)],
      });
      continue;
    }
    try {
      const value = readValue(field.type, raw, defaultCountry);
      if (value !== null) values[key] = value;
    } catch (error) {
      if (!(error instanceof InvalidValueError)) throw error;
      problems.push({ ...error.rest, ...error.why, path: [...path, key, ...error.path] });
    }
  }
  return { values, problems };
}

/** The values with each of their phone numbers in every spelling of the same person's: one entry, or a few. */
export function inEverySpelling(fields: readonly DataField[], values: RecordValues): RecordValues[] {
  return fields
    .filter(({ type, key }) => type === 'PHONE' && typeof values[key] === 'string')
    .reduce<RecordValues[]>(
      (spellings, { key }) =>
        numberVariants(String(values[key]).slice(1)).flatMap((digits) =>
          spellings.map((spelling) => ({ ...spelling, [key]: `+${digits}` })),
        ),
      [values],
    );
}

/** The value if it is of this type, else null: a model's types may have changed since a record was stored. */
export function valueAs(type: DataFieldType, raw: unknown): FieldValue | null {
  try {
    return readValue(type, raw, null);
  } catch (error) {
    if (error instanceof InvalidValueError) return null;
    throw error;
  }
}

/** How people call a record: the field that names it, otherwise its external id. */
export function labelOf(fields: readonly DataField[], values: RecordValues, externalId: string): string {
  const texts = fields.filter(({ type }) => type === 'TEXT');
  const naming = NAMING_KEYS.map((key) => texts.find((field) => field.key === key)).find(
    (field) => field !== undefined && typeof values[field.key] === 'string',
  );
  const value = naming === undefined ? undefined : values[naming.key];
  return typeof value === 'string' ? value : externalId;
}

function readValue(type: DataFieldType, raw: unknown, defaultCountry: Country | null): FieldValue | null {
  if (raw === null || raw === undefined || raw === '') return null;
  switch (type) {
    case 'NUMBER':
      return readDecimal(raw);
    case 'MONEY':
      return readMoney(raw);
    case 'BOOLEAN':
      if (typeof raw !== 'boolean') throw new InvalidValueError(because('TRUE_OR_FALSE'));
      return raw;
    case 'RELATION':
      return readText(typeof raw === 'number' ? String(raw) : raw, 'the external id of the other record');
    case 'TEXT':
      return readText(raw, 'a text');
    case 'PHONE':
      return readPhone(readText(raw, 'a text: a phone number loses digits as a number'), defaultCountry);
    case 'DATE':
    case 'DATETIME':
    case 'EMAIL':
    case 'URL':
      return readFormatted(type, readText(raw, 'a text'));
  }
}

function readFormatted(type: 'DATE' | 'DATETIME' | 'EMAIL' | 'URL', text: string): string {
  switch (type) {
    case 'DATE':
      if (!isCalendarDate(text)) throw new InvalidValueError(because('DATE_EXPECTED'));
      return text;
    case 'DATETIME':
      if (!isRfc3339(text.replace(WITHOUT_SECONDS, '$1:00$2'))) throw new InvalidValueError(because('TIME_EXPECTED'));
      return text;
    case 'EMAIL':
      if (!isEmail(text)) throw new InvalidValueError(because('EMAIL_EXPECTED'));
      return text;
    case 'URL':
      if (!isWebAddress(text)) throw new InvalidValueError(because('WEB_ADDRESS_EXPECTED'));
      return text;
  }
}

function readPhone(text: string, defaultCountry: Country | null): string {
  const { number, problem, suggestion } = readPhoneNumber(text, defaultCountry);
  if (problem === null) return number;
  const { code, suggestion: meant, ...why } = phoneNumberProblem(problem, suggestion, []);
  throw new InvalidValueError(why, [], { code, suggestion: meant });
}

export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function readText(raw: unknown, what: string): string {
  if (typeof raw !== 'string') throw new InvalidValueError(because('OTHER_TYPE_EXPECTED', { expected: what }));
  if (raw.length > MAX_TEXT_LENGTH)
    throw new InvalidValueError(because('TOO_MANY_CHARACTERS', { limit: MAX_TEXT_LENGTH }));
  return raw;
}

function readDecimal(raw: unknown, ...path: string[]): number | string {
  if (typeof raw === 'number' && Number.isFinite(raw)) return raw;
  if (typeof raw === 'string' && DECIMAL.test(raw)) return raw;
  throw new InvalidValueError(because('NUMBER_OR_TEXT_EXPECTED'), path);
}

function readMoney(raw: unknown): Money {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw new InvalidValueError(because('MONEY_EXPECTED'));
  }
  const { amount, currency } = raw as Record<string, unknown>;
  if (typeof currency !== 'string' || !CURRENCIES.has(currency)) {
    throw new InvalidValueError(because('CURRENCY_MISSING'), ['currency']);
  }
  return { amount: readDecimal(amount, 'amount'), currency };
}

function isCalendarDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? [];
  return isCalendarDay(Number(year), Number(month), Number(day));
}
