import { isDeeperThan } from '../common/text/json-depth.js';
import { toStorableJson } from '../common/text/storable-text.js';

export type JsonRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The list under a key; what is not a list counts as an empty one. */
export function listOf(value: unknown, key: string): unknown[] {
  const list = isRecord(value) ? value[key] : undefined;
  return Array.isArray(list) ? list : [];
}

/** The text under a key. Numbers are ids here and read as texts; an empty text and all else is null. */
export function textOf(value: unknown, key: string): string | null {
  const text = isRecord(value) ? value[key] : undefined;
  if (typeof text === 'number') return String(text);
  return typeof text === 'string' && text !== '' ? text : null;
}

/** WhatsApp began in 2009: an earlier time, or one that no calendar has, is a mistake. */
const EARLIEST = Date.UTC(2009, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
const UNIX_SECONDS = /^\d{1,12}(?:\.\d{1,9})?$/;

/** The time in Unix seconds, as decimal digits or a number; null when missing or absurd. */
export function timeOf(value: unknown): Date | null {
  const isWritten = typeof value === 'string' && UNIX_SECONDS.test(value);
  const milliseconds = (isWritten || typeof value === 'number' ? Number(value) : Number.NaN) * 1000;
  return milliseconds >= EARLIEST && milliseconds <= LATEST ? new Date(Math.trunc(milliseconds)) : null;
}

const NOT_STORABLE = /\\u(?:0000|[dD][89a-fA-F])|[\ud800-\udfff\0]/;
/** A number of 16 digits or more, which JavaScript may not hold: looked for before anything is done about it. */
const LARGE_NUMBER = /[:[,]\s*-?\d{16}/;
/** Lists and objects within each other that a webhook, or JSON within it, may have; Meta's own have a dozen. */
export const MAX_META_JSON_DEPTH = 64;

/** JSON of Meta that is nested deeper than anything that Meta documents. */
export class TooDeepJsonError extends Error {
  override readonly name = 'TooDeepJsonError';

  constructor() {
    super(`The JSON has more than ${MAX_META_JSON_DEPTH} lists and objects within each other.`);
  }
}

/**
 * Parses JSON so that a database can store it: lone surrogates and NUL, which no UTF-8 text may hold, become U+FFFD, in keys
 * too. Whole numbers that JavaScript cannot hold become texts, with every digit.
 * @throws SyntaxError when it is no JSON, TooDeepJsonError
 */
export function parseStorableJson(text: string): unknown {
  const value: unknown = JSON.parse(LARGE_NUMBER.test(text) ? withLargeNumbersAsTexts(text) : text);
  if (isDeeperThan(value, MAX_META_JSON_DEPTH)) throw new TooDeepJsonError();
  return NOT_STORABLE.test(text) ? toStorableJson(value) : value;
}

/**
 * Ids of templates come as numbers larger than JavaScript can hold, and so may be what a form holds: read as they are, their
 * last digits would change. Texts are passed over; every whole number that is too large becomes a text.
 */
function withLargeNumbersAsTexts(json: string): string {
  return json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
}
