/** Rate limits pass in seconds, maintenance and distribution in minutes. */
const SECONDS: ReadonlyMap<number, number> = new Map<number, number>([
  [130429, 2],
  [4, 30],
  [80007, 30],
  [131057, 60],
  [134101, 60],
  [2494100, 300],
  // Templates: looked at again when Meta says APPROVED and some time has passed, in case that is old news.
  ...[132001, 132007, 132015, 132016, 134102].map((code) => [code, 900] as const),
]);

/**
 * How a broadcast goes on after a refusal that concerns all of it: by itself after a while, if the template is approved
 * then; or, where Meta has judged the number, when somebody resumes it.
 */
export function pauseBroadcast(code: number): { resumesByItself: boolean; delayMs: number } {
  const seconds = SECONDS.get(code);
  return { resumesByItself: seconds !== undefined, delayMs: (seconds ?? 0) * 1_000 };
}
