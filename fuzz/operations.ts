import fc, { type Arbitrary } from 'fast-check';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredInputField,
  isUnionType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { oddInteger, oddJson, oddText, oddTime } from './odd-values.js';

/** One request of GraphQL. */
export interface OperationCase {
  name: string;
  query: string;
  variables: Record<string, unknown>;
  /** Absent more often than not; mostly of no operation. */
  operationName?: unknown;
}

/** Ids that exist, so that odd values come past "there is no such thing". */
export type KnownIds = readonly string[];

/** What would only end the fuzzer's own sessions, that of its live probe among them. */
const NOT_ASKED = new Set(['logout', 'refreshSession', 'login', 'endOtherSessions']);
const MAX_INPUT_DEPTH = 5;
/** Levels of fields that an answer is asked for: deep ones are refused by cost, which has tests of its own. */
const MAX_ANSWER_DEPTH = 3;

/** Every query and mutation of the schema with inputs of every shape: mostly of the right types, with odd values in them. */
export function operationCases(schema: GraphQLSchema, ids: KnownIds): Arbitrary<OperationCase> {
  const inputs = new Inputs(ids);
  const fields = [
    ...Object.values(schema.getQueryType()?.getFields() ?? {}).map((field) => ({ kind: 'query', field })),
    ...Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => ({ kind: 'mutation', field })),
  ].filter(({ field }) => !NOT_ASKED.has(field.name));
  const weighted = fields.map(({ kind, field }) => ({
    weight: Math.min(12, 1 + field.args.length * 2 + sizeOf(field.args.map(({ type }) => type))),
    arbitrary: operationOf(schema, kind, field, inputs),
  }));
  return fc.oneof(...weighted);
}

/** Fields with many inputs have more to get wrong. */
function sizeOf(types: readonly GraphQLInputType[]): number {
  return types.reduce((sum, type) => {
    const named = getNamedType(type);
    return sum + (isInputObjectType(named) ? Object.keys(named.getFields()).length : 1);
  }, 0);
}

function operationOf(
  schema: GraphQLSchema,
  kind: string,
  field: GraphQLField<unknown, unknown>,
  inputs: Inputs,
): Arbitrary<OperationCase> {
  const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const rest = `${declared === '' ? '' : `(${declared})`} { ${field.name}${passed === '' ? '' : `(${passed})`}${answerOf(schema, field.type, MAX_ANSWER_DEPTH)} }`;
  const variables = fc.record(
    Object.fromEntries(field.args.map(({ name, type }) => [name, inputs.of(type, name, 0)])),
    { requiredKeys: field.args.filter(({ type }) => isNonNullType(type)).map(({ name }) => name) },
  );
  const operation = fc.oneof(
    { weight: 20, arbitrary: fc.constant({ title: field.name }) },
    { weight: 1, arbitrary: fc.record({ title: fc.constantFrom(field.name, ''), operationName: oddName(field.name) }) },
  );
  return fc.tuple(operation, variables).map(([{ title, ...named }, values]) => {
    return { name: field.name, query: `${kind} ${title}${rest}`, variables: values, ...named };
  });
}

/** Name of the operation that is asked for. */
function oddName(name: string): Arbitrary<unknown> {
  return fc.oneof(fc.constant(name), oddText, oddJson);
}

/** Everything without arguments that can be asked for, some levels deep. */
function answerOf(schema: GraphQLSchema, type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (isUnionType(named)) return ' { __typename }';
  if (!isObjectType(named) && !isInterfaceType(named)) return '';
  const fields = Object.values(named.getFields()).filter(
    ({ args, type: inner }) =>
      args.every(({ type: argument }) => !isNonNullType(argument)) && (depth > 0 || isLeafType(getNamedType(inner))),
  );
  const asked = fields.flatMap((field) => {
    if (isLeafType(getNamedType(field.type))) return [field.name];
    if (depth === 0 || isPage(field.type)) return [];
    return [`${field.name}${answerOf(schema, field.type, depth - 1)}`];
  });
  return ` { ${['__typename', ...asked].join(' ')} }`;
}

/** Pages within pages cost more than a query may. */
function isPage(type: GraphQLOutputType): boolean {
  return getNamedType(type).name.endsWith('Connection') || isListType(type);
}

/** Values for inputs: of the right type more often than not. */
class Inputs {
  private readonly byType = new Map<string, Arbitrary<unknown>>();

  constructor(private readonly ids: KnownIds) {}

  of(type: GraphQLInputType, name: string, depth: number): Arbitrary<unknown> {
    if (isNonNullType(type)) return this.present(type.ofType, name, depth);
    return fc.oneof(
      { weight: 1, arbitrary: fc.constant(null) },
      { weight: 3, arbitrary: this.present(type, name, depth) },
    );
  }

  private present(type: GraphQLInputType, name: string, depth: number): Arbitrary<unknown> {
    const key = `${String(type)} ${isNamedLikeNumber(name) ? 'number' : ''} ${depth}`;
    const known = this.byType.get(key);
    if (known !== undefined) return known;
    const made = this.make(type, name, depth);
    this.byType.set(key, made);
    return made;
  }

  private make(type: GraphQLInputType, name: string, depth: number): Arbitrary<unknown> {
    if (isListType(type)) {
      return fc.oneof(
        { weight: 5, arbitrary: fc.array(this.of(type.ofType, name, depth + 1), { maxLength: 4 }) },
        { weight: 1, arbitrary: this.of(type.ofType, name, depth + 1) },
      );
    }
    if (isEnumType(type)) {
      const values = type.getValues().map((value) => value.name);
      return fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: oddText });
    }
    if (isInputObjectType(type)) {
      if (depth > MAX_INPUT_DEPTH) return fc.constant({});
      const fields = Object.values(type.getFields());
      if (type.isOneOf) {
        return fc.oneof(
          ...fields.map((field) =>
            this.of(field.type, field.name, depth + 1).map((value) => ({ [field.name]: value })),
          ),
        );
      }
      return fc.record(
        Object.fromEntries(fields.map((field) => [field.name, this.of(field.type, field.name, depth + 1)])),
        { requiredKeys: fields.filter(isRequiredInputField).map((field) => field.name) },
      );
    }
    return this.scalar(String(type), name);
  }

  private scalar(type: string, name: string): Arbitrary<unknown> {
    const anyId = this.ids.length === 0 ? fc.uuid() : fc.constantFrom(...this.ids);
    switch (type) {
      case 'ID':
        return fc.oneof(
          { weight: 6, arbitrary: anyId },
          { weight: 1, arbitrary: fc.uuid() },
          { weight: 2, arbitrary: oddText },
        );
      case 'Int':
        return oddInteger;
      case 'Float':
        return fc.oneof(fc.double(), oddInteger);
      case 'Boolean':
        return fc.oneof({ weight: 9, arbitrary: fc.boolean() }, { weight: 1, arbitrary: oddText });
      case 'DateTime':
        return oddTime;
      case 'JSON':
        return oddJson;
      default:
        return isNamedLikeNumber(name)
          ? fc.oneof(
              oddText,
              fc.integer({ min: 1_000_000, max: 9_999_999 }).map((end) => `+1650${end}`),
            )
          : oddText;
    }
  }
}

function isNamedLikeNumber(name: string): boolean {
  return /phone/i.test(name);
}
