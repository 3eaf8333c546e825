import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  getNamedType,
  isAbstractType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
} from 'graphql';
import { packageRoot } from '../../src/common/package-root.js';
import { leavesOf, type Leaf } from './leaves.js';
import type { CoveredWorld, Json } from './world.js';

/** Types that are read on: what a webhook may have changed. Of others the id alone is asked for. */
const FOLLOWED: ReadonlySet<string> = new Set([
  'Account',
  'BusinessPhoneNumber',
  'Change',
  'Contact',
  'Conversation',
  'Media',
  'Message',
  'Notification',
  'Template',
  'TimelineEntry',
  'WebhookDelivery',
]);
/** Lists that lead away from what the webhook was about, and the body that is to be looked for elsewhere. */
const LEFT: ReadonlySet<string> = new Set([
  'Account.conversations',
  'Account.templates',
  'Template.preview',
  'WebhookDelivery.payload',
]);
const PAGE = 10;
/** So many objects a query. */
const BATCH = 4;
const MAX_HOPS = 4;

const schema = buildSchema(readFileSync(join(packageRoot(), 'schema.gql'), 'utf8'), { assumeValidSDL: true });
const queries = new Map<string, string>();

/** An object to begin from, with the name of its type. */
export interface Root {
  id: string;
  type: string;
}

/** Scalars of everything that can be reached from some objects, in a few steps. */
export async function readFrom(world: CoveredWorld, roots: readonly Root[]): Promise<Leaf[]> {
  const read = new Set<string>();
  const leaves: Leaf[] = [];
  let next = new Map(roots.map(({ id, type }) => [id, type]));
  for (let hop = 0; hop <= MAX_HOPS && next.size > 0; hop += 1) {
    const found = new Map<string, string>();
    for (const type of new Set(next.values())) {
      const ids = [...next].filter(([, of]) => of === type).map(([id]) => id);
      for (let at = 0; at < ids.length; at += BATCH) {
        const answer = await readNodes(world, type, ids.slice(at, at + BATCH));
        leaves.push(...leavesOf(answer));
        idsIn(answer, found);
      }
      for (const id of ids) read.add(id);
    }
    next = new Map([...found].filter(([id]) => !read.has(id)));
  }
  return leaves;
}

async function readNodes(world: CoveredWorld, typeName: string, ids: string[]): Promise<Json[]> {
  const type = schema.getType(typeName);
  if (!isObjectType(type) || !FOLLOWED.has(typeName)) return [];
  const query =
    queries.get(typeName) ?? `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ${typeName} ${fieldsOf(type)} } }`;
  queries.set(typeName, query);
  return (await world.ask(query, { ids })).nodes as Json[];
}

function idsIn(value: unknown, found: Map<string, string>): void {
  if (typeof value !== 'object' || value === null) return;
  const { id, __typename: type } = value as Json;
  if (typeof id === 'string' && typeof type === 'string') found.set(id, type);
  for (const each of Object.values(value)) idsIn(each, found);
}

/** Fields of types that stand beside each other may differ in type: each then has a name with its type's. */
function fieldsOf(type: GraphQLObjectType, above: readonly string[] = [], prefix = ''): string {
  const fields = Object.values(type.getFields())
    .filter((field) => !LEFT.has(`${type.name}.${field.name}`) && !needsArguments(field))
    .map((field) => {
      const below = selectionOf(getNamedType(field.type), [...above, type.name]);
      const alias = prefix === '' ? '' : `${prefix}${field.name}: `;
      return below === null ? '' : `${alias}${callOf(field)} ${below}`;
    });
  return `{ __typename ${fields.join(' ')} }`;
}

/** What is asked for of a type: '' for a scalar, null where it would go round in circles. */
function selectionOf(type: GraphQLNamedType, above: readonly string[], prefix = ''): string | null {
  if (isAbstractType(type)) {
    const parts = schema.getPossibleTypes(type).map((of) => {
      const below = selectionOf(of, above, `${of.name}_`);
      return below === null ? '' : `... on ${of.name} ${below}`;
    });
    return `{ __typename ${parts.join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  if (type.getInterfaces().some(({ name }) => name === 'Node'))
    return FOLLOWED.has(type.name) ? '{ __typename id }' : '{ __typename }';
  return above.includes(type.name) || above.length > 5 ? null : fieldsOf(type, above, prefix);
}

function needsArguments({ args }: GraphQLField<unknown, unknown>): boolean {
  return args.some(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
}

function callOf({ name, args }: GraphQLField<unknown, unknown>): string {
  const names = args.map((argument) => argument.name);
  if (names.includes('last')) return `${name}(last: ${PAGE})`;
  return names.includes('first') ? `${name}(first: ${PAGE})` : name;
}
