import type { Reply } from './target.js';

/** Something that must not be, with what brought it about. */
export interface Fault {
  what: string;
  input: string;
  answer: string;
}

const MAX_QUOTED = 3_000;

/** A 5xx or an internal error: the faults that an input may never cause. Null: the answer is one that is meant. */
export function faultOf(input: unknown, { status, text }: Reply): Fault | null {
  const what =
    status >= 500 ? `HTTP ${status}` : text.includes('INTERNAL_SERVER_ERROR') ? 'INTERNAL_SERVER_ERROR' : null;
  return what === null
    ? null
    : { what, input: quoted(typeof input === 'string' ? input : JSON.stringify(input)), answer: quoted(text) };
}

export function quoted(text: string): string {
  return text.length <= MAX_QUOTED ? text : `${text.slice(0, MAX_QUOTED)}… (${text.length} characters)`;
}
