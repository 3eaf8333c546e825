import { Field, ID, InterfaceType } from '@nestjs/graphql';

const typeNames = new WeakMap<object, string>();

/** Marks an entity as a node of a GraphQL type (`Account`), for fields that answer any node. */
export function asNode<T extends object>(type: string, entity: T): T {
  typeNames.set(entity, type);
  return entity;
}

@InterfaceType({
  description: 'Object with an id of its own. Ids are unique across types: `node` reads any of them.',
  resolveType: (entity: object) => typeNames.get(entity),
})
export abstract class Node {
  @Field(() => ID, {
    description: 'UUID of this object, unique across all types; it never changes, and `node` reads the object by it.',
  })
  id: string;
}
