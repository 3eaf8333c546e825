/** Whether a database keeps this text as it is: it has no NUL and no half of a surrogate pair, which UTF-8 cannot hold. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Storable text: lone surrogates and NUL become U+FFFD. */
export function toStorableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

/** Storable JSON: every text and key as `toStorableText` makes it. */
export function toStorableJson(value: unknown): unknown {
  if (typeof value === 'string') return toStorableText(value);
  if (Array.isArray(value)) return value.map(toStorableJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [toStorableText(key), toStorableJson(entry)]));
}
