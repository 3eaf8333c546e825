import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isDeeperThan, MAX_JSON_DEPTH } from '../text/json-depth.js';

/** E.164, such as +14155550100. Output only: inputs take String, so that a bad number is a UserError with a path. */
export const PhoneNumberScalar = new GraphQLScalarType<string, string>({
  name: 'PhoneNumber',
  description:
    'E.164, such as +14155550100. Output only: inputs take String, so that a bad number is a UserError with a path.',
  serialize: String,
  parseValue: () => {
    throw new GraphQLError('PhoneNumber is for output only.');
  },
});

export const UrlScalar = new GraphQLScalarType<string, string>({
  name: 'URL',
  description: 'An absolute URL.',
  specifiedByURL: 'https://url.spec.whatwg.org/',
  serialize: String,
  parseValue: (value) => {
    if (typeof value !== 'string' || !URL.canParse(value)) throw new GraphQLError('This must be an absolute URL.');
    return value;
  },
});

/** What is stored is not so deep; but nothing that is may make a list unreadable. */
const MAX_SHOWN_DEPTH = 500;

export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description: `Any JSON value. Only for values whose shape the user defines, and for diagnostics. As input at most ${MAX_JSON_DEPTH} lists and objects within each other, and 10,000 characters a text.`,
  serialize: (value) => (isDeeperThan(value, MAX_SHOWN_DEPTH) ? 'Nested too deep to be shown.' : value),
  parseValue: (value) => value,
  parseLiteral: (node) => literalToJson(node),
});

function literalToJson(node: ValueNode): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map((field) => [field.name.value, literalToJson(field.value)]));
    case Kind.LIST:
      return node.values.map(literalToJson);
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.NULL:
      return null;
    case Kind.VARIABLE:
      throw new GraphQLError('Pass the whole JSON value as a variable.');
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value;
  }
}
