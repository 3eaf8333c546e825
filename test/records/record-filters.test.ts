import { graphql } from '../generated/gql.js';
import { problems } from '../support/expectations.js';
import { anOrder } from '../support/factories/shop.js';
import { TestWorld } from '../support/world/test-world.js';

const FIND = graphql(`
  query FindRecordsWhere($modelId: ID!, $where: JSON) {
    records(modelId: $modelId, filter: { where: $where }, first: 50) { nodes { externalId } }
  }
`);
const FIND_BY_IDS = graphql(`
  query FindRecordsByExternalIds($modelId: ID!, $externalIds: [String!]) {
    records(modelId: $modelId, filter: { externalIds: $externalIds }) { nodes { externalId } }
  }
`);

describe('Filters of records', () => {
  let world: TestWorld;
  const refusalOf = async (where: unknown): Promise<string[]> => {
    const { errors } = await world.admin.request(FIND, { modelId: world.records.modelId('order'), where });
    return problems((errors[0]?.extensions?.problems ?? []) as Parameters<typeof problems>[0]);
  };
  const find = async (where: unknown): Promise<string[]> => {
    const { records } = await world.admin.send(FIND, { modelId: world.records.modelId('order'), where });
    return records.nodes.map(({ externalId }) => externalId).sort();
  };

  beforeAll(async () => {
    world = await TestWorld.start({ isConnected: false });
    await world.records.openShop();
    await world.records.push('order', [
      anOrder('w1', { weight: '10.50', note: 'Über 50%_off', delivery: '2026-01-31', gift: false }),
      anOrder('w2', { weight: 10.5, total: { amount: '99.99', currency: 'EUR' }, pickup: '2027-05-03T15:30:00Z' }),
      anOrder('w3', { weight: 9, note: 'under way', delivery: '2026-02-01', customer: 'ann' }),
    ]);
  });
  afterAll(() => world.close());

  it.each<[string, object, string[]]>([
    ['a value', { note: 'under way' }, ['w3']],
    ['a value of a list', { number: { in: ['A-1', 'w2', 'there is none'] } }, ['o1', 'w2']],
    ['a number however it is written', { weight: { eq: '10.5' } }, ['w1', 'w2']],
    ['another value, or none', { weight: { ne: 10.5 }, note: { isEmpty: false } }, ['w3']],
    ['a range', { weight: { gte: 9, lt: 10.5 } }, ['w3']],
    ['a range of numbers and not of digits', { weight: { gt: 10.5 } }, ['o1']],
    ['money of its currency', { total: { gte: { amount: 50, currency: 'EUR' } } }, ['o1', 'w2']],
    ['money as a value', { total: { amount: '1234.50', currency: 'EUR' } }, ['o1']],
    ['dates', { delivery: { gte: '2026-01-31', lte: '2026-02-01' } }, ['w1', 'w3']],
    ['moments in whatever offset', { pickup: { eq: '2027-05-03T17:30:00+02:00' } }, ['o1', 'w2']],
    ['moments before', { pickup: { lt: '2027-05-03T17:31+02:00' } }, ['o1', 'w2']],
    ['yes and no', { gift: { ne: true }, weight: { isEmpty: false } }, ['w1', 'w2', 'w3']],
    ['a part of a text, without case', { note: { contains: 'über 50%_' } }, ['w1']],
    ['the beginning of a text', { note: { startsWith: 'UNDER' } }, ['w3']],
    ['nothing where wildcards are letters', { note: { contains: '%', startsWith: 'u_der' } }, []],
    ['what is empty', { customer: { isEmpty: true }, number: { startsWith: 'w' } }, ['w1', 'w2']],
    ['what a relation leads to', { customer: 'ann' }, ['o1', 'w3']],
    ['a field of another record', { 'customer.name': 'Ann' }, ['o1', 'w3']],
    ['a phone number there, in any form', { 'customer.phone': '001 650 555-1234' }, ['o1', 'w3']],
    ['what is empty there, or leads nowhere', { 'customer.phone': { isEmpty: true } }, ['lost', 'mute', 'w1', 'w2']],
    ['all conditions together', { 'customer.name': { startsWith: 'a' }, weight: { lt: 100 } }, ['w3']],
    ['everything', {}, ['lost', 'mute', 'o1', 'o2', 'w1', 'w2', 'w3']],
  ])('finds %s', async (_what, where, found) => {
    expect(await find(where)).toEqual(found);
  });

  it.each<[unknown, string, string]>([
    ['all', 'INVALID_FORMAT', 'filter.where'],
    [{ colour: 'red' }, 'INVALID_INPUT', 'filter.where.colour'],
    [{ note: null }, 'INVALID_INPUT', 'filter.where.note'],
    [{ note: '' }, 'INVALID_INPUT', 'filter.where.note'],
    [{ note: {} }, 'INVALID_INPUT', 'filter.where.note'],
    [{ note: { gt: 'a' } }, 'INVALID_INPUT', 'filter.where.note.gt'],
    [{ note: { "') OR true --": 'a' } }, 'INVALID_INPUT', "filter.where.note.') OR true --"],
    [{ note: { contains: ' ' } }, 'REQUIRED', 'filter.where.note.contains'],
    [{ note: { contains: 'x'.repeat(201) } }, 'TOO_LONG', 'filter.where.note.contains'],
    [{ note: { in: [] } }, 'REQUIRED', 'filter.where.note.in'],
    [{ note: { in: 'a' } }, 'INVALID_FORMAT', 'filter.where.note.in'],
    [{ note: { in: ['a', 5] } }, 'INVALID_FORMAT', 'filter.where.note.in.1'],
    [{ weight: { gte: 'heavy' } }, 'INVALID_FORMAT', 'filter.where.weight.gte'],
    [{ total: { gte: 50 } }, 'INVALID_FORMAT', 'filter.where.total.gte'],
    [{ total: { gte: { amount: 1, currency: 'XXY' } } }, 'INVALID_FORMAT', 'filter.where.total.gte.currency'],
    [{ delivery: { lt: '2026-02-30' } }, 'INVALID_FORMAT', 'filter.where.delivery.lt'],
    [{ gift: { isEmpty: 'yes' } }, 'INVALID_FORMAT', 'filter.where.gift.isEmpty'],
    [{ 'note.name': 'a' }, 'INVALID_INPUT', 'filter.where.note.name'],
    [{ 'customer.age': 3 }, 'INVALID_INPUT', 'filter.where.customer.age'],
    [{ 'customer.city.name': 'Paris' }, 'INVALID_INPUT', 'filter.where.customer.city.name'],
  ])('refuses %j: %s', async (where, code, path) => {
    expect(await refusalOf(where)).toEqual([`${code} ${path}`]);
  });

  it('finds records by the integrator’s ids', async () => {
    const { records } = await world.admin.send(FIND_BY_IDS, {
      modelId: world.records.modelId('order'),
      externalIds: ['o2', 'there is none', 'w1'],
    });
    expect(records.nodes).toEqual([{ externalId: 'o2' }, { externalId: 'w1' }]);
  });

  it('passes over what a field held before it had its type', async () => {
    const model = { key: 'odd', label: 'Odd' };
    await world.records.upsertModel({ ...model, fields: [{ key: 'at', label: 'At', type: 'TEXT' }] });
    await world.records.push('odd', [
      { externalId: 'a', values: { at: '2026-02-30T10:00:00Z' } },
      { externalId: 'b', values: { at: '2028-02-29T10:00:00+01:00' } },
      { externalId: 'c', values: { at: '2026-01-01T10:00:00+23:00' } },
    ]);
    const findOdd = async (where: object) =>
      (await world.admin.send(FIND, { modelId: world.records.modelId('odd'), where })).records.nodes;
    for (const type of ['DATETIME', 'NUMBER', 'MONEY', 'DATE'] as const) {
      await world.records.upsertModel({ ...model, fields: [{ key: 'at', label: 'At', type }] });
      const least = {
        DATETIME: '1999-01-01T00:00:00Z',
        NUMBER: 0,
        MONEY: { amount: 0, currency: 'EUR' },
        DATE: '1999-01-01',
      };
      expect(await findOdd({ at: { gte: least[type] } })).toEqual(type === 'DATETIME' ? [{ externalId: 'b' }] : []);
    }
  });
});
