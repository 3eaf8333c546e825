import { Kind, type DocumentNode, type TypeNode } from 'graphql';

/** Costs of one document: pages have few sizes, so few are ever needed. */
const MAX_COSTS = 100;
/** Types of variables on which a cost depends: how large a page is, what is skipped or included, and how many ids are asked for. */
const DECIDING: ReadonlySet<string> = new Set(['Int', 'Boolean']);
const DECIDING_BY_LENGTH = 'ID';

const ofDocuments = new WeakMap<DocumentNode, RememberedCosts>();

/** Costs of a document that were found before. The server keeps documents that it has validated, and asks with the same object. */
export function rememberedCostsOf(document: DocumentNode): RememberedCosts {
  let remembered = ofDocuments.get(document);
  if (remembered === undefined) ofDocuments.set(document, (remembered = new RememberedCosts(document)));
  return remembered;
}

/** What a document costs by the operation and the variables that decide it: an id or a text changes nothing. */
class RememberedCosts {
  readonly costs = new Map<string, number>();
  private readonly deciding: readonly string[];

  constructor({ definitions }: DocumentNode) {
    this.deciding = definitions
      .flatMap((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [],
      )
      .filter(({ type }) => DECIDING.has(nameOf(type)) || (isList(type) && nameOf(type) === DECIDING_BY_LENGTH))
      .map(({ variable }) => variable.name.value);
  }

  keyOf(variables: Readonly<Record<string, unknown>> | undefined, operationName: string | undefined): string {
    const values = this.deciding.map((name) => {
      const value = variables?.[name];
      return [name, Array.isArray(value) ? value.length : value];
    });
    return JSON.stringify([operationName ?? null, Object.fromEntries(values)]);
  }

  add(key: string, cost: number): void {
    if (this.costs.size >= MAX_COSTS) this.costs.clear();
    this.costs.set(key, cost);
  }
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type));
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}
