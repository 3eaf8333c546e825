import { Kind, parse, visit, BREAK, type ASTNode, type GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Problem } from '../../errors/domain-error.js';
import { readableKey } from '../../text/readable-key.js';
import { badInputAt } from './bad-input.js';
import { expectedScalar } from './expectation.js';
import { because } from '../../errors/because.js';

const VALUES: ReadonlySet<string> = new Set([
  Kind.STRING,
  Kind.INT,
  Kind.FLOAT,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
  Kind.OBJECT_FIELD,
]);

/** Beginnings of messages of graphql-js, up to where they quote the value. */
const RULES: readonly {
  begin: RegExp;
  say: (...found: string[]) => Omit<Problem, 'path'> & { at?: string };
}[] = [
  {
    begin: /^(This must be [\w :;,.±+-]{1,300}\.)$/,
    say: (rule) => ({ code: 'INVALID_FORMAT', ...because('VALUE_FORM', { rule }) }),
  },
  {
    begin: /^Field "\w+\.(\w+)" of required type/,
    say: (field) => ({ code: 'REQUIRED', ...because('VALUE_REQUIRED'), at: field }),
  },
  {
    begin: /^Expected value of type "(\w+)!", found null/,
    say: () => ({ code: 'REQUIRED', ...because('VALUE_REQUIRED') }),
  },
  {
    begin: /^Expected value of type "([\w![\]]+)", found /,
    say: (type) => ({
      code: 'INVALID_FORMAT',
      ...because('VALUE_FORM', { rule: expectedScalar(type.replaceAll(/[![\]]/g, '')) }),
    }),
  },
  {
    begin: /^(Int|Float|String|Boolean|ID) cannot represent/,
    say: (type) => ({ code: 'INVALID_FORMAT', ...because('VALUE_FORM', { rule: expectedScalar(type) }) }),
  },
  {
    begin: /^Enum "(\w+)" cannot represent/,
    say: (type) => ({ code: 'INVALID_FORMAT', ...because('NOT_IN_ENUM', { type }) }),
  },
  {
    begin: /^Value "\w*" does not exist in "(\w+)" enum/,
    say: (type) => ({ code: 'INVALID_FORMAT', ...because('NOT_IN_ENUM', { type }) }),
  },
  {
    begin: /^Field "\w+" is not defined by type "(\w+)"/,
    say: (type) => ({ code: 'INVALID_INPUT', ...because('FIELD_UNKNOWN_TO_TYPE', { type }) }),
  },
  {
    begin: /^OneOf Input Object "(\w+)"/,
    say: (type) => ({ code: 'INVALID_INPUT', ...because('EXACTLY_ONE_OF_TYPE', { type }) }),
  },
  {
    begin: /^PhoneNumber is for output/,
    say: () => ({ code: 'INVALID_FORMAT', ...because('OUTPUT_ONLY') }),
  },
];
const UNKNOWN_RULE = { code: 'INVALID_FORMAT', ...because('WRONG_TYPE') } as const;

/**
 * The error of a value that is written in the document itself, as BAD_USER_INPUT with its path (the argument's name first)
 * and the rule; null when an error is about something else. graphql-js quotes the value.
 */
export function literalViolation(error: unknown): GraphQLFormattedError | null {
  const { nodes, message } = error as Partial<GraphQLError>;
  const node = nodes?.[0];
  if (node?.loc === undefined || message === undefined || !VALUES.has(node.kind)) return null;
  const { at, ...rule } = ruleBrokenBy(message);
  const path = [...placeOf(node), ...(at === undefined ? [] : [at])];
  return badInputAt({ ...rule, path }, node).toJSON();
}

function ruleBrokenBy(message: string): Omit<Problem, 'path'> & { at?: string } {
  for (const { begin, say } of RULES) {
    const [, ...found] = begin.exec(message) ?? [];
    if (begin.test(message)) return say(...found);
  }
  return UNKNOWN_RULE;
}

/** Names of the argument and fields, and indices of lists, that lead to a value in its document. */
function placeOf({ loc, kind }: ASTNode): string[] {
  const body = loc?.source.body;
  if (body === undefined) return [];
  let place: string[] = [];
  visit(parse(body), {
    enter(node, _key, parent, path, ancestors) {
      if (node.kind !== kind || node.loc?.start !== loc?.start) return undefined;
      place = namesIn([...ancestors, ...(parent == null ? [] : [parent]), node], path);
      return BREAK;
    },
  });
  return place;
}

function namesIn(ancestors: readonly (ASTNode | readonly ASTNode[])[], path: readonly (string | number)[]): string[] {
  const names: string[] = [];
  let isInList = false;
  for (const [index, step] of ancestors.entries()) {
    if (!('kind' in step)) {
      const position = path[index];
      if (isInList && typeof position === 'number') names.push(String(position));
      continue;
    }
    isInList = step.kind === Kind.LIST;
    if (step.kind === Kind.ARGUMENT || step.kind === Kind.OBJECT_FIELD) names.push(readableKey(step.name.value));
    if (step.kind === Kind.VARIABLE_DEFINITION) names.push(readableKey(step.variable.name.value));
  }
  return names;
}

/** What is said of a document that is no GraphQL: where, but not what stands there. */
export function unreadableDocument({ message, locations }: GraphQLFormattedError): string {
  if (message.startsWith('Syntax Error: Document contains more')) return message;
  const [place] = locations ?? [];
  const where = place === undefined ? '' : ` from line ${place.line}, column ${place.column} on`;
  return `Syntax Error: this is no GraphQL that can be read${where}.`;
}
