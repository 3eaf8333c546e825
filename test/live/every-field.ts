import {
  getNamedType,
  isAbstractType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';
import { must } from '../support/expectations.js';
import { schema } from '../support/graphql/schema.js';

/** A type in the answer, with the names by which its fields are asked for. */
interface Place {
  type: GraphQLObjectType;
  parts: Map<string, Part>;
}

/** A field, and what is asked for below it: each of the types that it may have. */
interface Part {
  call: string;
  /** Null where the field has no fields of its own. */
  places: Place[] | null;
}

/**
 * Text of a subscription to an account that asks for every field that leads away from an event, but for `left`
 * (`Type.field`). The fields of a type stand where it is met first; anywhere else it is asked for its name alone.
 */
export function everyFieldOf(left: readonly string[]): string {
  const met = new Set<string>();
  const waiting: Place[] = [];
  const placesOf = (type: string): Place[] => {
    const named = must(schema.getType(type));
    const types = isAbstractType(named) ? [...schema.getPossibleTypes(named)] : isObjectType(named) ? [named] : [];
    return types.map((of) => {
      const place: Place = { type: of, parts: new Map() };
      if (!met.has(of.name)) waiting.push(place);
      met.add(of.name);
      return place;
    });
  };
  const root = placesOf('InboxEvent');
  for (let place = waiting.shift(); place !== undefined; place = waiting.shift()) {
    for (const field of Object.values(place.type.getFields())) {
      if (left.includes(`${place.type.name}.${field.name}`) || needsArguments(field)) continue;
      const target = getNamedType(field.type);
      const hasFields = isObjectType(target) || isAbstractType(target);
      place.parts.set(field.name, { call: callOf(field), places: hasFields ? placesOf(target.name) : null });
    }
  }
  return `subscription ($id: ID!, $after: ID) { inboxEvents(accountId: $id, after: $after) ${selectionOf(root)} }`;
}

function needsArguments({ args }: GraphQLField<unknown, unknown>): boolean {
  return args.some(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
}

function callOf({ name, args }: GraphQLField<unknown, unknown>): string {
  return args.some((argument) => argument.name === 'first') ? `${name}(first: 2)` : name;
}

/** Fields of types that stand beside each other may differ in type: each has a name with its type's. */
function selectionOf(places: readonly Place[]): string {
  const fragments = places
    .filter(({ parts }) => parts.size > 0)
    .map(({ type, parts }) => {
      const fields = [...parts].map(
        ([name, { call, places: below }]) =>
          `${places.length > 1 ? `${type.name}_${name}: ` : ''}${call} ${below === null ? '' : selectionOf(below)}`,
      );
      return `... on ${type.name} { ${fields.join(' ')} }`;
    });
  return `{ __typename ${fragments.join(' ')} }`;
}
