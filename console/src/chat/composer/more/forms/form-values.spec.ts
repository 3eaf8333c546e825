import { emptyValues, inputOf, missingIn, type FormField } from './form-values';

const FIELDS: readonly FormField[] = [
  { type: 'TEXT', name: 'body', label: 'compose.body', isRequired: true },
  { type: 'TEXT', name: 'ttlMinutes', label: 'compose.minutes', isNumber: true },
  { type: 'CHOICE', name: 'country', label: 'compose.country', options: [{ value: 'IN', label: 'compose.india' }] },
  {
    ...{ type: 'LIST', name: 'sections', label: 'compose.section', addLabel: 'compose.addSection', min: 1, max: 10 },
    fields: [{ type: 'LINES', name: 'productIds', label: 'compose.products', hint: 'compose.products.hint' }],
  },
];

describe('The form of a message', () => {
  it('begins with as many entries as there have to be, and the first of each choice', () => {
    expect(emptyValues(FIELDS)).toEqual({ body: '', ttlMinutes: '', country: 'IN', sections: [{ productIds: '' }] });
  });

  it('names by its path what is blank and must not be', () => {
    expect(missingIn(FIELDS, emptyValues(FIELDS))).toEqual(['body', 'sections.0.productIds']);
    expect(missingIn(FIELDS, { body: 'Hello', country: 'IN', sections: [{ productIds: 'aloe' }] })).toEqual([]);
  });

  it('makes the input of what is filled in alone', () => {
    const values = { body: ' Hello ', ttlMinutes: '15', country: 'IN', sections: [{ productIds: 'aloe\n\n cactus ' }] };
    expect(inputOf(FIELDS, values)).toEqual({
      body: 'Hello',
      ttlMinutes: 15,
      country: 'IN',
      sections: [{ productIds: ['aloe', 'cactus'] }],
    });
    expect(inputOf(FIELDS, { ...values, ttlMinutes: ' ' })).not.toHaveProperty('ttlMinutes');
  });
});
