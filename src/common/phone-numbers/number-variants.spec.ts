import { canonicalNumber, numberVariants } from './number-variants.js';

describe('A number', () => {
  it.each([
    ['5511987654321', ['5511987654321', '551187654321']],
    ['551187654321', ['551187654321', '5511987654321']],
    ['551133334444', ['551133334444']], // a landline has no ninth digit
    ['525512345678', ['525512345678', '5215512345678']],
    ['5215512345678', ['5215512345678', '525512345678']],
    ['5491123456789', ['5491123456789', '541123456789']],
    ['4915112345678', ['4915112345678']],
    ['16505551234', ['16505551234']],
  ])('%p may be known as %p', (number, variants) => expect(numberVariants(number)).toEqual(variants));
});

describe('All spellings of a number', () => {
  it.each(['5511987654321', '551187654321', '525512345678', '5215512345678', '5491123456789', '541123456789'])(
    'have one name (%p)',
    (number) => expect(new Set(numberVariants(number).map(canonicalNumber)).size).toBe(1),
  );

  it('are told from other numbers', () => {
    expect(canonicalNumber('4915112345678')).toBe('4915112345678');
    expect(canonicalNumber('551133334444')).toBe('551133334444');
  });
});
