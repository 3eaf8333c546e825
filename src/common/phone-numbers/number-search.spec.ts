import { asCountry } from './numbering.js';
import { searchedDigits } from './number-search.js';

const finds = (search: string, e164: string, country: string | null = null): boolean => {
  const home = country === null ? null : asCountry(country);
  return searchedDigits(search, home === null ? [] : [home]).some((digits) => e164.includes(digits));
};

describe('A search for a phone number', () => {
  it.each([
    ['0151 55501234', '+4915155501234'],
    ['015155501234', '+4915155501234'],
    ['151-555', '+4915155501234'],
    ['0151/555', '+4915155501234'],
    ['49 (151) 55501234', '+4915155501234'],
    ['+49 (0)151 555', '+4915155501234'],
    ['0049 151 555', '+4915155501234'],
    ['\u202a+49 151\u00a055501234\u202c', '+4915155501234'],
    ['٠١٥١ ٥٥٥٠١٢٣٤', '+4915155501234'],
    ['(415) 555-01', '+14155550100'],
    ['06 1234 5678', '+390612345678'],
    ['8 (912) 345-67-89', '+79123456789'],
    ['06 30 123 4567', '+36301234567'],
    ['(11) 98765-4321', '+551187654321'],
    ['11 8765-4321', '+5511987654321'],
    ['11 98765', '+551187654321'],
    ['55 1234 5678', '+5215512345678'],
    ['+52 1 55 1234', '+525512345678'],
    ['044 55 1234 5678', '+525512345678'],
    ['011 15 2345-6789', '+5491123456789'],
    ['11 15 2345-6789', '+541123456789'],
    ['+54 9 11 2345', '+541123456789'],
  ])('%p finds %p', (search, number) => expect(finds(search, number)).toBe(true));

  it('is also read in the country of the account', () => {
    expect(finds('07700 900123', '+447700900123', 'GB')).toBe(true);
    expect(searchedDigits('0151 12345678', [asCountry('DE') ?? 'DE'])).toContain('4915112345678');
  });

  it.each(['Ann', 'Ann 0151', '', '   ', '12', '00', '-', '+', 'A-123'])('is none in %p', (search) =>
    expect(searchedDigits(search, [])).toEqual([]),
  );

  it('does not find other numbers', () => {
    expect(finds('0151 55501235', '+4915155501234')).toBe(false);
    expect(finds('0049 152', '+4915155501234')).toBe(false);
  });
});
