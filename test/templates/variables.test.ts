import { ERRORS, Studio } from '../support/legacy/studio.js';
import { addPerson } from '../support/legacy/test-app.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

describe('Data models and records', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await Studio.open();
  });
  afterAll(() => studio.test.close());

  it('takes models that lead to each other in circles', async () => {
    expect((await studio.model('team', 'Team', [{ key: 'name', label: 'Name', type: 'TEXT' }])).errors).toEqual([]);
    const member = await studio.model('member', 'Member', [
      { key: 'name', label: 'Name', type: 'TEXT' },
      { key: 'boss', label: 'Boss', type: 'RELATION', relatesTo: 'member' },
      { key: 'team', label: 'Team', type: 'RELATION', relatesTo: 'team' },
    ]);
    expect(member.errors).toEqual([]);
    const team = await studio.model('team', 'Team', [
      { key: 'name', label: 'Name', type: 'TEXT' },
      { key: 'lead', label: 'Lead', type: 'RELATION', relatesTo: 'member' },
    ]);
    expect(team).toMatchObject({
      errors: [],
      dataModel: { id: studio.models.team, fields: [{}, { relatesTo: { key: 'member' } }] },
    });
  });

  it('refuses fields that make no sense, all at once', async () => {
    const { errors } = await studio.model('bad', 'Bad', [
      { key: 'a', label: 'A', type: 'TEXT' },
      { key: 'a', label: 'A again', type: 'TEXT' },
      { key: 'b', label: 'B', type: 'RELATION' },
      { key: 'c', label: 'C', type: 'RELATION', relatesTo: 'nothing' },
      { key: 'd', label: 'D', type: 'TEXT', relatesTo: 'order' },
    ]);
    expect(errors.map(({ code, path }: { code: string; path: string[] }) => `${code} ${path.join('.')}`)).toEqual([
      'DUPLICATE fields.1.key',
      'REQUIRED fields.2.relatesTo',
      'NOT_FOUND fields.3.relatesTo',
      'INVALID_INPUT fields.4.relatesTo',
    ]);
    const keys = await studio.model('no key', 'X', [{ key: '1', label: '', type: 'TEXT' }]);
    expect(keys.errors.map(({ path }: { path: string[] }) => path.join('.')).sort()).toEqual([
      'fields.0.key',
      'fields.0.label',
      'key',
    ]);
  });

  it('stores the records that are right, and says of each other one what is wrong', async () => {
    const { results, errors } = await studio.push('order', [
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
    expect(results[0]).toMatchObject({
      errors: [],
      record: { label: 'B-1', values: { number: 'B-1', total: { amount: '0.10', currency: 'EUR' } } },
    });
    const told = results
      .slice(1)
      .map((result: any) => result.errors.map(({ code, path }: any) => `${code} ${path.join('.')}`));
    expect(told).toEqual([
      ['INVALID_FORMAT records.1.values.total.currency'],
      ['total', 'weight', 'gift', 'delivery', 'pickup', 'page'].map((key) => `INVALID_FORMAT records.2.values.${key}`),
      ['DUPLICATE records.3.externalId'],
      ['INVALID_INPUT records.4.values.colour', 'REQUIRED records.4.externalId'],
      ['INVALID_FORMAT records.5.values'],
      ['INVALID_FORMAT records.6.portalUrl'],
    ]);
    expect(results.slice(1).every(({ record }: { record: unknown }) => record === null)).toBe(true);
  });

  it('changes a record that it knows, keeps its id, and finds it by name', async () => {
    const first = await studio.push('customer', [
      { externalId: 'zoe', values: { name: 'Zoë', phone: '+1 (650) 555-0199' } },
    ]);
    const second = await studio.push('customer', [{ externalId: 'zoe', values: { name: 'Zoë Nelson' } }]);
    expect(first.results[0].record).toMatchObject({ values: { phone: '+16505550199' } });
    expect(second.results[0].record).toEqual({
      id: first.results[0].record.id,
      label: 'Zoë Nelson',
      values: { name: 'Zoë Nelson' },
    });
    const { records } = await studio.client.send(
      'query ($id: ID!) { records(modelId: $id, search: "nelson") { nodes { externalId label model { key } } } }',
      { id: studio.models.customer },
    );
    expect(records.nodes).toEqual([{ externalId: 'zoe', label: 'Zoë Nelson', model: { key: 'customer' } }]);
  });

  it('takes 1,000 records in one call, and no more', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ externalId: `city-${index}`, values: { name: `City ${index}` } }));
    expect((await studio.push('city', many(1_000))).results).toHaveLength(1_000);
    expect((await studio.push('city', many(1_001))).errors).toMatchObject([
      { code: 'TOO_LONG', path: ['records'], limit: 1_000 },
    ]);
    const { deleteRecords } = await studio.client.send(
      `mutation ($input: DeleteRecordsInput!) { deleteRecords(input: $input) { deletedCount errors ${ERRORS} } }`,
      { input: { modelId: studio.models.city, externalIds: ['city-1', 'city-2', 'never'] } },
    );
    expect(deleteRecords).toEqual({ deletedCount: 2, errors: [] });
    expect((await studio.push('city', [])).errors).toMatchObject([{ code: 'REQUIRED', path: ['records'] }]);
  });

  it('finds fields by label or key, through relations, nearest first', async () => {
    const search = async (args: string) =>
      (await studio.client.send(`{ searchFields(modelId: "${studio.models.order}", ${args}) { path labels type } }`))
        .searchFields;
    expect(await search('query: "name"')).toEqual([
      { path: 'customer.name', labels: ['Customer', 'Name'], type: 'TEXT' },
      { path: 'customer.city.name', labels: ['Customer', 'City', 'Name'], type: 'TEXT' },
    ]);
    expect((await search('type: [PHONE]')).map(({ path }: { path: string }) => path)).toEqual(['customer.phone']);
    expect((await search('depth: 1')).map(({ path }: { path: string }) => path)).toContain('customer');
    expect((await search('under: "customer", depth: 1')).map(({ path }: { path: string }) => path)).toEqual([
      'customer.name',
      'customer.phone',
      'customer.email',
      'customer.city',
    ]);
    expect(await search('query: "NÁME", under: "customer.city"')).toHaveLength(1);
    expect(await search('under: "number"')).toEqual([]);
    const tooDeep = await studio.client.request(
      `{ searchFields(modelId: "${studio.models.order}", depth: 7) { path } }`,
    );
    expect(tooDeep.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('does not delete a model that something uses, and says what does', async () => {
    const DELETE = `mutation ($id: ID!) { deleteDataModel(input: { dataModelId: $id }) { dataModel { key } errors { code message path } } }`;
    await studio.create({ displayName: 'Uses orders' });
    const used = await studio.client.send(DELETE, { id: studio.models.order });
    expect(used.deleteDataModel).toMatchObject({
      dataModel: null,
      errors: [{ code: 'CONFLICT', message: 'Order is still used by the template Uses orders (en_US).' }],
    });
    const related = await studio.client.send(DELETE, { id: studio.models.city });
    expect(related.deleteDataModel.errors).toMatchObject([
      { message: 'City is still used by the field Customer > City.' },
    ]);
    await studio.model('lonely', 'Lonely', [{ key: 'name', label: 'Name', type: 'TEXT' }]);
    await studio.push('lonely', [{ externalId: '1', values: {} }]);
    const gone = await studio.client.send(DELETE, { id: studio.models.lonely });
    expect(gone.deleteDataModel).toEqual({ dataModel: { key: 'lonely' }, errors: [] });
    expect((await studio.client.send(DELETE, { id: studio.models.lonely })).deleteDataModel.errors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });

  it('tells templates what a changed model breaks', async () => {
    await studio.model('plan', 'Plan', [{ key: 'name', label: 'Name', type: 'TEXT' }]);
    const { template } = await studio.create({
      appliesTo: studio.models.plan,
      phoneField: null,
      body: 'Your plan is now {{1}}, thank you.',
      variables: [{ placement: 'BODY', name: '1', source: 'FIELD', fieldPath: 'name', sampleValue: 'Gold' }],
    });
    expect(template.problems).toEqual([]);
    await studio.model('plan', 'Plan', [{ key: 'title', label: 'Title', type: 'TEXT' }]);
    expect((await studio.read(template.id)).problems).toMatchObject([
      { code: 'NOT_FOUND', path: ['variables', '0', 'fieldPath'] },
    ]);
  });

  it('lets operators read and not write', async () => {
    const operator = await addPerson(studio.test, 'OPERATOR', [studio.account.id]);
    expect((await operator.client.send('{ dataModels { key recordCount } }')).dataModels.length).toBeGreaterThan(2);
    const refused = await operator.client.request(
      'mutation { deleteDataModel(input: { dataModelId: "x" }) { errors { code } } }',
    );
    expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});
