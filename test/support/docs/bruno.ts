import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../expectations.js';

/** What a request answered: `res` of Bruno's expressions. */
interface BrunoAnswer {
  status: number;
  body: unknown;
}
type Blocks = Readonly<Record<string, string>>;
type Variables = Record<string, string>;

const BLOCK = /^(?<name>[\w:-]+) \{\n(?<text>[^]*?)^\}$/gm;
const METHODS = ['get', 'post'];

/**
 * Runs a Bruno collection as its command-line program would (decision 80): each request in the order of `seq`, with the
 * variables of the environment and those that earlier answers set, and its assertions.
 * @returns the names of the requests @throws Error naming the request and what does not hold
 */
export async function runCollection(folder: string, environment: Variables): Promise<string[]> {
  const variables = { ...dictionary(blocksOf(join(folder, 'environments', 'local.bru')).vars), ...environment };
  const requests = readdirSync(folder)
    .filter((file) => file.endsWith('.bru'))
    .map((file) => blocksOf(join(folder, file)))
    .sort((a, b) => Number(dictionary(a.meta).seq) - Number(dictionary(b.meta).seq));
  for (const request of requests) {
    const answer = await send(request, variables);
    for (const [expression, assertion] of Object.entries(dictionary(request.assert))) {
      const value = valueOf(answer, expression);
      if (holds(value, must(assertion))) continue;
      const name = must(dictionary(request.meta).name);
      throw new Error(
        `${name}: ${expression} ${assertion}, but it is ${JSON.stringify(value)} in ${JSON.stringify(answer)}`,
      );
    }
    for (const [name, expression] of Object.entries(dictionary(request['vars:post-response'])))
      variables[name] = String(valueOf(answer, expression));
  }
  return requests.map(({ meta }) => must(dictionary(meta).name));
}

function blocksOf(file: string): Blocks {
  const blocks = [...readFileSync(file, 'utf8').matchAll(BLOCK)].map(({ groups }) => [groups?.name, groups?.text]);
  return Object.fromEntries(blocks) as Blocks;
}

function dictionary(block = ''): Variables {
  const lines = block.split('\n').map((line) => line.trim());
  return Object.fromEntries(
    lines
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  );
}

async function send(request: Blocks, variables: Variables): Promise<BrunoAnswer> {
  const filledIn = (text: string): string =>
    text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => must(variables[name], name));
  const method = must(METHODS.find((name) => name in request));
  const { url, auth, body } = dictionary(request[method]);
  const token = auth === 'bearer' ? dictionary(request['auth:bearer']).token : undefined;
  const document = {
    query: request['body:graphql'],
    variables: JSON.parse(filledIn(request['body:graphql:vars'] ?? '{}')) as object,
  };
  const sent = body === 'graphql' ? JSON.stringify(document) : filledIn(request['body:json'] ?? '');
  const response = await fetch(filledIn(must(url)), {
    method: method.toUpperCase(),
    headers: {
      ...(body === 'none' ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${filledIn(token)}` }),
      ...dictionary(request.headers),
    },
    body: body === 'none' ? undefined : sent,
  });
  return { status: response.status, body: await response.json() };
}

/** `res.body.data.accounts[0].id` */
function valueOf(answer: BrunoAnswer, expression: string): unknown {
  const keys = expression
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .slice(1);
  return keys.reduce((at: unknown, key) => (at as Record<string, unknown> | null)?.[key], answer);
}

function holds(value: unknown, assertion: string): boolean {
  const [operator = '', ...rest] = assertion.split(' ');
  const wanted = rest.join(' ');
  switch (operator) {
    case 'eq':
      return String(value) === wanted;
    case 'length':
      return Array.isArray(value) && value.length === Number(wanted);
    case 'isString':
      return typeof value === 'string';
    case 'isArray':
      return Array.isArray(value);
    default:
      throw new Error(`Nobody knows the assertion ${assertion}.`);
  }
}
