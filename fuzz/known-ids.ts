import type { Target } from './target.js';

const QUERY = `{
  conversations(first: 30) { nodes { id contact { id } lastMessage { id } } }
  contacts(first: 20) { nodes { id } }
  templates(first: 20) { nodes { id } }
  users(first: 20) { nodes { id email } }
  dataModels { id key }
  webhookDeliveries(first: 10) { nodes { id } }
  accounts { id phoneNumbers { id } }
}`;
/** Fields that hold ids, and keys by which models are named. */
const KEYS = new Set(['id', 'key']);

/**
 * Ids of what exists now, so that odd inputs come past "there is no such thing". The account that webhooks come to, and the
 * fuzzer itself, are left out: what is done to them would end the run.
 */
export async function knownIds(target: Target, ownEmail: string): Promise<string[]> {
  const data = await target.ask(QUERY);
  const ids = new Set<string>();
  collect(data, ids, (record) => record.id === target.accountId || record.email === ownEmail);
  return [...ids];
}

function collect(value: unknown, ids: Set<string>, isLeftOut: (record: Record<string, unknown>) => boolean): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const entry of value) collect(entry, ids, isLeftOut);
    return;
  }
  const record = value as Record<string, unknown>;
  if (isLeftOut(record)) return;
  for (const [key, inner] of Object.entries(record)) {
    if (KEYS.has(key) && typeof inner === 'string') ids.add(inner);
    else collect(inner, ids, isLeftOut);
  }
}
