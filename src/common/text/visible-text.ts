/**
 * What leaves nothing on the screen: blanks, control characters, everything that Unicode says to ignore where it is not
 * supported (zero-width characters, marks of direction, fillers, variation selectors), the blank of braille, and
 * annotation marks.
 */
const INVISIBLE = String.raw`\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u2800\ufff9-\ufffb`;
const VISIBLE = new RegExp(`[^${INVISIBLE}]`, 'u');
/** Not variation selectors and tags, which belong to the emoji before them. */
const UNSEEN = String.raw`\s\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2060\u2800\u3164\ufeff\uffa0`;
const ENDS = new RegExp(`^[${UNSEEN}]+|[${UNSEEN}]+$`, 'gu');
/** Embeddings, overrides and isolates of direction: they turn around what stands beside a name. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** Whether anybody can see something of this text. */
export function hasVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/** The text, or null where nobody can see anything of it. */
export function visibleOrNull(text: string | null | undefined): string | null {
  return text != null && hasVisible(text) ? text : null;
}

/**
 * A name as it is shown and kept: on one line, single blanks, without what cannot be seen at its ends and without what turns
 * its surroundings around. Null where nothing is left. Joiners within words stay: Persian, Hindi and emoji need them.
 */
export function readableName(name: string | null | undefined): string | null {
  if (name == null) return null;
  const text = name
    .replaceAll(TURNS, '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .replaceAll(ENDS, '');
  return visibleOrNull(text);
}
