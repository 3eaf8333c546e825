import { ERROR_CATALOGUE, META_ERRORS, metaErrorOf } from '../../../whatsapp/errors/error-catalogue.js';
import { brakesBroadcast, brakesNumber, RefusalStreak } from './refusal-streak.js';

describe('A streak of refusals', () => {
  it('counts messages, not attempts, and begins anew with another refusal', () => {
    const streak = new RefusalStreak();
    expect(['a', 'b', 'b', 'a', 'c'].map((id) => streak.add('135000', id))).toEqual([1, 2, 2, 2, 3]);
    expect(streak.add('132000', 'd')).toBe(1);
    expect(streak.add('135000', 'a')).toBe(1);
  });
});

describe('The brake', () => {
  it('is never put on by what one customer caused, nor where the scope alone holds back', () => {
    const { UNDELIVERABLE, RECIPIENT_PROTECTED, MARKETING_STOPPED, RECIPIENT_RATE_LIMIT, ACCOUNT_LOCKED } = META_ERRORS;
    for (const error of [UNDELIVERABLE, RECIPIENT_PROTECTED, MARKETING_STOPPED, RECIPIENT_RATE_LIMIT, ACCOUNT_LOCKED]) {
      expect([error.code, brakesBroadcast(error), brakesNumber(error)]).toEqual([error.code, false, false]);
    }
  });

  it('is put on a broadcast by the content that all share, and on a number by what says nothing of the message', () => {
    expect(brakesBroadcast(META_ERRORS.VALUE_COUNT_WRONG)).toBe(true);
    expect(brakesNumber(META_ERRORS.VALUE_COUNT_WRONG)).toBe(false);
    expect(brakesNumber(metaErrorOf(987654))).toBe(true);
    expect(ERROR_CATALOGUE.filter(brakesNumber).map(({ code }) => code)).toEqual([
      1, 2, 131000, 131016, 133004, 135000, 139103,
    ]);
  });
});
