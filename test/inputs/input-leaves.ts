import {
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import { dummy, schema } from '../support/graphql/schema.js';

/** One place of an operation where a String, an ID or JSON goes, and a request that has something there. */
export interface Leaf {
  /** Such as `startBroadcast input.recipients.0.values.0.value`. */
  name: string;
  query: string;
  type: string;
  variables(value: unknown): Record<string, unknown>;
}

/** What is put in the place of required values, by the name of their field, so that requests come as far as they can. */
type KnownValues = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 6;

/** Every place in every query, mutation and subscription of the schema. */
export function inputLeaves(known: KnownValues): Leaf[] {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((root) =>
    Object.values(root?.getFields() ?? {}).flatMap((field) => leavesOf(String(root?.name).toLowerCase(), field, known)),
  );
}

function leavesOf(kind: string, field: GraphQLField<unknown, unknown>, known: KnownValues): Leaf[] {
  const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const query = `${kind}${declared === '' ? '' : `(${declared})`} { ${field.name}${passed === '' ? '' : `(${passed})`} ${answerOf(field)} }`;
  const required = Object.fromEntries(
    field.args
      .filter(({ type }) => isNonNullType(type))
      .map(({ name, type }) => [name, known[name] ?? filled(type, known)]),
  );
  return field.args.flatMap((argument) =>
    placesIn(argument.type, known, 0).map(({ path, type, valueWith }) => ({
      type,
      name: `${field.name} ${[argument.name, ...path].join('.')}`,
      query,
      variables: (value) => ({ ...required, [argument.name]: valueWith(value) }),
    })),
  );
}

/** What can be asked of any answer: its errors, where it has some, and those of its results. */
function answerOf(field: GraphQLField<unknown, unknown>): string {
  const type = getNamedType(field.type);
  if (type.name === 'UserError') return '{ code path }';
  if (!isObjectType(type)) return type.name === 'InboxEvent' ? '{ __typename }' : '';
  const { errors, results } = type.getFields();
  if (errors === undefined) return '{ __typename }';
  return `{ errors { code path } ${results === undefined ? '' : 'results { errors { code path } }'} }`;
}

interface Place {
  path: string[];
  type: string;
  valueWith(value: unknown): unknown;
}

function placesIn(type: GraphQLInputType, known: KnownValues, depth: number): Place[] {
  if (isNonNullType(type)) return placesIn(type.ofType, known, depth);
  if (isListType(type)) {
    return placesIn(type.ofType, known, depth + 1).map(({ path, type: named, valueWith }) => ({
      type: named,
      path: ['0', ...path],
      valueWith: (value) => [valueWith(value)],
    }));
  }
  if (isInputObjectType(type)) {
    if (depth > MAX_DEPTH) return [];
    return Object.values(type.getFields()).flatMap((field) =>
      placesIn(field.type, known, depth + 1).map(({ path, type: named, valueWith }) => ({
        type: named,
        path: [field.name, ...path],
        valueWith: (value) => ({
          ...(type.isOneOf ? {} : (filled(type, known) as object)),
          [field.name]: valueWith(value),
        }),
      })),
    );
  }
  if (!['String', 'ID', 'JSON'].includes(type.name)) return [];
  return [
    { path: [], type: type.name, valueWith: (value) => (type.name === 'JSON' ? { [String(value)]: value } : value) },
  ];
}

/** A value of a type with what is known in it. */
function filled(type: GraphQLInputType, known: KnownValues): unknown {
  if (isNonNullType(type)) return filled(type.ofType, known);
  if (!isInputObjectType(type) || type.isOneOf) return dummy(type);
  const fields = Object.values(type.getFields()).filter(
    ({ name, type: of }) => isNonNullType(of) || known[name] !== undefined,
  );
  return Object.fromEntries(fields.map(({ name, type: of }) => [name, known[name] ?? filled(of, known)]));
}
