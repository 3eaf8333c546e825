import type { Problem } from '../../../../common/errors/domain-error.js';
import { because } from '../../../../common/errors/because.js';

/** What a canned reply can say of the conversation that it is sent in, by name. */
export const REPLY_VARIABLES = [
  'contact.name',
  'contact.phoneNumber',
  'operator.name',
  'business.name',
  'business.phoneNumber',
] as const;
export type ReplyVariable = (typeof REPLY_VARIABLES)[number];

/** What is not known (a customer who hides their number) is null. */
export type ReplyValues = Readonly<Record<ReplyVariable, string | null>>;

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** Placeholders that name nothing: each once, with what there is. */
export function problemsOfReply(body: string): Problem[] {
  const names = new Set([...body.matchAll(PLACEHOLDER)].map(([, name = '']) => name.trim()));
  return [...names]
    .filter((name) => !isVariable(name))
    .map((name) => ({
      code: 'INVALID_INPUT',
      ...because('REPLY_VARIABLE_UNKNOWN', {
        variable: `{{${name}}}`,
        known: REPLY_VARIABLES.map((known) => `{{${known}}}`).join(', '),
      }),
      path: ['body'],
    }));
}

/** The text with its variables filled in. What is not known is left out, with the blank before it. */
export function filledReply(body: string, values: ReplyValues): string {
  return body.replaceAll(/([ \t]?)\{\{([^{}]*)\}\}/g, (placeholder, blank: string, name: string) => {
    const known = name.trim();
    if (!isVariable(known)) return placeholder;
    const value = values[known];
    return value === null ? '' : blank + value;
  });
}

function isVariable(name: string): name is ReplyVariable {
  return REPLY_VARIABLES.some((known) => known === name);
}
