import { searchText } from '../../../common/search-text.js';

/** Meta allows 512 characters; the rest is left for a number. */
const MAX_DERIVED_LENGTH = 500;
/** The name of a title of which Meta's letters say nothing. */
const NAMELESS = 'template';

/** Meta's name of a template, from what people call it: `Order shipped!` is order_shipped. */
export function metaNameOf(displayName: string): string {
  const name = latinOf(displayName)
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, MAX_DERIVED_LENGTH);
  return name === '' ? NAMELESS : name;
}

/**
 * Whether Meta's letters leave out something of a title: one in Arabic, Chinese or Cyrillic, or of emoji alone. Two such
 * titles get the same name though they have nothing to do with each other.
 */
export function losesLetters(displayName: string): boolean {
  const latin = latinOf(displayName);
  return /[^a-z0-9\P{L}]|[^0-9\P{N}]/u.test(latin) || !/[a-z0-9]/.test(latin);
}

/** Whether a template has the name that was derived from its title, with a number or without. */
export function isDerivedName(name: string, displayName: string): boolean {
  const derived = metaNameOf(displayName);
  if (name === derived) return true;
  return losesLetters(displayName) && name.startsWith(`${derived}_`) && /^\d+$/.test(name.slice(derived.length + 1));
}

/** The name, or the name with the first number that makes it another one than those that are taken. */
export function freeNameAmong(taken: ReadonlySet<string>, name: string): string {
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}_${number}`)) number += 1;
  return `${name}_${number}`;
}

/** Lower case, without accents, with the letters in place of which Latin has others: ß is ss, ł is l. */
function latinOf(displayName: string): string {
  return searchText(displayName);
}
