import { isRegistered, limitOfTier, waitOf } from './number-words';

describe('The words of Meta for a number', () => {
  it.each([
    ['CONNECTED', true],
    ['FLAGGED', true],
    ['RESTRICTED', true],
    ['PENDING', false],
    ['DISCONNECTED', false],
    ['MIGRATED', false],
    ['BANNED', null],
    ['SOMETHING_NEW', null],
    [null, null],
  ])('say in %s whether it is registered: %s', (status, expected) => {
    expect(isRegistered(status)).toBe(expected);
  });

  it.each([
    ['TIER_50', 50],
    ['TIER_250', 250],
    ['TIER_2K', 2_000],
    ['TIER_100K', 100_000],
    ['TIER_UNLIMITED', 'UNLIMITED'],
    ['TIER_', null],
    ['TIER_2M', null],
    ['2K', null],
  ])('say in %s how many customers it may write to first: %s', (tier, expected) => {
    expect(limitOfTier(tier)).toBe(expected);
  });
});

describe('A wait', () => {
  it.each([
    [0, 1, 'second'],
    [59.2, 60, 'second'],
    [119, 119, 'second'],
    [120, 2, 'minute'],
    [3_541, 60, 'minute'],
    [5_400, 90, 'minute'],
    [5_401, 2, 'hour'],
    [172_800, 48, 'hour'],
    [172_801, 3, 'day'],
  ])('of %d seconds is told as %d %ss', (seconds, value, unit) => {
    expect(waitOf(seconds)).toEqual({ value, unit });
  });
});
