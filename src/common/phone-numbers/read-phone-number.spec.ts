import { createRequire } from 'node:module';
import { asCountry, e164OfDigits, countryOfNumber, parseNumber, type Country } from './numbering.js';
import { readPhoneNumber, type PhoneNumberReading } from './read-phone-number.js';

const EXAMPLES = createRequire(import.meta.url)('libphonenumber-js/examples.mobile.json') as Record<string, string>;

function read(text: string, country: string | null): string {
  const { number, problem, suggestion } = readPhoneNumber(text, country === null ? null : asCountry(country));
  return number ?? [problem, suggestion].filter((part) => part !== null).join(' ');
}

describe('A phone number without + or 00', () => {
  it.each([
    ['6154390339', 'US', '+16154390339'],
    ['(615) 439-0339', 'US', '+16154390339'],
    ['1 615 439 0339', 'US', '+16154390339'],
    ['9284053836', 'IN', '+919284053836'],
    ['092840 53836', 'IN', '+919284053836'],
    ['15171248424', 'DE', '+4915171248424'],
    ['015171248424', 'DE', '+4915171248424'],
    ['0151/71 24 84-24', 'DE', '+4915171248424'],
    ['0151.7124.8424', 'DE', '+4915171248424'],
    ['11987654321', 'BR', '+5511987654321'],
    ['1187654321', 'BR', '+551187654321'],
    ['011 15 2345-6789', 'AR', '+5491123456789'],
    ['55 1234 5678', 'MX', '+525512345678'],
    ['1 55 1234 5678', 'MX', '+5215512345678'],
    ['8 (912) 345-67-89', 'RU', '+79123456789'],
    ['06 30 123 4567', 'HU', '+36301234567'],
    ['347 123 4567', 'IT', '+393471234567'],
    ['06 12345678', 'IT', '+390612345678'],
  ])('%p is read in its country (%s)', (text, country, expected) => expect(read(text, country)).toBe(expected));

  it.each([
    ['4915112345678', 'DE', '+4915112345678'],
    ['49 151 12345678', 'DE', '+4915112345678'],
    ['5511987654321', 'BR', '+5511987654321'],
    ['551187654321', 'BR', '+551187654321'],
    ['5215512345678', 'MX', '+5215512345678'],
    ['5491123456789', 'AR', '+5491123456789'],
    ['14155550100', 'US', '+14155550100'],
    ['919284053836', 'IN', '+919284053836'],
  ])('may be in Meta’s form where its country code is that of the country (%p, %s)', (text, country, expected) =>
    expect(read(text, country)).toBe(expected),
  );

  it.each([
    ['41791234567', 'DE', 'AMBIGUOUS +4941791234567'], // Zürich's mobile, or a landline at the Elbe
    ['6598765432', 'US', 'AMBIGUOUS +16598765432'], // Singapore, or Alabama
    ['5511987654321', 'US', 'TOO_LONG +5511987654321'],
    ['4915112345678', 'US', 'TOO_LONG +4915112345678'],
    ['4915112345678', null, 'COUNTRY_MISSING +4915112345678'],
    ['6154390339', null, 'COUNTRY_MISSING'],
    ['015171248424', null, 'COUNTRY_MISSING'],
    ['011 49 151 12345678', 'US', 'NOT_IN_USE +4915112345678'],
    ['12', 'US', 'TOO_SHORT'],
    ['1151234567', 'US', 'NOT_IN_USE'],
  ])('%p is refused where it could be a stranger’s (%s: %s)', (text, country, expected) =>
    expect(read(text, country)).toBe(expected),
  );

  it('is national when it is written as people write, also where its digits begin like a country code', () => {
    expect(read('(659) 876-5432', 'US')).toBe('+16598765432');
    expect(read('659 876 5432', 'US')).toBe('+16598765432');
  });
});

