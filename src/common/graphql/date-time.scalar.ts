import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { parseRfc3339, RFC3339_EXPECTED } from '../rfc3339.js';

/** DateTime of GraphQL: RFC 3339 with an offset and nothing else as input, in UTC with milliseconds as output. */
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description:
    'Time by RFC 3339. Input: with its offset (Z or ±hh:mm), of the years 1970 to 9999; everything else is BAD_USER_INPUT with the path. Output: in UTC with milliseconds, such as 2026-11-24T16:30:00.000Z.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (value) => {
    if (value instanceof Date) return value.toISOString();
    throw new TypeError('A DateTime is shown from a Date.');
  },
  parseValue: (value) => readTime(typeof value === 'string' ? value : null),
  parseLiteral: (node) => readTime(node.kind === Kind.STRING ? node.value : null, node),
});

function readTime(text: string | null, node?: ValueNode): Date {
  const time = text === null ? null : parseRfc3339(text);
  if (time === null) throw new GraphQLError(`This must be ${RFC3339_EXPECTED}.`, { nodes: node });
  return time;
}
