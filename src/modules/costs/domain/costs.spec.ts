import { COUNTRIES } from '../../../common/phone-numbers/numbering.js';
import { countryOfArea, marketName, marketNamed, marketsOf, REGIONS } from './markets.js';
import { amountOf, rateCategoryOf, rateFinder, unitsOf } from './rates.js';

describe('The country of an area', () => {
  it.each([
    ['49', 'DE'],
    ['44', 'GB'],
    ['39', 'IT'],
    ['1416', 'CA'],
    ['1212', 'US'],
    ['1876', 'JM'],
    ['1787', 'PR'],
    ['77', 'KZ'],
    ['79', 'RU'],
    ['55', 'BR'],
    ['852', 'HK'],
    ['212', 'MA'],
    ['BR', 'BR'],
    ['999', null],
    ['XX', null],
  ])('%s is %s', (area, country) => {
    expect(countryOfArea(area)).toBe(country);
  });
});

describe('Markets', () => {
  it.each([
    ['Germany', 'DE'],
    ['United Arab Emirates', 'AE'],
    ['Turkey', 'TR'],
    ['Türkiye', 'TR'],
    ['Hong Kong', 'HK'],
    ['Czech Republic', 'CZ'],
    ['Czechia', 'CZ'],
    ['Ivory Coast', 'CI'],
    ['Rest of Central and Eastern Europe', 'REST_OF_CENTRAL_AND_EASTERN_EUROPE'],
    ['rest of Central & Eastern  Europe ', 'REST_OF_CENTRAL_AND_EASTERN_EUROPE'],
    ['Other', 'OTHER'],
    ['Deutschland', null],
    ['', null],
  ])('%s is %s', (name, market) => {
    expect(marketNamed(name)).toBe(market);
  });

  it('have names by which they are found again', () => {
    const lost = [...COUNTRIES, ...(Object.keys(REGIONS) as (keyof typeof REGIONS)[])].filter(
      (market) => marketNamed(marketName(market)) !== market,
    );
    expect(lost).toEqual([]);
  });

  it('of a country are its own, its region, and all others; no country is in two regions', () => {
    expect(marketsOf('PL')).toEqual(['PL', 'REST_OF_CENTRAL_AND_EASTERN_EUROPE', 'OTHER']);
    expect(marketsOf('CY')).toEqual(['CY', 'OTHER']);
    const all = Object.values(REGIONS).flatMap(({ countries }): readonly string[] => countries);
    expect(all.length).toBe(new Set(all).size);
    expect(all.filter((country) => !(COUNTRIES as readonly string[]).includes(country))).toEqual([]);
  });
});

describe('Rates', () => {
  it('are reckoned with exactly', () => {
    expect(unitsOf('0.0456') * 3n).toBe(13_680_000n);
    expect(amountOf(unitsOf('0.1') + unitsOf('0.2'))).toBe('0.30');
    expect(amountOf(unitsOf('12'))).toBe('12.00');
    expect(amountOf(unitsOf('0.00000001'))).toBe('0.00000001');
    expect(amountOf(unitsOf('99999.12345678') * 1_000_000n)).toBe('99999123456.78');
  });

  it('are those of the latest card that has begun, and of the nearest market that it has', () => {
    const rateOf = rateFinder([
      { effectiveFrom: '2026-01-01', rates: [{ market: 'PL', category: 'UTILITY', amount: '1' }] },
      {
        effectiveFrom: '2026-07-01',
        rates: [
          { market: 'OTHER', category: 'UTILITY', amount: '2' },
          { market: 'REST_OF_CENTRAL_AND_EASTERN_EUROPE', category: 'UTILITY', amount: '3' },
        ],
      },
    ]);
    expect(rateOf('2025-12-31', 'PL', 'UTILITY')).toBeNull();
    expect(rateOf('2026-06-30', 'PL', 'UTILITY')).toBe(unitsOf('1'));
    expect(rateOf('2026-06-30', 'DE', 'UTILITY')).toBeNull();
    expect(rateOf('2026-07-01', 'PL', 'UTILITY')).toBe(unitsOf('3'));
    expect(rateOf('2027-01-01', 'DE', 'UTILITY')).toBe(unitsOf('2'));
    expect(rateOf('2027-01-01', 'DE', 'MARKETING')).toBeNull();
    expect(rateOf('2027-01-01', null, 'UTILITY')).toBeNull();
  });

  it('have the categories of Meta, and none for what is always free', () => {
    expect(['marketing_lite', 'authentication_international', 'group_utility'].map(rateCategoryOf)).toEqual([
      'MARKETING',
      'AUTHENTICATION_INTERNATIONAL',
      'UTILITY',
    ]);
    expect(rateCategoryOf('referral_conversion')).toBeNull();
    expect(rateCategoryOf(null)).toBeNull();
  });
});
