import { embeddedTypes, possibleTypes } from './generated/schema-facts.js';

/** Concrete types of every interface and union: for Apollo's InMemoryCache, and whoever matches fragments. */
export { possibleTypes };

/** For `new InMemoryCache({ typePolicies })` of Apollo: what has no id is kept with its parent. All else is known by its id. */
export const typePolicies: Record<string, { keyFields: false }> = Object.fromEntries(
  embeddedTypes.map((name) => [name, { keyFields: false as const }]),
);

/** For `cacheExchange({ keys })` of urql's Graphcache. */
export const urqlKeys: Record<string, () => null> = Object.fromEntries(embeddedTypes.map((name) => [name, () => null]));
