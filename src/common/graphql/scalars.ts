import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isDeeperThan, MAX_JSON_DEPTH } from '../text/json-depth.js';

/** E.164, such as +14155550100. Output only: inputs take String, so that a bad number is a UserError with a path. */
export const PhoneNumberScalar = new GraphQLScalarType<string, string>({
  name: 'PhoneNumber',
  description:
    'Phone number in E.164, such as +14155550100. Output only: inputs take String, so that a bad number is a UserError with a path.',
  specifiedByURL: 'https://www.itu.int/rec/T-REC-E.164',
  serialize: String,
  parseValue: () => {
    throw new GraphQLError('PhoneNumber is for output only.');
  },
});

export const UrlScalar = new GraphQLScalarType<string, string>({
  name: 'URL',
  description: 'Absolute URL, such as https://example.com/a?b=c.',
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
  description: `JSON value of any kind: only for values whose shape the user defines, and for diagnostics. As input at most ${MAX_JSON_DEPTH} lists and objects within each other, and 10,000 characters a text.`,
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
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
