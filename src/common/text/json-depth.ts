/** Levels of lists and objects within each other that a JSON value may have which people and programs give. */
export const MAX_JSON_DEPTH = 32;

/** Whether lists and objects stand in each other more than `limit` deep. As deep as it may be: never by recursion. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  let level: object[] = isNested(value) ? [value] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    level = level.flatMap((outer) => Object.values(outer).filter(isNested));
  }
  return false;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
