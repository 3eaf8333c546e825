import type { ViewerQuery } from '../generated/graphql';
import { Store, useStore } from '../parts/state/store';

export type Label = ViewerQuery['accounts'][number]['labels'][number];
type ByAccount = ReadonlyMap<string, readonly Label[]>;

/** The labels of each account, as they are called and look now: conversations that were read before follow. */
export class LabelCatalogue {
  readonly state: Store<ByAccount>;

  constructor(accounts: readonly { id: string; labels: readonly Label[] }[]) {
    this.state = new Store<ByAccount>(new Map(accounts.map(({ id, labels }) => [id, labels])));
  }

  put(accountId: string, labels: readonly Label[]): void {
    this.state.set(new Map([...this.state.get(), [accountId, labels]]));
  }
}

/** All of an account's, by name. */
export function useLabelsOf(catalogue: LabelCatalogue, accountId: string): readonly Label[] {
  return useStore(catalogue.state).get(accountId) ?? [];
}

/** Those of a conversation; one that was deleted meanwhile is gone. */
export function useCurrentLabels(
  catalogue: LabelCatalogue,
  { account, labels }: { account: { id: string }; labels: readonly Label[] },
): readonly Label[] {
  const known = useStore(catalogue.state).get(account.id);
  if (known === undefined) return labels;
  const wanted = new Set(labels.map(({ id }) => id));
  return known.filter(({ id }) => wanted.has(id));
}
