import type { JsonRecord } from '../json.js';

/** Before our media ids in components, until the file has been uploaded. */
const MEDIA_PREFIX = 'parley:';

/** A file of ours in components. */
export function ourFile(mediaId: string): JsonRecord {
  return { id: `${MEDIA_PREFIX}${mediaId}` };
}

/** Media ids of ours that components still refer to. */
export function mediaIdsIn(components: unknown): string[] {
  if (typeof components === 'string')
    return components.startsWith(MEDIA_PREFIX) ? [components.slice(MEDIA_PREFIX.length)] : [];
  if (Array.isArray(components)) return components.flatMap(mediaIdsIn);
  if (typeof components !== 'object' || components === null) return [];
  return Object.entries(components).flatMap(([key, value]) =>
    typeof value === 'string' && key !== 'id' ? [] : mediaIdsIn(value),
  );
}

/** The components with Meta's media ids instead of ours. */
export function withRemoteMedia(components: unknown, remoteIds: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(components)) return components.map((entry) => withRemoteMedia(entry, remoteIds));
  if (typeof components !== 'object' || components === null) return components;
  return Object.fromEntries(
    Object.entries(components).map(([key, value]) => [
      key,
      key === 'id' && typeof value === 'string' && value.startsWith(MEDIA_PREFIX)
        ? (remoteIds.get(value.slice(MEDIA_PREFIX.length)) ?? value)
        : withRemoteMedia(value, remoteIds),
    ]),
  );
}
