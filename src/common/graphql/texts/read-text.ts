import type { Problem } from '../../errors/domain-error.js';
import { UNFINDABLE } from '../../search/search-terms.js';
import { isStorable, toStorableText } from '../../text/storable-text.js';
import { hasVisible, readableName } from '../../text/visible-text.js';
import { MAX_TEXT_LENGTH, type TextRule } from './text-rule.js';
import { because, type Because } from '../../errors/because.js';

/** A text as it goes on, and what is wrong with it. What is wrong still goes on in a form that harms nobody. */
interface ReadText {
  text: string | null;
  problem: Omit<Problem, 'path'> | null;
}

/** Control characters, and what breaks lines; of those tab, line feed and carriage return are allowed in LINES. */
const CONTROL = /[\0-\u001f\u007f-\u009f\u2028\u2029]/;
const CONTROL_IN_LINES = /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
const ALL_CONTROL_IN_LINES = new RegExp(CONTROL_IN_LINES, 'g');

/** Reads a text by its rule: mends it or says what is wrong, as its kind demands. */
export function readText(given: string, { kind, max, isCheckedLater = false }: TextRule): ReadText {
  if (isLongerThan(given, isCheckedLater ? Math.max(max, MAX_TEXT_LENGTH) : max)) {
    return { text: '', problem: kind === 'ID' ? null : tooLong(max) };
  }
  switch (kind) {
    case 'CONTENT':
      return { text: toStorableText(given).replaceAll(ALL_CONTROL_IN_LINES, '\ufffd'), problem: null };
    case 'SEARCH':
      if (!isStorable(given)) return { text: UNFINDABLE, problem: null };
      return { text: hasVisible(given) ? given : null, problem: null };
    case 'ID':
      return { text: isStorable(given) ? given : '', problem: null };
    case 'NAME':
      return isStorable(given) ? { text: readableName(given) ?? '', problem: null } : refused(given);
    case 'LINE':
      return isStorable(given) && !CONTROL.test(given) ? { text: given, problem: null } : refused(given);
    case 'LINES':
      return isStorable(given) && !CONTROL_IN_LINES.test(given) ? { text: given, problem: null } : refused(given);
  }
}

/** Characters as people count them: an emoji of two units is one. */
function isLongerThan(text: string, max: number): boolean {
  if (text.length <= max) return false;
  return text.length > 2 * max || [...text].length > max;
}

export function tooLong(max: number): Omit<Problem, 'path'> {
  return { code: 'TOO_LONG', ...because('TOO_MANY_CHARACTERS', { limit: max }), limit: max };
}

function refused(given: string): ReadText {
  const text = toStorableText(given).replaceAll(/[\p{Cc}\u2028\u2029]/gu, '\ufffd');
  return { text, problem: { code: 'INVALID_FORMAT', ...reasonOf(given) } };
}

function reasonOf(given: string): Because {
  if (!given.isWellFormed()) {
    return because('TEXT_CUT');
  }
  if (/[\t\n\r\u2028\u2029]/.test(given) && !CONTROL_IN_LINES.test(given)) {
    return because('ONE_LINE_EXPECTED');
  }
  return because('CONTROL_CHARACTERS');
}
