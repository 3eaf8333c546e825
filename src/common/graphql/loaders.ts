import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import type { ViewerField, ViewerIdentity } from './viewer-field.js';

/** Reads the values of many keys at once: one a key, in the order of the keys; an Error for a key that failed alone. */
export type BatchLoad<K, V> = (keys: readonly K[]) => Promise<(V | Error)[]>;

/** Entity that a non-null field stands for, and that is gone: it was erased between two reads of one request. */
export class VanishedEntityError extends Error {}

const MAX_BATCH_SIZE = 500;

/** DataLoaders of one request (or of one batch of events): what many fields ask for is read once, together. */
export class Loaders {
  private readonly loaders = new Map<unknown, unknown>();
  private readonly viewerBatches = new Map<unknown, Map<string, BatchLoad<string, unknown>>>();

  /** Loads one value; `batch` is called once for all keys that are asked for in the same turn. */
  load<K, V>(batch: BatchLoad<K, V>, key: K): Promise<V> {
    return this.loaderOf(batch).load(key);
  }

  /**
   * Loads the entity behind a non-null field.
   * @throws VanishedEntityError when there is none: a subscription then leaves the event out
   */
  loadExisting<K, V>(batch: BatchLoad<K, V | null>, key: K): Promise<V> {
    return this.load(batch, key).then(existing);
  }

  /** Loads the value that a field has for a viewer. A rendering for many leaves the field's place (`info`) open instead. */
  loadFor<V>(field: ViewerField<V>, viewer: ViewerIdentity, key: string, _info: GraphQLResolveInfo): Promise<V> {
    const batches = this.viewerBatches.get(field) ?? new Map<string, BatchLoad<string, unknown>>();
    this.viewerBatches.set(field, batches);
    const batch = batches.get(viewer.id) ?? (async (keys) => (await field.valuesFor([viewer], keys))[0] ?? []);
    batches.set(viewer.id, batch);
    return this.load(batch as BatchLoad<string, V>, key);
  }

  private loaderOf<K, V>(batch: BatchLoad<K, V>): DataLoader<K, V> {
    // A loader has the types of the batch that it stands under; a Map cannot say so.
    const known = this.loaders.get(batch) as DataLoader<K, V> | undefined;
    if (known !== undefined) return known;
    const loader = new DataLoader<K, V>(batch, { maxBatchSize: MAX_BATCH_SIZE });
    this.loaders.set(batch, loader);
    return loader;
  }
}

function existing<V>(value: V | null): V {
  if (value === null) throw new VanishedEntityError();
  return value;
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
