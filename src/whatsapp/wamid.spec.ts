import { wamidFragments } from './wamid.js';

const wamidOf = (before: string, digits: string): string =>
  `wamid.${Buffer.from(`${before}${String.fromCharCode(digits.length)}${digits}\u0015\u0002rest`, 'latin1').toString('base64')}`;
const holds = (wamid: string, digits: string): boolean => wamidFragments(digits).some((part) => wamid.includes(part));

describe('A wamid', () => {
  it('is known by the number in it, wherever that stands', () => {
    expect(holds('wamid.HBgLMTY1MDU1NTEyMzQVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=', '16505551234')).toBe(true);
    for (const before of ['', 'a', 'ab', 'abc', 'abcd']) {
      for (const digits of ['16505551234', '4915155501234', '551199990001', '96555512345']) {
        expect(holds(wamidOf(before, digits), digits)).toBe(true);
        expect(holds(wamidOf(before, digits.replace('5', '6')), digits)).toBe(false);
        expect(holds(wamidOf(before, `${digits.slice(0, -1)}${9 - Number(digits.slice(-1))}`), digits)).toBe(false);
        expect(holds(wamidOf(before, `${digits}0`), digits)).toBe(false);
        expect(holds(wamidOf(before, `1${digits}`), digits)).toBe(false);
      }
    }
  });
});
