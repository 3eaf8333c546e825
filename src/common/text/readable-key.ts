/** Keys of objects are shown in paths, so that one finds them; but not what was pasted into the place of a key. */
const MAX_KEY_LENGTH = 40;

/** A key that a caller made up, as it may stand in a path: cut, and without what cannot be shown. */
export function readableKey(key: string): string {
  const text = key.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}]/gu, '\ufffd');
  return text.length <= MAX_KEY_LENGTH ? text : `${text.slice(0, MAX_KEY_LENGTH).toWellFormed()}…`;
}