describe('An international phone number', () => {
  it.each([
    '+4915112345678',
    ' +49 (151) 123-456.78 ',
    '004915112345678',
    '0049 151 12345678',
    '+(49) 151 12345678',
    '(+49) 151 12345678',
    '\u202a+49 151 12345678\u202c',
    '\u200e+49\u00a0151\u200b12345678\ufeff',
    '\u2066+49 151\u20691234\u00ad5678',
    '＋４９１５１１２３４５６７８',
    '+٤٩١٥١١٢٣٤٥٦٧٨',
    '+۴۹۱۵۱۱۲۳۴۵۶۷۸',
    '+४९१५११२३४५६७८',
    '+49–151—12345678',
    'tel:+49-151-12345678',
    "'+4915112345678",
    '+49\t151\n12345678',
  ])('is understood as people and programs write it (%p)', (text) => {
    for (const country of [null, 'DE', 'US', 'IN', 'BR']) expect(read(text, country)).toBe('+4915112345678');
  });

  it.each([
    ['+551187654321', '+551187654321'], // without the ninth digit
    ['+5215512345678', '+5215512345678'],
    ['+54 11 15 2345 6789', '+5491123456789'],
    ['+39 06 12345678', '+390612345678'], // a zero that belongs to the number
    ['+225 07 07 12 34 56', '+2250707123456'],
  ])('has the forms of its country (%p)', (text, expected) => expect(read(text, null)).toBe(expected));

  it.each([
    ['', 'EMPTY'],
    [' \u200b ', 'EMPTY'],
    ['nobody', 'NOT_A_NUMBER'],
    ['+', 'NOT_A_NUMBER'],
    ['++4915112345678', 'NOT_A_NUMBER'],
    ['+4915112345678 / +4917112345678', 'NOT_A_NUMBER'],
    ['US.13491208655302741918', 'NOT_A_NUMBER'],
    ['1-800-FLOWERS', 'NOT_A_NUMBER'],
    ['#REF!', 'NOT_A_NUMBER'],
    ['4915112345678@s.whatsapp.net', 'NOT_A_NUMBER'],
    ['+49 (0)151 12345678', 'TRUNK_ZERO +4915112345678'],
    ['+490151 12345678', 'TRUNK_ZERO +4915112345678'],
    ['0049 (0) 151 12345678', 'TRUNK_ZERO +4915112345678'],
    ['+44 (0) 7911 123456', 'TRUNK_ZERO +447911123456'],
    ['+97405512345', 'TRUNK_ZERO'],
    ['+974055512345', 'TRUNK_ZERO +97455512345'],
    ['+0049 151 12345678', 'COUNTRY_UNKNOWN +4915112345678'],
    ['+999 123 456 789', 'COUNTRY_UNKNOWN'],
    ['+4915', 'TOO_SHORT'],
    ['+4915112345678901234', 'TOO_LONG'],
    ['+491510000002', 'NOT_IN_USE'],
    ['+61 54390339', 'NOT_IN_USE'],
    ['+92 84053836', 'NOT_IN_USE'],
    ['+1 198 765 4321', 'NOT_IN_USE'],
  ])('%p is refused: %s', (text, expected) => expect(read(text, null)).toBe(expected));

  it('in the default country is meant by a + before the national zero', () =>
    expect(read('+0151 12345678', 'DE')).toBe('COUNTRY_UNKNOWN +4915112345678'));

  it('is refused with an extension, and meant without it', () => {
    for (const extension of [
      ' ext. 5',
      ' x5',
      ';ext=5',
      ' #5',
      ', 5',
      ' Ext 1234',
      ' extension 12',
      ' доб. 5',
      ' ramal 12',
      '-DW 5',
    ]) {
      expect(read(`+1 415 555 2671${extension}`, null)).toBe('EXTENSION +14155552671');
    }
  });

  it.each([
    ['4915112345678.0', 'DE', '+4915112345678'],
    ['4915112345678,00', null, '+4915112345678'],
    ['+4915112345678.0', null, '+4915112345678'],
    ['15112345678.0', 'DE', '+4915112345678'],
    ['4.915112345678E+12', 'DE', '+4915112345678'],
    ['4,915112345678E+12', null, '+4915112345678'],
    ['4.9E+12', 'DE', null],
    ['4,91511E+12', 'DE', null],
    ['1.5E+10', 'DE', null],
    ['4,915,112,345,678', 'DE', '+4915112345678'],
  ])('%p is refused, because a spreadsheet has damaged it', (text, country, suggestion) =>
    expect(read(text, country)).toBe(['SPREADSHEET', suggestion].filter((part) => part !== null).join(' ')),
  );

  it('of France may end in two zeros behind a dot', () => expect(read('01.23.45.67.00', 'FR')).toBe('+33123456700'));
});

