import { DomainError } from '../../errors/domain-error.js';
import { because } from '../../errors/because.js';

/** Options of an argument of a list that has moved into its `filter`: it does what it did until version 1.0. */
export function movedIntoFilter(name: string): { deprecationReason: string } {
  return { deprecationReason: `Use filter: { ${name}: … }: this argument goes with version 1.0.` };
}

/**
 * Reads a list by its filter, or by the former arguments that have moved into it. Problems of a value that came in the
 * filter point there.
 * @throws DomainError (INVALID_INPUT) where a value is given in both places
 */
export async function readFiltered<Filter extends object, T>(
  filter: Filter | null | undefined,
  former: { [Key in keyof Filter]?: Filter[Key] | null },
  read: (filter: { [Key in keyof Filter]?: Filter[Key] | null }) => Promise<T>,
): Promise<T> {
  if (filter == null) return read(former);
  const twice = Object.entries(former).find(([name, value]) => value != null && isGiven(filter, name));
  if (twice !== undefined) {
    const why = because('FORMER_PLACE', { name: twice[0] });
    throw new DomainError({ code: 'INVALID_INPUT', ...why, path: [twice[0]] });
  }
  try {
    return await read({ ...former, ...filter });
  } catch (error) {
    throw error instanceof DomainError ? inFilter(error, filter) : error;
  }
}

function isGiven(filter: object, name: string): boolean {
  return (filter as Readonly<Record<string, unknown>>)[name] != null;
}

function inFilter({ problems }: DomainError, filter: object): DomainError {
  return new DomainError(
    ...problems.map((problem) => {
      const [first = ''] = problem.path ?? [];
      return isGiven(filter, first) ? { ...problem, path: ['filter', ...(problem.path ?? [])] } : problem;
    }),
  );
}
