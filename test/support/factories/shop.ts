import type { RecordInput, UpsertDataModelInput } from '../../generated/graphql.js';

/** What the shop of most tests pushes: cities, customers who live there, and their orders. */
export const SHOP_MODELS: UpsertDataModelInput[] = [
  { key: 'city', label: 'City', fields: [{ key: 'name', label: 'Name', type: 'TEXT' }] },
  {
    key: 'customer',
    label: 'Customer',
    fields: [
      { key: 'name', label: 'Name', type: 'TEXT' },
      { key: 'phone', label: 'Mobile', type: 'PHONE' },
      { key: 'email', label: 'E-mail', type: 'EMAIL' },
      { key: 'city', label: 'City', type: 'RELATION', relatesTo: 'city' },
    ],
  },
  {
    key: 'order',
    label: 'Order',
    fields: [
      { key: 'number', label: 'Number', type: 'TEXT' },
      { key: 'total', label: 'Total', type: 'MONEY' },
      { key: 'delivery', label: 'Delivery date', type: 'DATE' },
      { key: 'pickup', label: 'Pickup', type: 'DATETIME' },
      { key: 'weight', label: 'Weight', type: 'NUMBER' },
      { key: 'gift', label: 'Gift', type: 'BOOLEAN' },
      { key: 'note', label: 'Note', type: 'TEXT' },
      { key: 'page', label: 'Page', type: 'URL' },
      { key: 'customer', label: 'Customer', type: 'RELATION', relatesTo: 'customer' },
    ],
  },
];

/** By model. `o1` has every field; `lost` belongs to a customer who is not there, `mute` to one without a number. */
export const SHOP_RECORDS: Record<string, RecordInput[]> = {
  city: [{ externalId: 'par', values: { name: 'Paris' } }],
  customer: [
    { externalId: 'ann', values: { name: 'Ann', phone: '+1 650 555 1234', city: 'par' } },
    { externalId: 'bob', values: { name: 'Bob', phone: '+49 1511 2345678' } },
    { externalId: 'nobody', values: { name: 'Nobody' } },
  ],
  order: [
    {
      externalId: 'o1',
      portalUrl: 'https://shop.example/o/A-1',
      values: {
        number: 'A-1',
        total: { amount: '1234.5', currency: 'EUR' },
        delivery: '2027-05-03',
        pickup: '2027-05-03T17:30:00+02:00',
        weight: 1234.567,
        gift: true,
        customer: 'ann',
      },
    },
    anOrder('o2', { number: 'A-2', total: { amount: 5, currency: 'JPY' }, customer: 'bob' }),
    anOrder('lost', { number: 'A-3', customer: 'unknown' }),
    anOrder('mute', { number: 'A-4', total: { amount: 1, currency: 'USD' }, customer: 'nobody' }),
  ],
};

/** An order of the shop, with its id as its number unless told otherwise. */
export function anOrder(externalId: string, values: Record<string, unknown> = {}): RecordInput {
  return { externalId, values: { number: externalId, ...values } };
}
