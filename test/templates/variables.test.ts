import { graphql } from '../generated/gql.js';
import type { SearchFieldsQueryVariables } from '../generated/graphql.js';
import { must, only, problems } from '../support/expectations.js';
import { aFieldVariable } from '../support/factories/drafts.js';
import type { Person } from '../support/world/people.js';
import type { RecordsDriver } from '../support/world/records.js';
import type { TemplatesDriver } from '../support/world/templates.js';
import { TestWorld } from '../support/world/test-world.js';

const FIND_RECORDS = graphql(`
  query FindRecords($id: ID!, $search: String!) {
    records(modelId: $id, search: $search) { nodes { externalId label model { key } } }
  }
`);
const SEARCH_FIELDS = graphql(`
  query SearchFields($modelId: ID!, $query: String, $type: [DataFieldType!], $under: String, $depth: Int) {
    searchFields(modelId: $modelId, query: $query, type: $type, under: $under, depth: $depth) { path labels type }
  }
`);
const DELETE_MODEL = graphql(`
  mutation DeleteDataModel($id: ID!) {
    deleteDataModel(input: { dataModelId: $id }) { dataModel { key } errors { code message path } }
  }
`);
const DATA_MODELS = graphql(`
  query DataModels { dataModels { key recordCount } }
`);
const NAME = { key: 'name', label: 'Name', type: 'TEXT' } as const;

