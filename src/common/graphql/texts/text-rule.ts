import { Extensions } from '@nestjs/graphql';

/**
 * What becomes of a text that somebody gives:
 * - LINE (unless said otherwise): a key, an address, a code. NUL, half characters and control characters, line breaks among
 *   them, are refused: mended, it would be another one.
 * - LINES: a text that is checked word for word, such as a template or a password. As LINE, with line breaks and tabs.
 * - CONTENT: what people write to people. Line breaks and tabs stay; what cannot be kept becomes U+FFFD: a message with
 *   half an emoji is still a message.
 * - NAME: brought onto one line, without what turns its surroundings around; half characters and NUL are refused.
 * - SEARCH: blank is no search, and what cannot be stored finds nothing.
 * - ID (of GraphQL's ID, unless said otherwise): one of ours. What cannot be an id is none that is known.
 */
export type TextKind = 'LINE' | 'LINES' | 'CONTENT' | 'NAME' | 'SEARCH' | 'ID';

/** How a text is read: its kind, and how many characters it may have. */
export interface TextRule {
  kind: TextKind;
  max: number;
  /** An input check tells of what is a little too long, together with all else that is wrong with the input. */
  isCheckedLater?: boolean;
}

/** Greatest length of a text whose field has none of its own. */
export const MAX_TEXT_LENGTH = 10_000;
/** Greatest length of an id. */
const MAX_ID_LENGTH = 1_000;
/** A cursor holds what its list is sorted by, which may be a long text. */
const MAX_CURSOR_LENGTH = 100_000;
const MAX_SEARCH_LENGTH = 1_000;
/** Greatest number of entries of a list that has none of its own. */
const MAX_LIST_LENGTH = 1_000;

/** Keys under which fields carry their rule in the schema. */
const TEXT = 'textRule';
const LIST = 'listLimit';
const ENTRIES = 'entriesByThemselves';

const SEARCHES: ReadonlySet<string> = new Set(['search', 'query']);
const CURSORS: ReadonlySet<string> = new Set(['after', 'before']);

/** A part of the schema that takes a value: an argument, or a field of an input. */
interface Taker {
  name: string;
  extensions: Readonly<Record<string, unknown>>;
}

/** Rule of a text field, where it is not a LINE of at most 10,000 characters. With `max`, an input check says so too. */
export function TextField(kind: TextKind, max?: number): PropertyDecorator {
  const rule: TextRule = { kind, max: max ?? MAX_TEXT_LENGTH, isCheckedLater: max !== undefined };
  return Extensions({ [TEXT]: rule });
}

/** Greatest number of entries of a list. */
export function ListField(max: number): PropertyDecorator {
  return Extensions({ [LIST]: max });
}

/**
 * Marks a list whose entries have outcomes of their own: a bad text is no reason to refuse the others. Its problems come
 * in the entry's `textProblems`, for the service to report.
 */
export function EntriesByThemselves(): PropertyDecorator {
  return Extensions({ [ENTRIES]: true });
}

/** The rule of a String or an ID. Searches and cursors are known by their names, everywhere. */
export function textRuleOf({ name, extensions }: Taker, typeName: string): TextRule {
  const own = extensions[TEXT] as TextRule | undefined;
  if (CURSORS.has(name)) return { kind: 'LINE', max: MAX_CURSOR_LENGTH };
  if (SEARCHES.has(name)) return { kind: 'SEARCH', max: own?.max ?? MAX_SEARCH_LENGTH };
  return own ?? (typeName === 'ID' ? { kind: 'ID', max: MAX_ID_LENGTH } : { kind: 'LINE', max: MAX_TEXT_LENGTH });
}

export function listLimitOf({ extensions }: Taker): number {
  return (extensions[LIST] as number | undefined) ?? MAX_LIST_LENGTH;
}

export function hasEntriesByThemselves({ extensions }: Taker): boolean {
  return extensions[ENTRIES] === true;
}
