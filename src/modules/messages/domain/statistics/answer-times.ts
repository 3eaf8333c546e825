/** Answer times are counted by length: each length is a tenth longer than the one before, so that a median is off by 5 % at most. */
const GROWTH = 1.1;

/** The length that a wait belongs to: 0 up to a second, then a tenth longer each. */
export function answerLength(waitedMs: number): number {
  const seconds = waitedMs / 1_000;
  return seconds <= 1 ? 0 : Math.ceil(Math.log(seconds) / Math.log(GROWTH) - 1e-9);
}

/** Whole seconds that stand for all waits of a length: the middle of it. */
function secondsOf(length: number): number {
  return length === 0 ? 1 : Math.round(GROWTH ** (length - 0.5));
}

/** How many waits there were of each length. */
export type AnswerTimes = ReadonlyMap<number, number>;

/** Waits for an answer, and how long the half and nine in ten of them took at most; in seconds, null where nobody was answered. */
export interface FirstAnswers {
  count: number;
  p50Seconds: number | null;
  p90Seconds: number | null;
}

export function firstAnswers(times: AnswerTimes): FirstAnswers {
  const lengths = [...times].filter(([, count]) => count > 0).sort(([one], [other]) => one - other);
  const count = lengths.reduce((sum, [, each]) => sum + each, 0);
  const atShare = (share: number): number | null => {
    let seen = 0;
    for (const [length, each] of lengths) {
      seen += each;
      if (seen >= share * count) return secondsOf(length);
    }
    return null;
  };
  return { count, p50Seconds: atShare(0.5), p90Seconds: atShare(0.9) };
}
