import type { graphql as typed } from '../generated/gql';

const fragments = new Map<string, string>();

/**
 * A document with the types of its answer and variables, which `npm run codegen` writes from its text. At run time it is the text itself
 * with the fragments that it spreads; they stand in modules that were imported before.
 */
export const graphql = ((source: string): string => {
  const name = /^\s*fragment (\w+)/.exec(source)?.[1];
  if (name !== undefined) fragments.set(name, source);
  return name === undefined ? withFragments(source) : source;
}) as unknown as typeof typed;

function withFragments(source: string): string {
  const needed = new Map<string, string>();
  const collect = (text: string): void => {
    for (const [, name] of text.matchAll(/\.\.\.\s*(?!on\b)(\w+)/g)) {
      if (name === undefined || needed.has(name)) continue;
      const fragment = fragments.get(name);
      if (fragment === undefined) throw new Error(`The fragment ${name} has to be imported first.`);
      needed.set(name, fragment);
      collect(fragment);
    }
  };
  collect(source);
  return [source, ...needed.values()].join('\n');
}
