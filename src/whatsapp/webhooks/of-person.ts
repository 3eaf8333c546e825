import { isRecord } from '../json.js';

/**
 * A delivery's payload with what concerns one person alone: Meta puts what several people wrote into one. `parts` are texts of
 * which one is in whatever is about them: their ids in quotes, pieces of wamids. Entries, changes and all lists of a change
 * are narrowed; what stands beside the lists, as the company's own number does, stays.
 */
export function payloadOfPerson(payload: unknown, parts: readonly string[]): unknown {
  const isTheirs = (value: unknown): boolean => {
    const text = JSON.stringify(value);
    return parts.some((part) => text.includes(part));
  };
  const narrowed = (value: unknown, key: string, narrow: (entry: unknown) => unknown): unknown => {
    if (!isRecord(value) || !Array.isArray(value[key])) return value;
    return { ...value, [key]: value[key].filter(isTheirs).map(narrow) };
  };
  return narrowed(payload, 'entry', (entry) =>
    narrowed(entry, 'changes', (change) => narrowedChange(change, isTheirs)),
  );
}

function narrowedChange(change: unknown, isTheirs: (value: unknown) => boolean): unknown {
  if (!isRecord(change) || !isRecord(change.value)) return change;
  const fields = Object.entries(change.value).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.filter(isTheirs) : value,
  ]);
  return { ...change, value: Object.fromEntries(fields) as object };
}
