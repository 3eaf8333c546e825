import {
  asCountry,
  COUNTRIES,
  countryOfCallingCode,
  countryOfNumber,
  type Country,
} from '../../../common/phone-numbers/numbering.js';

/** Meta's markets of several countries: whoever has no rate of its own has that of its region, or of all others. */
export const REGIONS = {
  NORTH_AMERICA: { name: 'North America', countries: words('CA US') },
  REST_OF_AFRICA: {
    name: 'Rest of Africa',
    countries: words(
      'AO BF BI BJ BW CD CG CI CM DZ ER ET GA GH GM GW KE LR LS LY MA MG ML MR MW MZ NA NE RW SD SL SN SO SS SZ TD TG TN TZ UG ZM ZW',
    ),
  },
  REST_OF_ASIA_PACIFIC: {
    name: 'Rest of Asia Pacific',
    countries: words('AF AU BD CN HK JP KH LA LK MN NP NZ PG PH SG TH TJ TM TW UZ VN'),
  },
  REST_OF_CENTRAL_AND_EASTERN_EUROPE: {
    name: 'Rest of Central & Eastern Europe',
    countries: words('AL AM AZ BG BY CZ GE GR HR HU LT LV MD MK PL RO RS SI SK UA'),
  },
  REST_OF_LATIN_AMERICA: {
    name: 'Rest of Latin America',
    countries: words('BO CR DO EC GT HN HT JM NI PA PR PY SV UY VE'),
  },
  REST_OF_MIDDLE_EAST: { name: 'Rest of Middle East', countries: words('BH IQ JO KW LB OM QA YE') },
  REST_OF_WESTERN_EUROPE: { name: 'Rest of Western Europe', countries: words('AT BE CH DK FI IE NO PT SE') },
  OTHER: { name: 'Other', countries: [] },
} as const satisfies Record<string, { name: string; countries: readonly string[] }>;
type Region = keyof typeof REGIONS;
/** Market of a rate card: a country, or a region. */
export type Market = Country | Region;

const ENGLISH_NAMES = new Intl.DisplayNames('en', { type: 'region' });
/** Names that Meta's rate cards give to countries which are called otherwise elsewhere. */
const OTHER_NAMES: Readonly<Record<string, Country>> = {
  'czech republic': 'CZ',
  'democratic republic of the congo': 'CD',
  'hong kong': 'HK',
  'ivory coast': 'CI',
  macao: 'MO',
  macau: 'MO',
  macedonia: 'MK',
  myanmar: 'MM',
  palestine: 'PS',
  'republic of the congo': 'CG',
  swaziland: 'SZ',
  turkey: 'TR',
  uae: 'AE',
  uk: 'GB',
  us: 'US',
  usa: 'US',
};

const MARKETS: ReadonlyMap<string, Market> = new Map<string, Market>([
  ...COUNTRIES.map((country): [string, Market] => [plain(englishNameOf(country)), country]),
  ...Object.entries(OTHER_NAMES),
  ...Object.entries(REGIONS).map(([region, { name }]): [string, Market] => [plain(name), region as Region]),
]);

/** The market that a rate card names, in English; null: none that is known. */
export function marketNamed(name: string): Market | null {
  return MARKETS.get(plain(name)) ?? null;
}

/** The name of a market in English, as Meta's rate cards have it. */
export function marketName(market: Market): string {
  return market in REGIONS ? REGIONS[market as Region].name : englishNameOf(market as Country);
}

/** The markets whose rate counts for a country, the first that a rate card has: its own, its region's, all others'. */
export function marketsOf(country: Country): Market[] {
  const region = Object.entries(REGIONS).find(([, { countries }]) =>
    (countries as readonly string[]).includes(country),
  );
  return [country, ...(region === undefined ? [] : [region[0] as Region]), 'OTHER'];
}

/** The country of an area that tallies tell (recipient_area of migration 74): beginning of a number, or two letters; null: unknown. */
export function countryOfArea(area: string): Country | null {
  if (/^[A-Z]{2}$/.test(area)) return asCountry(area);
  if (/^1\d{3}$/.test(area)) return countryOfNumber(`+${area}2345678`);
  if (/^7\d$/.test(area)) return countryOfNumber(`+${area}12345678`);
  return countryOfCallingCode(area);
}

function englishNameOf(country: Country): string {
  return ENGLISH_NAMES.of(country) ?? country;
}

/** A name for comparing: small letters, without marks and with single blanks. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[’']/g, "'")
    .replace(/\s+and\s+/giu, ' & ')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase();
}

function words(text: string): readonly string[] {
  return text.split(' ');
}
