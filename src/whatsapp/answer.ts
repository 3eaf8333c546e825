import { UnreadableAnswerError } from './errors/graph-error.js';
import { isRecord, parseStorableJson, textOf, type JsonRecord } from './json.js';

/** The object in the text of an answer. @throws UnreadableAnswerError when it is none, or nested without end */
export function parseAnswer(text: string, status: number): JsonRecord {
  const answer = parsed(text);
  if (answer === undefined) throw new UnreadableAnswerError(`HTTP ${status} without JSON`);
  if (!isRecord(answer)) throw new UnreadableAnswerError(`HTTP ${status} with JSON that is no object`);
  return answer;
}

/** The text under a key, also where it is a number. @throws UnreadableAnswerError when there is none */
export function requiredText(answer: JsonRecord, key: string): string {
  const text = textOf(answer, key);
  if (text === null) throw new UnreadableAnswerError(`it has no ${key}`);
  return text;
}

/** The object under a key. @throws UnreadableAnswerError when there is none */
export function requiredObject(answer: JsonRecord, key: string): JsonRecord {
  const value = answer[key];
  if (!isRecord(value)) throw new UnreadableAnswerError(`${key} is no object`);
  return value;
}

/** The objects in the list under a key. @throws UnreadableAnswerError when it is no list, or holds something else */
export function requiredObjects(answer: JsonRecord, key: string): JsonRecord[] {
  const list = answer[key];
  if (!Array.isArray(list)) throw new UnreadableAnswerError(`${key} is no list`);
  const entries: unknown[] = list;
  if (!entries.every(isRecord)) throw new UnreadableAnswerError(`${key} holds something that is no object`);
  return entries;
}

/** A text that may be missing; what is of another kind counts as missing. */
export function optionalText(value: unknown, key: string): string | undefined {
  return textOf(value, key) ?? undefined;
}

/** A finite number that may be missing, as `optionalText`. */
export function optionalNumber(value: unknown, key: string): number | undefined {
  const number = isRecord(value) ? value[key] : undefined;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The texts in a list that may be missing; all else in it is left out. */
export function optionalTexts(value: unknown, key: string): string[] | undefined {
  const list = isRecord(value) ? value[key] : undefined;
  return Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : undefined;
}

function parsed(text: string): unknown {
  try {
    return parseStorableJson(text);
  } catch {
    return undefined; // an HTML page of a proxy, a body cut off, or nested without end
  }
}
