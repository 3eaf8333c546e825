import { toStorableText } from './storable-text.js';
import { visibleOrNull } from './visible-text.js';

/** With escaping at most 3 KB of a header, and less than any file system takes. */
export const MAX_FILE_NAME_LENGTH = 240;
const MAX_EXTENSION_LENGTH = 20;

/**
 * File name as it is stored, shown and written into headers: one line without separators of folders, without what turns the
 * ending around (`gpj.exe` read backwards), at most 240 characters with its ending kept; null where nothing can be seen.
 */
export function storableFileName(name: string | null | undefined): string | null {
  if (name == null) return null;
  const text = toStorableText(name)
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replaceAll(/[\p{Cc}\u2028\u2029/\\]+/gu, '_')
    .trim();
  return visibleOrNull(text) === null ? null : shortened(text);
}

function shortened(text: string): string {
  if (text.length <= MAX_FILE_NAME_LENGTH) return text;
  const dot = text.lastIndexOf('.');
  const extension = dot > 0 && text.length - dot <= MAX_EXTENSION_LENGTH ? text.slice(dot) : '';
  const stem = text.slice(0, MAX_FILE_NAME_LENGTH - extension.length);
  return `${stem.isWellFormed() ? stem : stem.slice(0, -1)}${extension}`;
}
