import { CriticalityLevel, diff, DiffRule } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

/** One change of a schema after which somebody's program may not work any more. */
export interface BreakingChange {
  /** In the words of GraphQL Inspector, such as FIELD_REMOVED. */
  type: string;
  /** Coordinate of what changed, such as Account.accountId. */
  path: string;
  message: string;
}

/** A breaking change that has been announced: its place in the schema, and where programs find what to do. */
export interface AnnouncedBreak {
  type: string;
  path: string;
  /** What programs use instead. */
  instead: string;
}

/**
 * Breaking changes from one schema to the next, both as texts. What was deprecated before may go: that was announced
 * in the schema itself.
 */
export async function breakingChanges(former: string, next: string): Promise<BreakingChange[]> {
  const rules = [DiffRule.suppressRemovalOfDeprecatedField];
  const changes = await diff(buildSchema(former), buildSchema(next), rules);
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ type, path, message }) => ({ type, path: path ?? '', message }));
}

/** Splits breaks into those nobody announced, and announcements that nothing breaks any more. */
export function judge(
  changes: readonly BreakingChange[],
  announced: readonly AnnouncedBreak[],
): { unannounced: BreakingChange[]; stale: AnnouncedBreak[] } {
  const keyOf = ({ type, path }: { type: string; path: string }): string => `${type} ${path}`;
  const known = new Set(announced.map(keyOf));
  const found = new Set(changes.map(keyOf));
  return {
    unannounced: changes.filter((change) => !known.has(keyOf(change))),
    stale: announced.filter((entry) => !found.has(keyOf(entry))),
  };
}
