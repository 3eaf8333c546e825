import { getOperationAST, GraphQLError, type DocumentNode, type GraphQLSchema } from 'graphql';
import {
  getComplexity,
  simpleEstimator,
  type ComplexityEstimator,
  type ComplexityEstimatorArgs,
} from 'graphql-query-complexity';
import { DEFAULT_PAGE_SIZE } from '../pagination/connection.js';
import { isAboutVariables } from '../errors/format-error.js';
import { introspectionEstimator } from './introspection-cost.js';
import { shapeOf } from './query-shape.js';
import { rememberedCostsOf } from './remembered-costs.js';

const MAX_DEPTH = 15;
/** The standard introspection query has 14. */
const MAX_INTROSPECTION_DEPTH = 20;
/** What a document may cost. */
export const MAX_COST = 20_000;
/** A change is work, whatever is asked of it. */
const MUTATION_COST = 50;
const MAX_ALIASES = 500;
const MAX_SAME_NAME = 500;
/** Bytes of a document, without its variables. */
const MAX_QUERY_BYTES = 64 * 1024;
/** Tokens that the parser reads before it gives up. */
export const MAX_TOKENS = 5_000;

/**
 * Refuses a text that is too long to be parsed.
 * @throws GraphQLError with the code QUERY_TOO_COSTLY, the bytes and the limit
 */
export function refuseLongQuery(query: string): void {
  const bytes = Buffer.byteLength(query);
  if (bytes > MAX_QUERY_BYTES) throw tooCostly('long', bytes, MAX_QUERY_BYTES);
}

/**
 * Refuses a document for its shape alone, before validation and without a schema: nested too deep, too much selected,
 * too many aliases, or too often the same name, which validation compares each with each.
 * @throws GraphQLError with the code QUERY_TOO_COSTLY, the value and the limit
 */
export function refuseMonstrousQuery(document: DocumentNode): void {
  const { depth, introspectionDepth, selections, aliases, sameName } = shapeOf(document);
  if (depth > MAX_DEPTH) throw tooCostly('deep', depth, MAX_DEPTH);
  if (introspectionDepth > MAX_INTROSPECTION_DEPTH)
    throw tooCostly('deep', introspectionDepth, MAX_INTROSPECTION_DEPTH);
  if (selections > MAX_COST) throw tooCostly('wide', selections, MAX_COST);
  if (aliases > MAX_ALIASES) throw tooCostly('wide', aliases, MAX_ALIASES);
  if (sameName > MAX_SAME_NAME) throw tooCostly('wide', sameName, MAX_SAME_NAME);
}

/**
 * Cost of a valid query. Each field costs 1; the fields of a list cost as many times as the list may have entries; a
 * mutation costs 50; 20 fields of the schema itself (`__schema`, `__type`) cost 1. What is wrong with the variables is left to the execution,
 * which reports all of it, and so is a name that no operation has: then the cost is that of one field. Remembered for each document and what its cost depends on.
 * @throws GraphQLError with the code QUERY_TOO_COSTLY, the cost and the limit
 */
export function costOf(
  schema: GraphQLSchema,
  query: DocumentNode,
  variables: Record<string, unknown> | undefined,
  operationName?: string,
): number {
  if (operationName !== undefined && getOperationAST(query, operationName) == null) return 1;
  const remembered = rememberedCostsOf(query);
  const key = remembered.keyOf(variables, operationName);
  const known = remembered.costs.get(key);
  if (known !== undefined) return known;
  let cost: number;
  try {
    cost = getComplexity({
      schema,
      query,
      variables,
      operationName,
      estimators: [
        introspectionEstimator(schema),
        mutationEstimator(schema),
        listEstimator,
        simpleEstimator({ defaultComplexity: 1 }),
      ],
      maxQueryNodes: MAX_COST,
    });
  } catch (error) {
    if (isAboutVariables(error)) return 1;
    throw error;
  }
  if (cost > MAX_COST) throw tooCostly('wide', cost, MAX_COST);
  remembered.add(key, cost);
  return cost;
}

function tooCostly(how: string, value: number, limit: number): GraphQLError {
  return new GraphQLError(
    `This query is too ${how} (${Math.ceil(value)}, at most ${limit}). Ask for fewer fields or smaller pages.`,
    {
      extensions: { code: 'QUERY_TOO_COSTLY', value: Math.ceil(value), limit, http: { status: 400 } },
    },
  );
}

function mutationEstimator(schema: GraphQLSchema): ComplexityEstimator {
  const mutations = schema.getMutationType();
  return ({ type, childComplexity }) => (type === mutations ? MUTATION_COST + childComplexity : undefined);
}

function listEstimator({ args, childComplexity, field }: ComplexityEstimatorArgs): number | undefined {
  if (Array.isArray(args.ids)) return 1 + Math.max(args.ids.length, 1) * childComplexity;
  const isConnection = /Connection!?$/.test(field.type.toString());
  if (!isConnection) return undefined;
  const size = Number(args.first ?? args.last ?? DEFAULT_PAGE_SIZE);
  return 1 + Math.max(size, 1) * childComplexity;
}
