import type { DataField, DataModel } from './data-model.js';
import { readRecordFilter } from './record-filter.js';

const field = (key: string, type: DataField['type'], relatesTo: string | null = null): DataField => ({
  key,
  label: key,
  type,
  relatesTo,
});
const CITY: DataModel = { id: 'c', key: 'city', label: 'City', fields: [field('name', 'TEXT')] };
const SHOP: DataModel = {
  id: 's',
  key: 'shop',
  label: 'Shop',
  fields: [field('phone', 'PHONE'), field('city', 'RELATION', 'city'), field('size', 'NUMBER')],
};

describe('A record filter', () => {
  it('looks for a phone number in every spelling, and elsewhere for the value alone', () => {
    const { conditions } = readRecordFilter([CITY], SHOP, { phone: '+5511987654321', size: 4 }, null);
    expect(conditions).toMatchObject([
      { comparison: 'eq', values: ['+5511987654321', '+551187654321'] },
      { comparison: 'eq', values: [4] },
    ]);
  });

  it('follows a relation to a model that is open, and to no other', () => {
    const filter = { 'city.name': { ne: 'Lima' } };
    expect(readRecordFilter([CITY], SHOP, filter, null)).toEqual({
      conditions: [
        {
          key: 'name',
          type: 'TEXT',
          comparison: 'eq',
          values: ['Lima'],
          isNegated: true,
          through: { key: 'city', modelId: 'c' },
        },
      ],
      problems: [],
    });
    expect(readRecordFilter([], SHOP, filter, null).problems).toMatchObject([
      { code: 'INVALID_INPUT', path: ['city.name'] },
    ]);
  });

  it('has at most twenty conditions', () => {
    const fields = Array.from({ length: 21 }, (_, index) => field(`f${index}`, 'NUMBER'));
    const filter = Object.fromEntries(fields.map(({ key }) => [key, 1]));
    const problems = readRecordFilter([], { ...SHOP, fields }, filter, null, 'recordFilter').problems;
    expect(problems).toMatchObject([{ code: 'TOO_LONG', path: ['recordFilter'], limit: 20 }]);
  });
});
