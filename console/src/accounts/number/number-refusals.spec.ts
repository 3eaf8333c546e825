import { refusalOf } from './number-refusals';

describe('A refusal about a number', () => {
  it('of Meta is said by its code', () => {
    expect(refusalOf({ code: 'META_REFUSED', path: ['pin'], refusal: { code: 133005 } })).toEqual({
      kind: 'META',
      code: 133005,
    });
  });

  it('of a PIN that is held is said with the wait', () => {
    expect(refusalOf({ code: 'RATE_LIMITED', path: ['pin'], retryAfterSeconds: 3_541 })).toEqual({
      kind: 'HELD',
      seconds: 3_541,
    });
  });

  it.each([
    ['a code that others have too', { code: 'META_REFUSED', path: ['displayName'], refusal: { code: 100 } }],
    ['too many requests of anything', { code: 'RATE_LIMITED', path: null, retryAfterSeconds: 5 }],
    ['a PIN of five digits', { code: 'INVALID_FORMAT', path: ['pin'] }],
  ])('that is %s is said as anywhere else', (_what, refused) => {
    expect(refusalOf(refused)).toBeNull();
  });
});
