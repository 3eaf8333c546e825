import DataLoader from 'dataloader';

export type BatchLoad<K, V> = (keys: readonly K[]) => Promise<(V | Error)[]>;

/** The DataLoaders of one request (or one batch of events): what many fields ask for is read once, together. */
export class Loaders {
  private readonly loaders = new Map<unknown, unknown>();

  /** Loads one value; `batch` is called once for all keys that are asked for in the same turn. */
  load<K, V>(batch: BatchLoad<K, V>, key: K): Promise<V> {
    let loader = this.loaders.get(batch) as DataLoader<K, V> | undefined;
    if (loader === undefined) {
      loader = new DataLoader<K, V>(batch, { maxBatchSize: 500 });
      this.loaders.set(batch, loader);
    }
    return loader.load(key);
  }
}

/** One row a key, in the order of the keys; null where there is none. */
export function inOrderOf<K, V>(keys: readonly K[], rows: readonly V[], keyOf: (row: V) => K): (V | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}

/** All rows of a key, in the order of the keys. */
export function groupsInOrderOf<K, V>(keys: readonly K[], rows: readonly V[], keyOf: (row: V) => K): V[][] {
  const byKey = new Map<K, V[]>(keys.map((key) => [key, []]));
  for (const row of rows) byKey.get(keyOf(row))?.push(row);
  return keys.map((key) => byKey.get(key) ?? []);
}
