import {
  GraphQLError,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { getComplexity, simpleEstimator, type ComplexityEstimatorArgs } from 'graphql-query-complexity';
import { DEFAULT_PAGE_SIZE } from './pagination/connection.js';
import { isAboutVariables } from './errors/format-error.js';

const MAX_DEPTH = 15;
const MAX_COST = 20_000;
/** Tokens that the parser reads before it gives up. */
export const MAX_TOKENS = 5_000;

/**
 * Refuses a query that would hold up others: too deep, or too wide. Each field costs 1; the fields of a list cost as
 * many times as the list may have entries. What is wrong with the variables is left to the execution, which reports all of it.
 * @throws GraphQLError with the code QUERY_TOO_COSTLY, the cost and the limit
 */
export function refuseCostlyQuery(
  schema: GraphQLSchema,
  query: DocumentNode,
  variables: Record<string, unknown> | undefined,
  operationName?: string,
): void {
  const { depth, selections } = measureDocument(query);
  if (depth > MAX_DEPTH) throw tooCostly('deep', depth, MAX_DEPTH);
  if (selections > MAX_COST) throw tooCostly('wide', selections, MAX_COST);
  let cost: number;
  try {
    cost = getComplexity({
      schema,
      query,
      variables,
      operationName,
      estimators: [listEstimator, simpleEstimator({ defaultComplexity: 1 })],
      maxQueryNodes: MAX_COST,
    });
  } catch (error) {
    if (isAboutVariables(error)) return;
    throw error;
  }
  if (cost > MAX_COST) throw tooCostly('wide', cost, MAX_COST);
}

function tooCostly(how: string, value: number, limit: number): GraphQLError {
  return new GraphQLError(
    `This query is too ${how} (${value}, at most ${limit}). Ask for fewer fields or smaller pages.`,
    {
      extensions: { code: 'QUERY_TOO_COSTLY', value, limit, http: { status: 400 } },
    },
  );
}

function listEstimator({ args, childComplexity, field }: ComplexityEstimatorArgs): number | undefined {
  if (field.name.startsWith('__')) return 0;
  const isConnection = /Connection!?$/.test(field.type.toString());
  if (!isConnection) return undefined;
  const size = Number(args.first ?? args.last ?? DEFAULT_PAGE_SIZE);
  return 1 + Math.max(size, 1) * childComplexity;
}

interface Measure {
  depth: number;
  /** Everything that is selected, `__typename` and the fragments themselves too, with every fragment written out. */
  selections: number;
}

const NOTHING: Measure = { depth: 0, selections: 0 };

/** Measures each fragment once, so that fragments that spread each other cannot make this slow. */
function measureDocument(document: DocumentNode): Measure {
  const fragments = new Map(
    document.definitions
      .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const measured = new Map<string, Measure>();

  function measureFragment(name: string): Measure {
    const known = measured.get(name);
    if (known !== undefined) return known;
    measured.set(name, NOTHING); // a cycle is refused by validation
    const fragment = fragments.get(name);
    const measure = fragment === undefined ? NOTHING : measureSelections(fragment.selectionSet);
    measured.set(name, measure);
    return measure;
  }

  function measureSelection(selection: SelectionNode): Measure {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return oneMore(measureFragment(selection.name.value));
    const below = selection.selectionSet === undefined ? NOTHING : measureSelections(selection.selectionSet);
    if (selection.kind === Kind.INLINE_FRAGMENT) return oneMore(below);
    const isOfTheSchema = selection.name.value.startsWith('__');
    return { ...oneMore(below), depth: isOfTheSchema ? 0 : below.depth + 1 };
  }

  function measureSelections(set: SelectionSetNode): Measure {
    return set.selections.map(measureSelection).reduce(
      (sum, part) => ({
        depth: Math.max(sum.depth, part.depth),
        selections: sum.selections + part.selections,
      }),
      NOTHING,
    );
  }

  return document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => measureSelections(operation.selectionSet))
    .reduce(
      (most, part) => ({
        depth: Math.max(most.depth, part.depth),
        selections: Math.max(most.selections, part.selections),
      }),
      NOTHING,
    );
}

function oneMore({ depth, selections }: Measure): Measure {
  return { depth, selections: selections + 1 };
}
