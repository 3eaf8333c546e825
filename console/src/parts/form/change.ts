import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useCallback, useRef, useState } from 'react';
import { useClient, type AnyVariables, type CombinedError } from 'urql';
import type { PhoneNumberProblemCode, RefusalByMetaFragment } from '../../generated/graphql';
import type { Refusal } from '../../graphql/ask';

/** What a mutation was refused for; of Meta's refusals, what it said. */
export interface Refused extends Refusal {
  suggestion?: string | null;
  refusal?: RefusalByMetaFragment;
  /** Of a number in a list: why it is not read, or that it stands there already. */
  phoneProblem?: PhoneNumberProblemCode | 'TWICE';
  /** In the language of the reader, where the page has better words than its kind. */
  said?: string;
}

type PayloadOf<Result> = Extract<Result[keyof Result], { errors: unknown[] }>;

export interface Change {
  isBusy: boolean;
  refusals: readonly Refused[];
  forget: () => void;
  /** Does nothing while the former is under way. @returns its payload; null: it was refused, see `refusals`, or not sent */
  run: <Result, Variables extends AnyVariables>(
    document: TypedDocumentNode<Result, Variables>,
    variables: NoInfer<Variables>,
  ) => Promise<PayloadOf<Result> | null>;
}

const NONE: readonly Refused[] = [];

/** The mutations of one form or one place: one at a time, however often something is pressed. */
export function useChange(): Change {
  const client = useClient();
  const isRunning = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [refusals, setRefusals] = useState(NONE);
  const run = useCallback<Change['run']>(
    async (document, variables) => {
      if (isRunning.current) return null;
      isRunning.current = true;
      setBusy(true);
      setRefusals(NONE);
      const { data, error } = await client.mutation(document, variables).toPromise();
      isRunning.current = false;
      setBusy(false);
      const payload: unknown = Object.values(data ?? {})[0];
      const refused = isPayload(payload) ? payload.errors : refusalsOf(error);
      setRefusals(refused);
      return refused.length === 0 ? (payload as never) : null;
    },
    [client],
  );
  return { isBusy, refusals, forget: useCallback(() => setRefusals(NONE), []), run };
}

function isPayload(value: unknown): value is { errors: Refused[] } {
  return typeof value === 'object' && value !== null && 'errors' in value;
}

/** Of an answer without a payload: what stands in its top-level errors. */
function refusalsOf(error: CombinedError | undefined): Refused[] {
  const [first] = error?.graphQLErrors ?? [];
  if (first === undefined) return [{ code: 'UNREACHABLE', message: error?.message ?? '', path: null }];
  const { code, problems } = first.extensions as { code?: string; problems?: Refusal[] };
  if (problems !== undefined && problems.length > 0)
    return problems.map((problem) => ({ ...problem, path: problem.path?.slice(1) ?? null })); // the variable's own name goes first
  return [{ code: code ?? 'INTERNAL_SERVER_ERROR', message: first.message, path: null }];
}
