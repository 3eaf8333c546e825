import { readFileSync } from 'node:fs';
import { buildSchema, isInputObjectType } from 'graphql';

/**
 * `npm run check:docs` ends with 1 where the table of docs/message-kinds.md lacks a content that `sendMessage` takes, or has
 * one that it does not take. What the table says of each is seen by the test that writes it: test/messages/message-kinds.test.ts.
 */
const FILE = 'docs/message-kinds.md';
/** Templates are no row: they have a guide of their own. */
const ELSEWHERE: readonly string[] = ['template'];

function contentsInSchema(): string[] {
  const type = buildSchema(readFileSync('schema.gql', 'utf8')).getType('OutgoingContentInput');
  if (!isInputObjectType(type)) throw new Error('schema.gql has no OutgoingContentInput.');
  return Object.keys(type.getFields()).filter((name) => !ELSEWHERE.includes(name));
}

function contentsInTable(): string[] {
  const rows = readFileSync(FILE, 'utf8').matchAll(/^\| (?!kind )[^|]+ \| `(\w+)[^`]*` \|/gm);
  return [...new Set([...rows].flatMap(([, name]) => name ?? []))];
}

const [inSchema, inTable] = [contentsInSchema(), contentsInTable()];
const missing = inSchema.filter((name) => !inTable.includes(name));
const gone = inTable.filter((name) => !inSchema.includes(name));
for (const name of missing) process.stderr.write(`${FILE} says nothing of content.${name}.\n`);
for (const name of gone) process.stderr.write(`${FILE} has a row for content.${name}, which does not exist.\n`);
if (missing.length + gone.length > 0) {
  process.stderr.write(
    'Write a sample in test/support/message-kinds, then: UPDATE_MESSAGE_KINDS=1 npm test -- message-kinds\n',
  );
  process.exitCode = 1;
}
