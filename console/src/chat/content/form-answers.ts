/** What somebody has filled in, as people read it. */
export type Answer =
  | { kind: 'none' }
  | { kind: 'text'; text: string }
  | { kind: 'choice'; isYes: boolean }
  | { kind: 'several'; answers: Answer[] }
  | { kind: 'fields'; fields: AnsweredField[] };

export interface AnsweredField {
  name: string;
  answer: Answer;
}

/** Meta's builder of Flows names a field so, with the places of its screen and of the field on it. */
const BUILT_NAME = /^screen_(\d+)_(.+)_(\d+)$/;
/** And so what was chosen, with its place in the list. */
const BUILT_CHOICE = /^\d+_(?=.)/;
/** Belongs to the machinery of a Flow, not to what was filled in. */
const TOKEN = 'flow_token';

/** Answers in the order of the form, where their names tell it. */
export function answeredFields(response: object): AnsweredField[] {
  return Object.entries(response)
    .filter(([key]) => key !== TOKEN)
    .sort(([one], [other]) => placeOf(one) - placeOf(other))
    .map(([key, value]) => ({ name: readableName(key), answer: answerOf(value, BUILT_NAME.test(key)) }));
}

/** `delivery_date` as Delivery date: what a machine calls it, as near to words as it comes. */
export function readableName(key: string): string {
  const words = (BUILT_NAME.exec(key)?.[2] ?? key).replaceAll('_', ' ').trim();
  return words === '' ? key : words.charAt(0).toUpperCase() + words.slice(1);
}

function answerOf(value: unknown, isBuilt: boolean): Answer {
  if (value === null || value === undefined || value === '') return { kind: 'none' };
  if (typeof value === 'boolean') return { kind: 'choice', isYes: value };
  if (typeof value === 'string') return { kind: 'text', text: isBuilt ? chosen(value) : value };
  if (Array.isArray(value)) {
    const answers = value.map((each) => answerOf(each, isBuilt));
    return answers.length === 0 ? { kind: 'none' } : { kind: 'several', answers };
  }
  if (typeof value !== 'object') return { kind: 'text', text: String(value) };
  if ('file_name' in value && typeof value.file_name === 'string') return { kind: 'text', text: value.file_name };
  return { kind: 'fields', fields: answeredFields(value) };
}

function chosen(text: string): string {
  return BUILT_CHOICE.test(text) ? text.replace(BUILT_CHOICE, '').replaceAll('_', ' ') : text;
}

function placeOf(key: string): number {
  const [, screen, , field] = BUILT_NAME.exec(key) ?? [];
  return Number(screen ?? 0) * 1_000 + Number(field ?? 0);
}
