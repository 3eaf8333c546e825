import { TEMPLATE_LANGUAGES } from '../../../whatsapp/templates/template-languages.js';
import type { DataModel } from './data-model.js';
import { followPath, searchPaths } from './field-paths.js';
import { formatValue, onOneLine } from './format-value.js';
import { labelOf, readValues, valueAs } from './record-values.js';

const text = (key: string) => ({ key, label: key, type: 'TEXT' as const, relatesTo: null });
const relation = (key: string, relatesTo: string) => ({ key, label: key, type: 'RELATION' as const, relatesTo });
const PEOPLE: DataModel[] = [
  {
    id: 'p',
    key: 'person',
    label: 'Person',
    fields: [text('name'), relation('boss', 'person'), relation('firm', 'firm')],
  },
  { id: 'f', key: 'firm', label: 'Firm', fields: [text('name'), relation('owner', 'person')] },
];

describe('Ways to fields', () => {
  it('follow relations, each once', () => {
    expect(followPath(PEOPLE, 'p', 'boss.firm.owner.name')).toMatchObject({ found: { type: 'TEXT' } });
    expect(followPath(PEOPLE, 'p', 'boss.boss.name')).toMatchObject({ fault: 'LOOP' });
    expect(followPath(PEOPLE, 'p', 'firm.owner.firm.name')).toMatchObject({ fault: 'LOOP' });
    expect(followPath(PEOPLE, 'p', '')).toMatchObject({ fault: 'UNKNOWN' });
    expect(followPath(PEOPLE, 'none', 'name')).toMatchObject({ fault: 'UNKNOWN' });
  });

  it('are all found, although models lead in circles', () => {
    const found = searchPaths(PEOPLE, 'p', { query: 'name', under: null, types: null, depth: 6 });
    expect(found.map(({ path }) => path)).toEqual([
      'name',
      'boss.name',
      'firm.name',
      'boss.firm.name',
      'firm.owner.name',
      'boss.firm.owner.name',
      'firm.owner.boss.name',
    ]);
  });
});

describe('Values', () => {
  it('are written as the language writes them', () => {
    const money = { amount: '1234567.5', currency: 'EUR' };
    expect(formatValue('MONEY', money, 'en_US')).toBe('€1,234,567.50');
    expect(formatValue('MONEY', money, 'de')).toBe('1.234.567,50\u00a0€');
    expect(formatValue('MONEY', { amount: 5, currency: 'JPY' }, 'ja')).toBe('￥5');
    expect(formatValue('NUMBER', 1234.567, 'fr')).toBe('1\u202f234,567');
    expect(formatValue('NUMBER', '12345678901234567890.123456789', 'en_GB')).toBe(
      '12,345,678,901,234,567,890.123456789',
    );
    expect(formatValue('DATE', '2027-05-03', 'pt_BR')).toBe('3 de maio de 2027');
    expect(formatValue('DATE', '2027-05-03', 'ar')).toContain('مايو');
    expect(formatValue('DATETIME', '2027-05-03T17:30:00+02:00', 'en_US').replaceAll('\u202f', ' ')).toBe(
      'May 3, 2027 at 5:30 PM',
    );
    expect(formatValue('BOOLEAN', true, 'es_MX')).toBe('Sí');
    expect(formatValue('BOOLEAN', false, 'ka')).toBe('✗');
    expect(formatValue('TEXT', 'Main Street 1\n 75001  Paris\t', 'en')).toBe('Main Street 1, 75001 Paris');
  });

  it('are written in every language that templates may be in', () => {
    for (const language of TEMPLATE_LANGUAGES) {
      expect(formatValue('MONEY', { amount: 1, currency: 'USD' }, language)).not.toBe('');
      expect(formatValue('DATETIME', '2027-05-03T17:30:00Z', language)).not.toMatch(/[\n\t]/);
    }
  });

  it('never break a line', () => {
    expect(onOneLine('a\r\nb\tc      d\n\n e ')).toBe('a, b c d, e');
  });

  it('are read by type, or not at all', () => {
    expect(valueAs('NUMBER', '1e3')).toBeNull();
    expect(valueAs('NUMBER', Number.NaN)).toBeNull();
    expect(valueAs('MONEY', { amount: 1, currency: 'EURO' })).toBeNull();
    expect(valueAs('MONEY', { amount: 'x', currency: 'EUR' })).toBeNull();
    expect(valueAs('DATETIME', '2027-05-03T17:30:00')).toBeNull();
    expect(valueAs('RELATION', 17)).toBe('17');
    expect(valueAs('EMAIL', 'nobody')).toBeNull();
    expect(valueAs('URL', 'ftp://x.example')).toBeNull();
    expect(valueAs('TEXT', '')).toBeNull();
    expect(valueAs('TEXT', 'x'.repeat(10_001))).toBeNull();
    expect(readValues([text('name')], null, null).problems).toMatchObject([{ code: 'INVALID_FORMAT' }]);
  });

  it('name their record', () => {
    expect(labelOf([text('note'), text('number')], { note: 'n', number: 'A-1' }, 'x')).toBe('A-1');
    expect(labelOf([text('note')], { note: 'n' }, 'x')).toBe('x');
  });
});
