export type JsonRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list under a key; what is not a list counts as an empty one. */
export function listOf(value: unknown, key: string): unknown[] {
  const list = isRecord(value) ? value[key] : undefined;
  return Array.isArray(list) ? list : [];
}

/** A text under a key; numbers are ids here and read as texts; all else is null. */
export function textOf(value: unknown, key: string): string | null {
  const text = isRecord(value) ? value[key] : undefined;
  if (typeof text === 'number') return String(text);
  return typeof text === 'string' && text !== '' ? text : null;
}

/** WhatsApp began in 2009: an earlier time, or one that no calendar has, is a mistake. */
const EARLIEST = Date.UTC(2009, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** Unix seconds, as text or number; null when missing or absurd. */
export function timeOf(value: unknown): Date | null {
  const milliseconds = Number(typeof value === 'string' || typeof value === 'number' ? value : Number.NaN) * 1000;
  return milliseconds >= EARLIEST && milliseconds <= LATEST ? new Date(Math.trunc(milliseconds)) : null;
}

const NOT_STORABLE = /\\u(?:0000|[dD][89a-fA-F])|[\ud800-\udfff\0]/;

/**
 * Parses JSON so that a database can keep it: lone surrogates and NUL, which no UTF-8 text may hold, become U+FFFD.
 * @throws SyntaxError when it is no JSON
 */
export function parseStorableJson(text: string): unknown {
  const value: unknown = JSON.parse(text.includes('_template_id"') ? withIdsAsTexts(text) : text);
  return NOT_STORABLE.test(text) ? toStorableJson(value) : value;
}

/**
 * Ids of templates come as numbers larger than JavaScript can hold: read as they are, their last digits would change.
 * Texts are passed over; every whole number of 16 digits or more becomes a text.
 */
function withIdsAsTexts(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    /^\d{16,}$/.test(token) ? `"${token}"` : token,
  );
}

/** JSON that the database can keep. */
export function toStorableJson(value: unknown): unknown {
  if (typeof value === 'string') return toStorableText(value);
  if (Array.isArray(value)) return value.map(toStorableJson);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [toStorableText(key), toStorableJson(entry)]));
}

/** A text that the database can keep. */
export function toStorableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}
