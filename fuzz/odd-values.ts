import fc, { type Arbitrary } from 'fast-check';

/** Odd texts: what programs that cut, copy and guess send. */
export const ODD_TEXTS: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud83d',
  '\udc00x',
  '\u200b\u200e',
  '\u202eabc',
  '\u2800',
  '\u3164',
  '\u00a0',
  '\ufeff',
  '\ufffe',
  'a\nb\tc\rd',
  '\u0001\u001b[31m',
  '%',
  '_%_',
  "';--",
  '\\',
  '{{1}}',
  '{{',
  '}}{{',
  '${x}',
  '../../etc/passwd',
  'null',
  'undefined',
  'true',
  '__proto__',
  'constructor',
  'ß'.repeat(300),
  'x'.repeat(5_000),
  '😀'.repeat(1_100),
  '中'.repeat(1_025),
  'ا'.repeat(60),
  '+49 151 23456789',
  '0049151234567',
  '4.9151E+12',
  '4915112345678.0',
  '+1 415 555 2671 ext. 5',
  'https://',
  'http://[::1]:80/',
  'javascript:alert(1)',
  'a@b',
  '@',
  '2026-02-30T00:00:00Z',
  '2026-11-30',
  'tomorrow',
  '1e400',
  '-0',
  '9'.repeat(40),
];

const OTHER_TEXTS = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ maxLength: 30 }),
  fc.webUrl(),
  fc.emailAddress(),
  fc.uuid(),
  fc.base64String({ maxLength: 80 }),
  fc.integer().map(String),
);

export const oddText: Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...ODD_TEXTS) },
  { weight: 3, arbitrary: OTHER_TEXTS },
);

export const oddInteger: Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 1, -1, 2, 15, 100, 101, 10_000, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 53, 1.5, -0),
  fc.integer(),
);

export const oddTime: Arbitrary<unknown> = fc.oneof(
  fc
    .date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2040-01-01') })
    .map((date) => date.toISOString()),
  fc.constantFrom<unknown>(
    'tomorrow',
    '',
    ' ',
    '2026-12-32',
    '2026-11-31T09:00:00Z',
    '2026-12-25T09:00:00+25:00',
    '2026-12-25T09:00:00',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999999Z',
    1e99,
    1_795_600_000,
    true,
    null,
  ),
  oddText,
);

/** Any JSON, now and then deep or wide. */
export const oddJson: Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  { weight: 3, arbitrary: fc.dictionary(oddText, fc.oneof(oddText, oddInteger, fc.constant(null)), { maxKeys: 6 }) },
  { weight: 1, arbitrary: fc.integer({ min: 10, max: 2_000 }).map(nested) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 500 }).map((length) => Array.from({ length }, () => 'x')) },
);

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}
