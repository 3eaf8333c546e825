import { getNamedType, isLeafType, type GraphQLResolveInfo } from 'graphql';
import { Loaders, type BatchLoad } from '../../../../common/graphql/loaders.js';
import type { ViewerField, ViewerIdentity } from '../../../../common/graphql/viewer-field.js';

/** Place in the answer that differs from viewer to viewer. */
export interface OpenPlace {
  /** From the top of the answer's data, by the names that the question gave. */
  path: (string | number)[];
  field: ViewerField<unknown>;
  key: string;
  /** Makes JSON of a value, as the field's type does. */
  toJson(value: unknown): string;
}

/** Rendering loaders: those of a batch of events, for one of its renderings. They note what is open instead of reading it. */
export class RenderingLoaders extends Loaders {
  readonly openPlaces: OpenPlace[] = [];

  constructor(private readonly shared: Loaders) {
    super();
  }

  override load<K, V>(batch: BatchLoad<K, V>, key: K): Promise<V> {
    return this.shared.load(batch, key);
  }

  override async loadFor<V>(
    field: ViewerField<V>,
    _viewer: ViewerIdentity,
    key: string,
    { path, returnType }: GraphQLResolveInfo,
  ): Promise<V> {
    const type = getNamedType(returnType);
    if (!isLeafType(type)) throw new Error(`${type.name} is no type of a field that is left open.`);
    const toJson = (value: unknown): string => JSON.stringify(value === null ? null : type.serialize(value));
    this.openPlaces.push({ path: keysOf(path), field, key, toJson });
    return field.placeholder;
  }
}

function keysOf(path: GraphQLResolveInfo['path']): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = path; at !== undefined; at = at.prev) keys.unshift(at.key);
  return keys;
}
