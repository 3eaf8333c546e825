import { REASONS, type Reason } from './reasons/reasons.js';

declare const said: unique symbol;
/** Sentence of a reason. Only `because` makes one, so that no refusal goes without. */
export type ReasonSentence = string & { readonly [said]: never };
/** A value of a sentence: a text, a number, or a sentence within it that has a reason of its own. */
type Value = string | number | Because;
export type ReasonValues = Readonly<{ [name: string]: Value }>;

/** Why something was refused: for programs by reason and values, for people as the English sentence. */
export interface Because {
  reason: Reason;
  values: ReasonValues;
  message: ReasonSentence;
}

/** Names in braces of a sentence. `{{1}}` is a placeholder of WhatsApp, and braces with blanks are JSON. */
type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `{${string}` | ` ${string}` ? never : Name) | NamesIn<Rest>
  : never;
type ValuesOf<Of extends Reason> = Readonly<Record<NamesIn<(typeof REASONS)[Of]>, Value>>;
type Given<Of extends Reason> = [NamesIn<(typeof REASONS)[Of]>] extends [never] ? [] : [values: ValuesOf<Of>];

const NAME = /(?<!\{)\{(\w+)\}/g;

/** Reason of a refusal with its values, and its sentence in English: `new DomainError({ code: 'TOO_LONG', ...because('…', { limit }) })`. */
export function because<Of extends Reason>(reason: Of, ...given: Given<Of>): Because {
  const values: ReasonValues = given[0] ?? {};
  return { reason, values, message: sentenceOf(REASONS[reason], values) };
}

/** Names of the values of a sentence. */
export function valueNames(sentence: string): string[] {
  return [...sentence.matchAll(NAME)].map(([, name = '']) => name);
}

function sentenceOf(text: string, values: ReasonValues): ReasonSentence {
  return text.replaceAll(NAME, (_found, name: string) => textOf(values[name])) as ReasonSentence;
}

function textOf(value: Value | undefined): string {
  return typeof value === 'object' ? value.message : String(value);
}
