import { delayAfter, MAX_GUESSES_OF_ACCOUNT } from './guess-limits.js';

describe('Guesses of one account from everywhere', () => {
  it('wait longer and longer beyond the limit, and never for more than a minute', () => {
    const delays = [-1, 0, 1, 2, 3, 6, 7, 1_000_000].map((beyond) => delayAfter(MAX_GUESSES_OF_ACCOUNT + beyond));
    expect(delays).toEqual([0, 0, 1, 2, 4, 32, 60, 60]);
  });
});
