/** What came of a rate that was tried. */
export interface Trial {
  rate: number;
  /** As many were done as came, and none were left at the end. */
  isSustained: boolean;
}

export interface MaximumOptions {
  /** The rate that is tried first. */
  start: number;
  /** By how much a rate may differ from the true maximum, such as 0.05. */
  precision: number;
  maxTrials: number;
}

/**
 * The highest rate that is sustained: doubled until the backlog grows, then halved between the last that was and the
 * first that was not, until they are close. Zero where not even the lowest was; ends after `maxTrials` in any case.
 */
export async function findMaximum(
  attempt: (rate: number) => Promise<boolean>,
  { start, precision, maxTrials }: MaximumOptions,
): Promise<{ rate: number; trials: Trial[] }> {
  const trials: Trial[] = [];
  let [sustained, failed] = [0, Infinity];
  let rate = start;
  while (trials.length < maxTrials && failed > Math.max(1, sustained) * (1 + precision)) {
    const isSustained = await attempt(rate);
    trials.push({ rate, isSustained });
    if (isSustained) sustained = Math.max(sustained, rate);
    else failed = Math.min(failed, rate);
    rate = Math.max(
      1,
      Math.round(failed === Infinity ? sustained * 2 : sustained === 0 ? failed / 2 : (sustained + failed) / 2),
    );
  }
  return { rate: sustained, trials };
}
