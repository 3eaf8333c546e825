import { findMaximum } from './maximum.js';

const search = (truth: number, options = { start: 1_000, precision: 0.05, maxTrials: 30 }) =>
  findMaximum((rate) => Promise.resolve(rate <= truth), options);

describe('findMaximum', () => {
  it.each([57, 480, 1_000, 5_700, 9_800, 40_000])('finds %i, wherever it begins', async (truth) => {
    const { rate, trials } = await search(truth);
    expect(rate).toBeLessThanOrEqual(truth);
    expect(rate).toBeGreaterThan(truth / 1.06);
    expect(trials.length).toBeLessThan(16);
  });

  it('doubles until the backlog grows, and then comes closer from both sides', async () => {
    const { trials } = await search(5_000, { start: 1_000, precision: 0.2, maxTrials: 30 });
    expect(trials).toEqual([
      { rate: 1_000, isSustained: true },
      { rate: 2_000, isSustained: true },
      { rate: 4_000, isSustained: true },
      { rate: 8_000, isSustained: false },
      { rate: 6_000, isSustained: false },
      { rate: 5_000, isSustained: true },
    ]);
  });

  it('ends, also where nothing is ever sustained or everything is', async () => {
    expect(await search(0)).toMatchObject({ rate: 0 });
    const { rate, trials } = await search(Infinity, { start: 1_000, precision: 0.05, maxTrials: 5 });
    expect([rate, trials.length]).toEqual([16_000, 5]);
  });
});
