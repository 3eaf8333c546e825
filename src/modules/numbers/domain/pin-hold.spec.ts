import { holdAfter } from './pin-hold.js';

const MINUTE = 60_000;

describe('holdAfter', () => {
  it.each([
    ['Too many attempts. Wait 60 minutes before you try again.', 60 * MINUTE],
    ['Try again in 1 hour.', 60 * MINUTE],
    ['Wait 30 seconds.', MINUTE / 2],
    ['You can try again after 2 Days', 2 * 24 * 60 * MINUTE],
  ])('reads how long it is: %s', (details, expected) => {
    expect(holdAfter(details, MINUTE)).toBe(expected);
  });

  it('is the usual time where Meta names none, and a week at most', () => {
    expect(holdAfter(null, MINUTE)).toBe(MINUTE);
    expect(holdAfter('Two step verification PIN guessed too often', MINUTE)).toBe(MINUTE);
    expect(holdAfter('Wait 9999 days', MINUTE)).toBe(7 * 24 * 60 * MINUTE);
  });
});
