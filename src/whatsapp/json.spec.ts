import { parseStorableJson, textOf, timeOf } from './json.js';

describe('Reading Meta’s JSON', () => {
  it('mends what no database keeps, and leaves the rest alone', () => {
    expect(parseStorableJson('{"a":"\\ud83c","b":["\\u0000x"],"c":"\\ud83c\\udf35"}')).toEqual({
      a: '\ufffd',
      b: ['\ufffdx'],
      c: '🌵',
    });
    expect(parseStorableJson('{"\\udf35":1}')).toEqual({ '\ufffd': 1 });
  });

  it.each([
    ['1749416383', '2025-06-08T20:59:43.000Z'],
    [1749416383, '2025-06-08T20:59:43.000Z'],
  ])('reads %p as a time', (value, expected) => expect(timeOf(value)?.toISOString()).toBe(expected));

  it.each([
    '-1',
    '0',
    'NaN',
    '1e400',
    '1e9',
    '0x684605cb',
    ' 1749416383 ',
    '',
    '99999999999999',
    null,
    undefined,
    {},
    [],
    true,
  ])('does not take %p for a time', (value) => expect(timeOf(value)).toBeNull());

  it('reads ids as texts', () => {
    expect([
      textOf({ id: 42 }, 'id'),
      textOf({ id: '42' }, 'id'),
      textOf({ id: '' }, 'id'),
      textOf(null, 'id'),
    ]).toEqual(['42', '42', null, null]);
  });

  it('keeps every digit of the ids of templates', () => {
    const json = String.raw`{"message_template_id":98765432109876543,"a":[12345678901234567,1.5e20,-3],"text":"\"x\":12345678901234567 \\","n":1234567890.12345678901234567}`;
    expect(parseStorableJson(json)).toEqual({
      message_template_id: '98765432109876543',
      a: ['12345678901234567', 1.5e20, -3],
      text: '"x":12345678901234567 \\',
      n: 1234567890.1234568,
    });
  });
});
