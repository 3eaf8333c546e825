import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';

/** Definition of the one directive that parsers of before 2025 do not know, so that they read the schema too. */
const ONE_OF = `"""Input object of which exactly one field is given: https://spec.graphql.org/draft/#sec--oneOf"""
directive @oneOf on INPUT_OBJECT`;

/** Schema as a text in GraphQL's own language, sorted by name, with the definition of every directive that is used and new. */
export function schemaText(schema: GraphQLSchema): string {
  return `${ONE_OF}\n\n${printSchema(lexicographicSortSchema(schema))}\n`;
}
