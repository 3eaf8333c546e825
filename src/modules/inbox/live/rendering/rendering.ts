import {
  execute,
  getOperationAST,
  GraphQLError,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type ExecutionArgs,
  type FieldNode,
  type GraphQLSchema,
} from 'graphql';
import { formatGraphqlError } from '../../../../common/graphql/errors/format-error.js';
import { VanishedEntityError, type Loaders } from '../../../../common/graphql/loaders.js';
import { PER_VIEWER } from '../../../../common/graphql/per-viewer.js';
import { visibilityClass } from '../../../users/domain/permissions.js';
import type { Viewer } from '../../../users/domain/viewer.js';
import type { RequestContext } from '../../../users/authentication/request-context.js';
import type { InboxEventSource } from '../../inbox-event.types.js';
import { RenderedEvent } from './rendered-event.js';
import { RenderingLoaders } from './rendering-loaders.js';

/** Operation of a subscription, examined once. */
export interface Operation {
  args: Pick<ExecutionArgs, 'schema' | 'document' | 'operationName' | 'variableValues'>;
  rootField: string;
  /** Equal for all who asked the same question, whatever their cursor. */
  question: string;
  /** Whether the answer differs from viewer to viewer, beyond their class. */
  isPerViewer: boolean;
}

/** @throws GraphQLError (BAD_USER_INPUT) when the subscription's field stands in a fragment */
export function examine(
  schema: GraphQLSchema,
  query: string,
  document: DocumentNode,
  operationName: string | undefined,
  variables: Record<string, unknown> | undefined,
): Operation {
  const operation = getOperationAST(document, operationName);
  const root = operation?.selectionSet.selections.find(
    (selection): selection is FieldNode => selection.kind === Kind.FIELD,
  );
  if (root === undefined) {
    throw new GraphQLError('Write the field of the subscription in the operation itself, not in a fragment.', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  const typeInfo = new TypeInfo(schema);
  const used = new Set<string>();
  let isPerViewer = false;
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: () => {
        isPerViewer ||= typeInfo.getFieldDef()?.extensions.perViewer === PER_VIEWER.perViewer;
      },
      Variable: (node, _key, _parent, _path, ancestors) => {
        const isRootArgument = root.arguments?.some((argument) => ancestors.includes(argument)) === true;
        const isDefinition = ancestors.some(
          (ancestor) => 'kind' in ancestor && ancestor.kind === Kind.VARIABLE_DEFINITION,
        );
        if (!isRootArgument && !isDefinition) used.add(node.name.value);
      },
    }),
  );
  const relevant = Object.entries(variables ?? {}).filter(([name]) => used.has(name));
  return {
    args: { schema, document, operationName, variableValues: variables },
    rootField: root.name.value,
    question: JSON.stringify([query, operationName ?? null, relevant]),
    isPerViewer,
  };
}

/** Subscribers with the same key are shown the same, but for the open places. */
export function renderingKey(operation: Operation, viewer: Viewer): string {
  return `${operation.isPerViewer ? `${viewer.kind} ${viewer.id}` : visibilityClass(viewer)} ${operation.question}`;
}

/** Rendering failed, by the database or our own code: the event must not count as delivered. */
export class RenderingError extends Error {}

/**
 * Renders an event for all viewers of a class, but for what differs among them; null when what the event is about is gone.
 * @throws RenderingError when it could not be rendered now
 */
export async function render(
  operation: Operation,
  viewer: Viewer,
  event: InboxEventSource,
  shared: Loaders,
): Promise<RenderedEvent | null> {
  const loaders = new RenderingLoaders(shared);
  const contextValue: RequestContext = { request: null, loaders, viewer };
  const result = await execute({ ...operation.args, rootValue: { [operation.rootField]: event }, contextValue });
  if (result.errors === undefined) return RenderedEvent.of(result, loaders.openPlaces);
  const causes = result.errors
    .map((error) => error.originalError)
    .filter((cause) => cause != null && !(cause instanceof GraphQLError));
  if (causes.some((cause) => !(cause instanceof VanishedEntityError))) throw new RenderingError();
  if (causes.length > 0) return null;
  const errors = result.errors.map((error) => formatGraphqlError(error.toJSON(), error));
  return RenderedEvent.of({ ...result, errors }, loaders.openPlaces);
}