describe('Data models and records', () => {
  let world: TestWorld;
  let manager: Person;
  let records: RecordsDriver;
  let templates: TemplatesDriver;

  beforeAll(async () => {
    world = await TestWorld.start();
    manager = await world.people.add('MANAGER');
    records = world.records.as(manager);
    await records.openShop();
    templates = world.templates.as(manager);
  });
  afterAll(() => world.close());

  it('takes models that lead to each other in circles', async () => {
    const created = await records.upsertModel({ key: 'team', label: 'Team', fields: [NAME] });
    expect(created.errors).toEqual([]);
    const member = await records.upsertModel({
      key: 'member',
      label: 'Member',
      fields: [
        NAME,
        { key: 'boss', label: 'Boss', type: 'RELATION', relatesTo: 'member' },
        { key: 'team', label: 'Team', type: 'RELATION', relatesTo: 'team' },
      ],
    });
    expect(member.errors).toEqual([]);
    const lead = { key: 'lead', label: 'Lead', type: 'RELATION', relatesTo: 'member' } as const;
    expect(await records.upsertModel({ key: 'team', label: 'Team', fields: [NAME, lead] })).toMatchObject({
      errors: [],
      dataModel: { id: must(created.dataModel).id, fields: [{}, { relatesTo: { key: 'member' } }] },
    });
  });

  it('refuses fields that make no sense, all at once', async () => {
    const { errors } = await records.upsertModel({
      key: 'bad',
      label: 'Bad',
      fields: [
        { key: 'a', label: 'A', type: 'TEXT' },
        { key: 'a', label: 'A again', type: 'TEXT' },
        { key: 'b', label: 'B', type: 'RELATION' },
        { key: 'c', label: 'C', type: 'RELATION', relatesTo: 'nothing' },
        { key: 'd', label: 'D', type: 'TEXT', relatesTo: 'order' },
      ],
    });
    expect(problems(errors)).toEqual([
      'DUPLICATE fields.1.key',
      'REQUIRED fields.2.relatesTo',
      'NOT_FOUND fields.3.relatesTo',
      'INVALID_INPUT fields.4.relatesTo',
    ]);
    const keys = await records.upsertModel({
      key: 'no key',
      label: 'X',
      fields: [{ key: '1', label: '', type: 'TEXT' }],
    });
    const paths = keys.errors.map(({ path }) => String(path?.join('.')));
    expect(paths.sort((one, other) => one.localeCompare(other))).toEqual(['fields.0.key', 'fields.0.label', 'key']);
  });

  it('stores the records that are right, and says of each other one what is wrong', async () => {
    const { results, errors } = await records.push('order', [
      { externalId: 'good', values: { number: 'B-1', total: { amount: '0.10', currency: 'EUR' }, weight: null } },
      { externalId: 'm', values: { total: { amount: 5 } } },
      {
        externalId: 'n',
        values: {
          total: 5,
          weight: 'heavy',
          gift: 'yes',
          delivery: '2027-02-30',
          pickup: '2027-02-03 10:00',
          page: 'shop',
        },
      },
      { externalId: 'good', values: {} },
      { externalId: '', values: { colour: 'red' } },
      { externalId: 'list', values: [1] },
      { externalId: 'link', values: {}, portalUrl: 'javascript:alert(1)' },
    ]);
    expect(errors).toEqual([]);
    const [stored, ...refused] = results;
    expect(stored).toMatchObject({
      errors: [],
      record: { label: 'B-1', values: { number: 'B-1', total: { amount: '0.10', currency: 'EUR' } } },
    });
    expect(refused.map((result) => problems(result.errors))).toEqual([
      ['INVALID_FORMAT records.1.values.total.currency'],
      ['total', 'weight', 'gift', 'delivery', 'pickup', 'page'].map((key) => `INVALID_FORMAT records.2.values.${key}`),
      ['DUPLICATE records.3.externalId'],
      ['INVALID_INPUT records.4.values.colour', 'REQUIRED records.4.externalId'],
      ['INVALID_FORMAT records.5.values'],
      ['INVALID_FORMAT records.6.portalUrl'],
    ]);
    expect(refused.every(({ record }) => record === null)).toBe(true);
  });

  it('changes a record that it knows, keeps its id, and finds it by name', async () => {
    const pushZoe = async (values: Record<string, string>) =>
      must(only((await records.push('customer', [{ externalId: 'zoe', values }])).results).record, 'the record');
    const created = await pushZoe({ name: 'Zoë', phone: '+1 (650) 555-0199' });
    expect(created).toMatchObject({ values: { phone: '+16505550199' } });
    expect(await pushZoe({ name: 'Zoë Nelson' })).toEqual({
      id: created.id,
      label: 'Zoë Nelson',
      values: { name: 'Zoë Nelson' },
    });
    const found = await manager.client.send(FIND_RECORDS, { id: records.modelId('customer'), search: 'nelson' });
    expect(found.records.nodes).toEqual([{ externalId: 'zoe', label: 'Zoë Nelson', model: { key: 'customer' } }]);
  });

  it('takes 1,000 records in one call, and no more', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ externalId: `city-${index}`, values: { name: `City ${index}` } }));
    expect((await records.push('city', many(1_000))).results).toHaveLength(1_000);
    expect((await records.push('city', many(1_001))).errors).toMatchObject([
      { code: 'TOO_LONG', path: ['records'], limit: 1_000 },
    ]);
    expect(await records.delete('city', ['city-1', 'city-2', 'never'])).toEqual({ deletedCount: 2, errors: [] });
    expect((await records.push('city', [])).errors).toMatchObject([{ code: 'REQUIRED', path: ['records'] }]);
  });

  it('finds fields by label or key, through relations, nearest first', async () => {
    const modelId = records.modelId('order');
    const search = async (variables: Omit<SearchFieldsQueryVariables, 'modelId'>) =>
      (await manager.client.send(SEARCH_FIELDS, { modelId, ...variables })).searchFields;
    const paths = async (variables: Omit<SearchFieldsQueryVariables, 'modelId'>) =>
      (await search(variables)).map(({ path }) => path);
    expect(await search({ query: 'name' })).toEqual([
      { path: 'customer.name', labels: ['Customer', 'Name'], type: 'TEXT' },
      { path: 'customer.city.name', labels: ['Customer', 'City', 'Name'], type: 'TEXT' },
    ]);
    expect(await paths({ type: ['PHONE'] })).toEqual(['customer.phone']);
    expect(await paths({ depth: 1 })).toContain('customer');
    expect(await paths({ under: 'customer', depth: 1 })).toEqual([
      'customer.name',
      'customer.phone',
      'customer.email',
      'customer.city',
    ]);
    expect(await search({ query: 'NÁME', under: 'customer.city' })).toHaveLength(1);
    expect(await search({ under: 'number' })).toEqual([]);
    const tooDeep = await manager.client.request(SEARCH_FIELDS, { modelId, depth: 7 });
    expect(tooDeep.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('does not delete a model that something uses, and says what does', async () => {
    const deleteModel = async (id: string) => (await manager.client.send(DELETE_MODEL, { id })).deleteDataModel;
    await templates.create({ displayName: 'Uses orders' });
    expect(await deleteModel(records.modelId('order'))).toMatchObject({
      dataModel: null,
      errors: [{ code: 'CONFLICT', message: 'Order is still used by the template Uses orders (en_US).' }],
    });
    expect((await deleteModel(records.modelId('city'))).errors).toMatchObject([
      { message: 'City is still used by the field Customer > City.' },
    ]);
    await records.upsertModel({ key: 'lonely', label: 'Lonely', fields: [NAME] });
    await records.push('lonely', [{ externalId: '1', values: {} }]);
    const lonely = records.modelId('lonely');
    expect(await deleteModel(lonely)).toEqual({ dataModel: { key: 'lonely' }, errors: [] });
    expect((await deleteModel(lonely)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('tells templates what a changed model breaks', async () => {
    await records.upsertModel({ key: 'plan', label: 'Plan', fields: [NAME] });
    const template = await templates.create({
      appliesTo: records.modelId('plan'),
      phoneField: null,
      body: 'Your plan is now {{1}}, thank you.',
      variables: [aFieldVariable({ fieldPath: 'name', sampleValue: 'Gold' })],
    });
    expect(template.problems).toEqual([]);
    await records.upsertModel({
      key: 'plan',
      label: 'Plan',
      fields: [{ key: 'title', label: 'Title', type: 'TEXT' }],
    });
    expect((await templates.read(template.id)).problems).toMatchObject([
      { code: 'NOT_FOUND', path: ['variables', '0', 'fieldPath'] },
    ]);
  });

  it('lets operators read and not write', async () => {
    const operator = await world.people.add('OPERATOR');
    expect((await operator.client.send(DATA_MODELS)).dataModels.length).toBeGreaterThan(2);
    const refused = await operator.client.request(DELETE_MODEL, { id: 'x' });
    expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});
