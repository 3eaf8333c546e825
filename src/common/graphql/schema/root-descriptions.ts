import type { GraphQLSchema } from 'graphql';

const DESCRIPTIONS = {
  Query:
    'Operations that read. What the viewer may not see is as if it did not exist: null, or missing in lists. What they may not do at all is FORBIDDEN.',
  Mutation: 'Operations that change something. Each answers a payload with `errors`, which is empty when it was done.',
  Subscription: 'Operations that follow what happens, over the WebSocket at /graphql (graphql-transport-ws).',
};

/** Schema whose three root types are described; code-first types of Nest have no place to say it. */
export function describeRoots(schema: GraphQLSchema): GraphQLSchema {
  for (const [name, description] of Object.entries(DESCRIPTIONS)) {
    const type = schema.getType(name);
    if (type !== undefined) type.description = description;
  }
  return schema;
}
