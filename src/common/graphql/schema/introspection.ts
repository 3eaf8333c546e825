import { GraphQLError, type GraphQLFormattedError, type ValidationRule } from 'graphql';
import type { Config } from '../../config/config.js';

/** Introspection as GRAPHQL_INTROSPECTION says; where it says nothing, on everywhere but in production. */
export function isIntrospectionOn(config: Config): boolean {
  return config.get('GRAPHQL_INTROSPECTION') ?? !config.isProduction;
}

/** Validation rule where introspection is off: `__schema` and `__type` are refused with GRAPHQL_VALIDATION_FAILED. */
export const noIntrospection: ValidationRule = (context) => ({
  Field: (node) => {
    if (node.name.value !== '__schema' && node.name.value !== '__type') return;
    context.reportError(
      new GraphQLError(
        'This server does not tell its schema. Read schema.gql, or have an administrator set GRAPHQL_INTROSPECTION=on.',
        { nodes: node },
      ),
    );
  },
});

/** Error without what graphql-js suggests from the schema ("Did you mean …"), which would tell it name by name. */
export function withoutSuggestions(error: GraphQLFormattedError): GraphQLFormattedError {
  return { ...error, message: error.message.replace(/ Did you mean [^?]*\?$/, '') };
}
