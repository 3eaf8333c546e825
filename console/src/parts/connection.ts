import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useState } from 'react';
import { useClient, useQuery, type AnyVariables, type CombinedError } from 'urql';

interface Page<Node> {
  nodes: readonly Node[];
  /** Of all pages together; absent or null where nobody has counted. */
  totalCount?: number | null;
  isTotalCountExact?: boolean | null;
  /** Only searches say: false where time was over before everything had been searched. */
  isComplete?: boolean;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** How many entries a list has; beyond the greatest number that is counted, more than `value`. */
export interface Total {
  value: number;
  isExact: boolean;
}

export interface Connection<Node> {
  nodes: readonly Node[];
  /** Of all pages together, as the first page said; null: nobody has counted. */
  total: Total | null;
  error: CombinedError | undefined;
  isLoading: boolean;
  hasMore: boolean;
  /** False: there is more because time was over; it may also bring nothing. */
  isComplete: boolean;
  more: () => void;
  reload: () => void;
}

interface Later<Node> {
  of: string;
  pages: readonly Page<Node>[];
  isLoading: boolean;
}

/** A list, a page after another. The first page follows the cache, and with it live events. */
export function useConnection<Result, Variables extends AnyVariables & { after?: string | null }, Node>(
  document: TypedDocumentNode<Result, Variables>,
  variables: NoInfer<Variables>,
  pick: (result: Result) => Page<Node> | null | undefined,
  pause = false,
): Connection<Node> {
  const client = useClient();
  const key = JSON.stringify(variables);
  const [{ data, error, fetching }, reload] = useQuery<Result, Variables>({ query: document, variables, pause });
  const [later, setLater] = useState<Later<Node>>({ of: key, pages: [], isLoading: false });
  const first = data == null ? undefined : pick(data); // null where the only field of an answer was refused
  const isCurrent = later.of === key;
  const pages = [...(first == null ? [] : [first]), ...(isCurrent ? later.pages : [])];
  const end = pages.at(-1);
  const last = end?.pageInfo;
  const more = async (): Promise<void> => {
    if (last?.hasNextPage !== true || (isCurrent && later.isLoading)) return;
    const known = isCurrent ? later.pages : [];
    setLater({ of: key, pages: known, isLoading: true });
    const asked = { ...variables, after: last.endCursor };
    const answer = await client
      .query<Result, Variables>(document, asked, { requestPolicy: 'network-only' })
      .toPromise();
    const page = answer.data == null ? null : pick(answer.data);
    setLater((now) =>
      now.of === key ? { of: key, pages: page == null ? known : [...known, page], isLoading: false } : now,
    );
  };
  return {
    nodes: pages.flatMap(({ nodes }) => nodes),
    total: first == null ? null : totalOf(first),
    error: first == null ? error : undefined,
    isLoading: fetching || (isCurrent && later.isLoading),
    hasMore: last?.hasNextPage ?? false,
    isComplete: end?.isComplete ?? true,
    more: () => void more(),
    reload: () => {
      setLater({ of: key, pages: [], isLoading: false });
      reload({ requestPolicy: 'network-only' });
    },
  };
}

function totalOf({ totalCount, isTotalCountExact }: Page<unknown>): Total | null {
  return totalCount == null ? null : { value: totalCount, isExact: isTotalCountExact ?? true };
}