describe('The example of every country', () => {
  const examples = Object.entries(EXAMPLES).flatMap(([code, national]) => {
    const country = asCountry(code);
    const number = country === null ? null : parseNumber(national, country);
    return country === null || number?.isValid() !== true ? [] : [{ country, number }];
  });
  const others: Country[] = ['US', 'DE', 'IN', 'BR', 'IT', 'KW', 'SG', 'GB'];
  const reads = (reading: PhoneNumberReading): string | null => reading.number;

  it('is there', () => expect(examples.length).toBeGreaterThan(230));

  it('is read the same with +, with 00, with blanks, and nationally as people write it', () => {
    for (const { country, number } of examples) {
      const e164 = number.number;
      const international = [
        e164,
        `00${e164.slice(1)}`,
        `00 ${number.formatInternational().slice(1)}`,
        number.formatInternational(),
        `\u202a${number.formatInternational().replaceAll(' ', '\u00a0')}\u202c`,
        e164.split('').join(' '),
        number.getURI(),
      ];
      for (const text of international) {
        for (const home of [null, ...others]) expect([text, reads(readPhoneNumber(text, home))]).toEqual([text, e164]);
      }
      const national = number.formatNational();
      const isSeparated = /\D/.test(national);
      const reading = readPhoneNumber(national, country);
      if (isSeparated || reading.problem === null) expect([national, reading.number]).toEqual([national, e164]);
      else expect([national, reading.problem, reading.suggestion]).toEqual([national, 'AMBIGUOUS', e164]);
    }
  });

  it('is read in its country from digits alone, or refused because they could be another country’s', () => {
    const refused: string[] = [];
    for (const { country, number } of examples) {
      const digits = number.formatNational().replace(/\D/g, '');
      const reading = readPhoneNumber(digits, country);
      if (reading.problem === null) expect([country, reading.number]).toEqual([country, number.number]);
      else {
        expect([country, reading.problem, reading.suggestion]).toEqual([country, 'AMBIGUOUS', number.number]);
        refused.push(country);
      }
    }
    expect(refused.length).toBeLessThan(examples.length / 10);
  });

  it('never reaches somebody in a third country', () => {
    for (const { country, number } of examples) {
      for (const home of others.filter((other) => other !== country)) {
        const national = readPhoneNumber(number.nationalNumber, home).number;
        if (national !== null) expect(parseNumber(national)?.countryCallingCode).toBe(callingCode(home));
      }
      expect(readPhoneNumber(number.number.slice(1), null).problem).toBe('COUNTRY_MISSING');
    }
  });

  it('in Meta’s form is nobody else’s, whatever the default country', () => {
    for (const { number } of examples) {
      for (const home of others) {
        const reading = readPhoneNumber(number.number.slice(1), home);
        if (reading.number !== null) expect([home, reading.number]).toEqual([home, number.number]);
      }
    }
  });
});

function callingCode(country: Country): string | undefined {
  return parseNumber(EXAMPLES[country] ?? '', country)?.countryCallingCode;
}

describe('The digits that Meta writes', () => {
  it.each([
    ['16505550001', '+16505550001'],
    ['15550783881', '+15550783881'], // Meta's test numbers, which no country has given out
    ['+1 555 078 3881', '+15550783881'],
    ['1555000131049', '+1555000131049'], // refused by a simulated Meta with that code
    ['551187654321', '+551187654321'],
    ['5215512345678', '+525512345678'],
    ['491510000002', '+491510000002'],
    ['US.13491208655302741918', null],
    ['12', null],
    ['0', null],
    ['1'.repeat(30), null],
  ])('%p are %p', (digits, expected) => expect(e164OfDigits(digits)).toBe(expected));
});

describe('The country of a number', () => {
  it.each([
    ['+4915112345678', 'DE'],
    ['+15550783881', 'US'],
    ['+447911123456', 'GG'],
    ['+12042345678', 'CA'],
    ['+999123', null],
  ])('%p is %p', (number, country) => expect(countryOfNumber(number)).toBe(country));
});
