import type { Because, ReasonValues } from './because.js';

/** Wording of a text that is stored: reason and values, and the English sentence that they made. Stored as JSON beside the text. */
export interface Wording {
  reason: string;
  values: ReasonValues;
  message: string;
}

/** A text as it is stored: in English, and how it is said in another language; null of words that are not ours, such as Meta's. */
export interface Worded {
  text: string;
  wording: Wording | null;
}

/** The text of a reason, or words that are not ours. */
export function worded(said: Because | string): Worded {
  return typeof said === 'string' ? { text: said, wording: null } : { text: said.message, wording: said };
}

/** A wording as a parameter of SQL that is cast to jsonb. */
export function wordingJson(wording: Wording | null): string | null {
  return wording === null ? null : JSON.stringify(wording);
}

/** The wording of a text that may be written anew: null where a process of a former version has written another one since. */
export function wordingOf(text: string | null, stored: Wording | null): Wording | null {
  return stored !== null && stored.message === text ? stored : null;
}
