import { isEnumType, type GraphQLNamedInputType } from 'graphql';
import { RFC3339_EXPECTED } from '../../rfc3339.js';

const MAX_NAMED_VALUES = 30;
/** What scalars are written like. */
const SCALARS: Readonly<Record<string, string>> = {
  String: 'a text',
  ID: 'an id, as a text',
  Int: 'a whole number from -2147483648 to 2147483647',
  Float: 'a number',
  Boolean: 'true or false',
  DateTime: RFC3339_EXPECTED,
  URL: 'an absolute URL',
};

/** The sentence that says what a value of a scalar type has to be, by the type's name. */
export function expectedScalar(typeName: string): string {
  return `This must be ${SCALARS[typeName] ?? `of the type ${typeName}`}.`;
}

/** The sentence that says what a scalar or enum takes, never what was given. */
export function expectationOf(type: GraphQLNamedInputType): string {
  if (!isEnumType(type)) return expectedScalar(type.name);
  const names = type.getValues().map(({ name }) => name);
  const more = names.length > MAX_NAMED_VALUES ? ' …' : '';
  return `This must be one of ${names.slice(0, MAX_NAMED_VALUES).join(', ')}${more}.`;
}
