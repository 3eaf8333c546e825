import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Kind,
  parse,
  print,
  visit,
  type DefinitionNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';
import { sha256 } from '../src/common/graphql/documents/document-manifest.js';

// Runs after every build: the documents that the console sends, as a map of SHA-256 to text. They run also where
// TRUSTED_DOCUMENTS names those of others.
const SOURCE = join('console', 'src');
const TARGET = join('dist', 'console-documents.json');
const LITERAL = /\bgraphql\(\s*`(?<text>[^`]*)`/g;

const definitions = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(tsx?|graphql)$/.test(file) && !file.startsWith('generated'))
  .sort()
  .flatMap((file) => textsIn(file, readFileSync(join(SOURCE, file), 'utf8')))
  .flatMap((text): readonly DefinitionNode[] => parse(text).definitions);
const fragments = new Map(
  definitions
    .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
    .map((fragment) => [fragment.name.value, fragment]),
);
const documents = definitions
  .filter((definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION)
  .map(documentOf);
mkdirSync('dist', { recursive: true });
writeFileSync(TARGET, JSON.stringify(Object.fromEntries(documents.map((text) => [sha256(text), text]))));

function textsIn(file: string, text: string): string[] {
  if (file.endsWith('.graphql')) return [text];
  return [...text.matchAll(LITERAL)].map(({ groups }) => groups?.text ?? '');
}

/** An operation with every fragment that it spreads, and that these spread. */
function documentOf(operation: OperationDefinitionNode): string {
  const used = new Map<string, FragmentDefinitionNode>();
  const waiting: DefinitionNode[] = [operation];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    visit(next, {
      FragmentSpread: ({ name: { value } }) => {
        const fragment = fragments.get(value);
        if (fragment === undefined || used.has(value)) return;
        used.set(value, fragment);
        waiting.push(fragment);
      },
    });
  }
  return print({ kind: Kind.DOCUMENT, definitions: [operation, ...used.values()] });
}
