import { createHash } from 'node:crypto';
import { parse, print, visit } from 'graphql';
import { MAX_TOKENS } from '../cost/query-cost.js';

/** Documents by the id under which a client may name them. */
export type DocumentManifest = ReadonlyMap<string, string>;

const APOLLO_FORMAT = 'apollo-persisted-query-manifest';

/**
 * Documents of a manifest: Apollo's persisted query manifest ({ format, version, operations: [{ id, body }] }), or a plain
 * map of ids, as a rule the SHA-256 of the text, to texts. Each can be named by its id and by its SHA-256.
 * @throws Error that says what is wrong, and with which document
 */
export function readManifest(text: string): DocumentManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('it is no JSON');
  }
  const entries = entriesOf(json);
  if (entries.length === 0) throw new Error('it holds no document');
  const manifest = new Map<string, string>();
  for (const [id, body] of entries) {
    if (typeof id !== 'string' || typeof body !== 'string') throw new Error(`document ${String(id)} has no text`);
    try {
      parse(body, { maxTokens: MAX_TOKENS });
    } catch (error) {
      throw new Error(`document ${id} cannot be read: ${(error as Error).message}`);
    }
    manifest.set(id, body).set(sha256(body), body);
  }
  return manifest;
}

function entriesOf(json: unknown): [unknown, unknown][] {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error('it is no object');
  if (!('format' in json)) return Object.entries(json);
  const { format, operations } = json as { format: unknown; operations?: unknown };
  if (format !== APOLLO_FORMAT) throw new Error(`its format is not ${APOLLO_FORMAT}`);
  if (!Array.isArray(operations)) throw new Error('it has no list of operations');
  return operations.map((operation: { id?: unknown; body?: unknown } | null) => [operation?.id, operation?.body]);
}

/**
 * A document without what clients change by themselves: blanks, comments, `__typename` and the order of its operations
 * and fragments. Two documents with the same form ask the same.
 * @throws GraphQLError on a text that is no GraphQL
 */
export function plainForm(text: string): string {
  const document = parse(text, { maxTokens: MAX_TOKENS, noLocation: true });
  const { definitions } = visit(document, {
    Field: (node) => (node.name.value === '__typename' && node.alias === undefined ? null : undefined),
  });
  return definitions
    .map((definition) => print(definition))
    .sort()
    .join('\n');
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
