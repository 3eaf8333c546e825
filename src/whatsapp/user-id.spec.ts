import { idsInPlace, isUserId } from './user-id.js';

describe('A user id', () => {
  it.each(['US.13491208655302741918', 'US.ENT.11815799212886844830', 'DE.4242', 'BR.abcDEF123'])('is %p', (id) =>
    expect(isUserId(id)).toBe(true),
  );

  it.each(['16505551234', '+16505551234', 'us.1234', 'USA.1234', 'US.', 'US.12 34', 'US.12.34', 'Y2FwaV9ncm91cA=='])(
    'is not %p',
    (id) => expect(isUserId(id)).toBe(false),
  );

  it('in the place of a number is one all the same, and goes behind the one that Meta writes where it belongs', () => {
    expect(idsInPlace({ waId: 'US.1234', userId: null })).toEqual({ waId: null, userId: 'US.1234' });
    expect(idsInPlace({ waId: 'US.ENT.1', userId: 'US.1234' })).toEqual({ waId: null, userId: 'US.1234' });
    expect(idsInPlace({ waId: '16505551234', userId: null })).toEqual({ waId: '16505551234', userId: null });
  });
});
