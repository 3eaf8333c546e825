import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLFieldMap,
  type GraphQLInputType,
} from 'graphql';
import { first } from '../expectations.js';

/** The committed schema, for tests that ask for every field of it. */
export const schema = buildSchema(readFileSync(join(import.meta.dirname, '..', '..', '..', 'schema.gql'), 'utf8'));

/** The fields of an object type, by name. */
export function fieldsOf(typeName: string): GraphQLFieldMap<unknown, unknown> {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`${typeName} is no object type.`);
  return type.getFields();
}

/** Anything that an input of this type takes. */
export function dummy(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return dummy(type.ofType);
  if (isListType(type)) return [];
  if (isEnumType(type)) return first(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const needed = type.isOneOf ? fields.slice(0, 1) : fields.filter(({ type: of }) => isNonNullType(of));
    return Object.fromEntries(needed.map((field) => [field.name, dummy(field.type)]));
  }
  return { Boolean: true, Int: 1, Float: 1, DateTime: '2030-01-01T00:00:00Z', JSON: {} }[String(type)] ?? 'nonsense';
}
