import { isObjectType, type GraphQLField, type GraphQLFieldMap, type GraphQLSchema } from 'graphql';
import { DomainError } from '../../errors/domain-error.js';
import { badUserInput } from '../errors/bad-input.js';
import { readArguments } from './read-arguments.js';

/**
 * Schema whose fields below the roots read their arguments by the same rules as queries and mutations, for which an
 * interceptor does it: interceptors do not run for fields, because that would cost something for each of them.
 */
export function withReadArguments(schema: GraphQLSchema): GraphQLSchema {
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || roots.has(type) || type.name.startsWith('__')) continue;
    const fields: GraphQLFieldMap<unknown, unknown> = type.getFields();
    for (const field of Object.values(fields)) if (field.args.length > 0) readBefore(field);
  }
  return schema;
}

function readBefore(field: GraphQLField<unknown, unknown>): void {
  const { resolve, args } = field;
  if (resolve === undefined) return;
  field.resolve = (source, given: Record<string, unknown>, context, info): unknown => {
    const { values, problems } = readArguments(args, given);
    if (problems.length > 0) throw badUserInput(new DomainError(...problems));
    return resolve(source, values, context, info);
  };
}
