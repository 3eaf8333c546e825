import { answerLength, firstAnswers } from './answer-times.js';

const MINUTE_MS = 60_000;
const timesOf = (...waits: number[]): Map<number, number> => {
  const times = new Map<number, number>();
  for (const wait of waits) times.set(answerLength(wait), (times.get(answerLength(wait)) ?? 0) + 1);
  return times;
};

describe('Times until an answer', () => {
  it('are off by no more than 5 %, from seconds to a month', () => {
    for (let wait = 10_000; wait < 30 * 24 * 60 * MINUTE_MS; wait *= 1.37) {
      const { p50Seconds } = firstAnswers(timesOf(wait));
      expect(Math.abs((p50Seconds ?? 0) / (wait / 1_000) - 1)).toBeLessThan(0.06);
    }
  });

  it('have a median, and a time within which nine of ten were answered', () => {
    const waits = [...Array<number>(89).fill(2 * MINUTE_MS), ...Array<number>(11).fill(60 * MINUTE_MS)];
    const { count, p50Seconds, p90Seconds } = firstAnswers(timesOf(...waits));
    expect(count).toBe(100);
    expect(p50Seconds).toBeGreaterThan(114);
    expect(p50Seconds).toBeLessThan(126);
    expect(p90Seconds).toBeGreaterThan(3_420);
  });

  it('are at least a second, also where the customer’s clock goes before ours', () => {
    expect(firstAnswers(timesOf(-5_000, 0, 900))).toEqual({ count: 3, p50Seconds: 1, p90Seconds: 1 });
  });

  it('are none where nobody was answered', () => {
    expect(firstAnswers(new Map())).toEqual({ count: 0, p50Seconds: null, p90Seconds: null });
  });
});
