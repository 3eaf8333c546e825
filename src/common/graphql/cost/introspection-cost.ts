import {
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { ComplexityEstimator } from 'graphql-query-complexity';

/** Answering a field of the schema reads memory alone: so many of them cost as much as one field of ours. */
const FIELDS_A_POINT = 40;

/** How many entries the lists of `__Schema`, `__Type`, `__Field` and `__Directive` have in a schema, rounded up. */
type ListSizes = Readonly<Record<string, number>>;

const sizesOf = new WeakMap<GraphQLSchema, ListSizes>();

/**
 * Cost of introspection, as an estimator of graphql-query-complexity: the fields of `__schema` and `__type`, multiplied
 * by the lists that they stand in. Passes on everything else. One standard introspection query costs about half of what a document may.
 */
export function introspectionEstimator(schema: GraphQLSchema): ComplexityEstimator {
  const sizes = sizesOf.get(schema) ?? measure(schema);
  sizesOf.set(schema, sizes);
  return ({ type, field, childComplexity }) => {
    if (field.name === '__typename') return 0;
    if (field.name === '__schema' || field.name === '__type') return Math.ceil(childComplexity);
    if (!type.name.startsWith('__')) return undefined;
    return 1 / FIELDS_A_POINT + (sizes[`${type.name}.${field.name}`] ?? 1) * childComplexity;
  };
}

function measure(schema: GraphQLSchema): ListSizes {
  const types = Object.values(schema.getTypeMap());
  const outputs = types.flatMap((type) => (hasFields(type) ? [Object.values(type.getFields())] : []));
  const inputs = types.flatMap((type) => (isInputObjectType(type) ? [Object.keys(type.getFields()).length] : []));
  const args = outputs.flat().flatMap((field) => (field.args.length > 0 ? [field.args.length] : []));
  const directives = schema.getDirectives();
  return {
    '__Schema.types': types.length,
    '__Schema.directives': directives.length,
    '__Type.fields': average(outputs.map((fields) => fields.length)),
    '__Type.inputFields': average(inputs),
    '__Type.interfaces': 2,
    '__Type.possibleTypes': average(
      types.flatMap((type) => (isAbstractType(type) ? [schema.getPossibleTypes(type).length] : [])),
    ),
    '__Type.enumValues': average(types.flatMap((type) => ('getValues' in type ? [type.getValues().length] : []))),
    '__Field.args': average(args),
    '__Directive.args': average(directives.map((directive) => directive.args.length)),
  };
}

function hasFields(type: GraphQLNamedType): type is GraphQLObjectType | GraphQLInterfaceType {
  return isObjectType(type) || isInterfaceType(type);
}

function average(counts: number[]): number {
  return Math.ceil(counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length));
}
