import { Kind, type OperationDefinitionNode } from 'graphql';
import { UNAVAILABLE } from './errors/format-error.js';

/** Codes of errors that are not the caller's. */
const FAULTS: readonly unknown[] = ['INTERNAL_SERVER_ERROR', UNAVAILABLE.code];

export interface Answer {
  data?: Record<string, unknown> | null;
  errors?: readonly { extensions?: { code?: unknown } }[];
}

/** Operation by its field, such as `mutation sendMessage`: a valid one selects fields that the schema has, so there are only so many. */
export function fieldOf({ operation, selectionSet }: OperationDefinitionNode): string {
  const [first, ...others] = selectionSet.selections;
  if (first?.kind !== Kind.FIELD || others.length > 0) return `${operation} several`;
  return `${operation} ${first.name.value}`;
}

/** Outcomes of operations. */
export const OPERATION_OUTCOMES = ['ok', 'refused', 'failed'] as const;

/** Outcome of an operation: whose fault it is that it was not done. */
export function outcomeOf({ data, errors = [] }: Answer): (typeof OPERATION_OUTCOMES)[number] {
  if (errors.some(({ extensions }) => FAULTS.includes(extensions?.code))) return 'failed';
  return errors.length > 0 || Object.values(data ?? {}).some(hasErrors) ? 'refused' : 'ok';
}

/** A mutation tells its refusals in the payload. */
function hasErrors(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null || !('errors' in payload)) return false;
  return Array.isArray(payload.errors) && payload.errors.length > 0;
}

/** Code of the first error of an answer, in a payload or beside the data; null where all is well. */
export function firstCodeOf({ data, errors = [] }: Answer): string | null {
  const inPayloads = Object.values(data ?? {}).flatMap((payload) => (hasErrors(payload) ? codesIn(payload) : []));
  const code = [...errors.map(({ extensions }) => extensions?.code), ...inPayloads].find((found) => found != null);
  return typeof code === 'string' ? code : null;
}

function codesIn(payload: unknown): unknown[] {
  return (payload as { errors: { code?: unknown }[] }).errors.map(({ code }) => code);
}
