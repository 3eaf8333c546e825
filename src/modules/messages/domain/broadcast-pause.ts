/** Rate limits pass in seconds, maintenance and distribution in minutes. */
const SECONDS: ReadonlyMap<number, number> = new Map([
  [130429, 2],
  [4, 30],
  [80007, 30],
  [131057, 60],
  [134101, 60],
  [2494100, 300],
]);

/**
 * How a broadcast goes on after a refusal that concerns all of it: by itself after a while, or, where Meta has judged the
 * template or the number, when the template can be sent again or somebody resumes it.
 */
export function pauseBroadcast(code: number): { resumesByItself: boolean; delayMs: number } {
  const seconds = SECONDS.get(code);
  return { resumesByItself: seconds !== undefined, delayMs: (seconds ?? 0) * 1_000 };
}
