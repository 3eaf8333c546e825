import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Shape of a document as it is written, whatever the schema says of it. */
export interface QueryShape {
  /** Fields within fields, of whatever the schema has of its own. */
  depth: number;
  /** Fields within fields below `__schema` and `__type`. */
  introspectionDepth: number;
  /** Everything that is selected, `__typename` and the fragments themselves too, with every fragment written out. */
  selections: number;
  /** Fields that are given another name, in the document as it is written. */
  aliases: number;
  /** Fields that answer under one name, for the name that has most: validation compares each with each. */
  sameName: number;
}

type Measure = Pick<QueryShape, 'depth' | 'introspectionDepth' | 'selections'>;

const NOTHING: Measure = { depth: 0, introspectionDepth: 0, selections: 0 };

/** Shape of a parsed document. Each fragment is measured once, so that fragments that spread each other cannot make this slow. */
export function shapeOf(document: DocumentNode): QueryShape {
  const names = new Map<string, number>();
  let aliases = 0;
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
    const responseName = selection.alias?.value ?? selection.name.value;
    names.set(responseName, (names.get(responseName) ?? 0) + 1);
    if (selection.alias !== undefined) aliases += 1;
    const isOfTheSchema = selection.name.value.startsWith('__');
    // Below __schema all is of the schema: what was measured there as depth is depth of introspection.
    if (isOfTheSchema) return { ...oneMore(below), depth: 0, introspectionDepth: below.depth + 1 };
    return { ...oneMore(below), depth: below.depth + 1 };
  }

  function measureSelections(set: SelectionSetNode): Measure {
    return set.selections.map(measureSelection).reduce(
      (sum, part) => ({
        ...deepest(sum, part),
        selections: sum.selections + part.selections,
      }),
      NOTHING,
    );
  }

  // Fragments first, so that those which nothing spreads are measured too: they are validated like all others.
  for (const name of fragments.keys()) measureFragment(name);
  const most = document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => measureSelections(operation.selectionSet))
    .reduce(
      (most, part) => ({ ...deepest(most, part), selections: Math.max(most.selections, part.selections) }),
      NOTHING,
    );
  return { ...most, aliases, sameName: Math.max(0, ...names.values()) };
}

function deepest(one: Measure, other: Measure): Pick<Measure, 'depth' | 'introspectionDepth'> {
  return {
    depth: Math.max(one.depth, other.depth),
    introspectionDepth: Math.max(one.introspectionDepth, other.introspectionDepth),
  };
}

function oneMore({ depth, introspectionDepth, selections }: Measure): Measure {
  return { depth, introspectionDepth, selections: selections + 1 };
}
