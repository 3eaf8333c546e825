import { PICTURE, Studio } from '../support/legacy/studio.js';
import { addPerson } from '../support/legacy/test-app.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

describe('Writing templates', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await Studio.open();
  });
  afterAll(() => studio.test.close());

  it('tells everything that is wrong at once, and submits nothing', async () => {
    const { template } = await studio.create({
      body: '{{1}} {{3}} is here',
      footer: 'Bye {{1}}',
      buttons: [{ type: 'VISIT_WEBSITE', text: 'x'.repeat(26), url: 'https://wa.me/{{1}}/x' }],
      variables: [],
    });
    const { errors } = await studio.submit(template.id);
    expect(errors.map(({ path }: { path: string[] }) => path.join('.'))).toEqual(
      expect.arrayContaining(['body', 'footer', 'buttons.0.text', 'buttons.0.url', 'variables']),
    );
    expect(errors).toEqual(template.problems);
    expect((await studio.read(template.id)).status).toBe('DRAFT');
  });

  it('refuses references to what is not there, and saves nothing', async () => {
    const refusal = async (changes: Record<string, unknown>) => {
      const { template, errors } = await studio.create(changes);
      expect(template).toBeNull();
      return errors.map(({ code, path }: { code: string; path: string[] }) => [code, path.join('.')]);
    };
    const variable = (fieldPath: string | null) => ({
      variables: [{ placement: 'BODY', name: '1', source: 'FIELD', fieldPath, sampleValue: 'x' }],
    });
    expect(await refusal({ language: 'tlh' })).toEqual([['INVALID_INPUT', 'language']]);
    expect(await refusal({ name: 'Not A Name' })).toEqual([['INVALID_FORMAT', 'name']]);
    expect(await refusal({ category: 'UNKNOWN' })).toEqual([['INVALID_INPUT', 'category']]);
    expect(await refusal({ appliesTo: studio.account.id })).toEqual([['NOT_FOUND', 'appliesTo']]);
    expect(await refusal({ phoneField: 'customer.name' })).toEqual([['INVALID_INPUT', 'phoneField']]);
    expect(await refusal({ phoneField: 'customer.fax' })).toEqual([['NOT_FOUND', 'phoneField']]);
    expect(await refusal(variable('customer.age'))).toEqual([['NOT_FOUND', 'variables.0.fieldPath']]);
    expect(await refusal(variable('customer'))).toEqual([['INVALID_INPUT', 'variables.0.fieldPath']]);
    expect(await refusal(variable('number.x'))).toEqual([['INVALID_INPUT', 'variables.0.fieldPath']]);
    expect(await refusal(variable(null))).toEqual([['REQUIRED', 'variables.0.fieldPath']]);
    expect(await refusal({ appliesTo: null, phoneField: null })).toMatchObject([
      ['REQUIRED', 'variables.0.fieldPath'],
      {},
      {},
    ]);
    expect(await refusal({ header: { type: 'IMAGE', mediaId: studio.account.id } })).toEqual([
      ['NOT_FOUND', 'header.mediaId'],
    ]);
    expect(await refusal({ allowedUserIds: [studio.account.id] })).toEqual([['NOT_FOUND', 'allowedUserIds.0']]);
    expect(await refusal({ category: 'AUTHENTICATION', body: 'My own words with {{1}} in it' })).toMatchObject([
      ['INVALID_INPUT', 'body'],
    ]);
    const { template } = await studio.create({ name: 'taken_name' });
    expect(template.name).toBe('taken_name');
    expect(await refusal({ name: 'taken_name' })).toEqual([['DUPLICATE', 'name']]);
    const both = await Promise.all([studio.create({ name: 'at_once' }), studio.create({ name: 'at_once' })]);
    expect(both.filter(({ template: made }) => made !== null)).toHaveLength(1);
    expect(both.flatMap(({ errors }) => errors)).toMatchObject([{ code: 'DUPLICATE', path: ['name'] }]);
  });

  it('says what becomes invalid when the data model changes, and changes nothing', async () => {
    const { template } = await studio.create();
    const { errors } = await studio.change('updateTemplate', { id: template.id, appliesTo: studio.models.customer });
    expect(errors.map(({ path }: { path: string[] }) => path.join('.'))).toEqual([
      'phoneField',
      'variables.0.fieldPath',
      'variables.1.fieldPath',
      'variables.2.fieldPath',
    ]);
    expect((await studio.read(template.id)).appliesTo.key).toBe('order');
    const moved = await studio.change('updateTemplate', {
      id: template.id,
      appliesTo: studio.models.customer,
      phoneField: 'phone',
      body: 'Hello {{1}}, welcome to our little shop.',
      variables: [{ placement: 'BODY', name: '1', source: 'FIELD', fieldPath: 'name', sampleValue: 'Pablo' }],
    });
    expect(moved.errors).toEqual([]);
    expect(moved.template).toMatchObject({ appliesTo: { key: 'customer' }, problems: [] });
  });

  it('names what is allowed instead of what is not', async () => {
    const { template } = await studio.create();
    expect((await studio.change('syncTemplate', { templateId: template.id })).errors).toMatchObject([
      { code: 'NOT_ALLOWED_NOW', allowedActions: ['submitTemplate'] },
    ]);
    await studio.submit(template.id);
    const refused = await studio.change('updateTemplate', {
      id: template.id,
      body: 'Something else entirely, {{1}} {{2}}.',
    });
    expect(refused.errors).toMatchObject([
      { code: 'NOT_ALLOWED_NOW', allowedActions: ['syncTemplate', 'deleteTemplate', 'duplicateTemplate'] },
    ]);
    expect((await studio.submit(template.id)).errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    expect((await studio.change('resetTemplateToDraft', { templateId: template.id })).errors).toMatchObject([
      { code: 'NOT_ALLOWED_NOW' },
    ]);
    const renamed = await studio.change('updateTemplate', { id: template.id, name: 'other', language: 'de' });
    expect(renamed.errors).toMatchObject([
      { code: 'NOT_ALLOWED_NOW', path: ['name'] },
      { code: 'NOT_ALLOWED_NOW', path: ['language'] },
    ]);
    const shown = await studio.change('updateTemplate', { id: template.id, displayName: 'Just for us' });
    expect(shown).toMatchObject({ errors: [], template: { displayName: 'Just for us', status: 'PENDING' } });
  });

  it('uploads the sample of an image header, and refuses a wrong one', async () => {
    const picture = await studio.upload(PICTURE, 'image/png', 'aloe.png');
    expect(picture).toMatchObject({
      status: 201,
      body: { mimeType: 'image/png', size: PICTURE.length, fileName: 'aloe.png' },
    });
    const { template } = await studio.create({ header: { type: 'IMAGE', mediaId: picture.body.id } });
    expect(template).toMatchObject({ problems: [], header: { media: { mimeType: 'image/png' } } });
    const link = await fetch(template.header.media.url);
    expect(link.status).toBe(200);
    expect(link.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(await link.arrayBuffer()).equals(PICTURE)).toBe(true);
    expect((await fetch(template.header.media.url.replace(/signature=../, 'signature=AA'))).status).toBe(403);
    const submitted = await studio.submit(template.id);
    expect(submitted.errors).toEqual([]);
    const [header] = studio.remote(submitted.template.remoteId).components as any[];
    expect(header).toMatchObject({ type: 'HEADER', format: 'IMAGE' });
    expect(header.example.header_handle[0]).toMatch(/^4::/);

    const wrong = await studio.create({ header: { type: 'VIDEO', mediaId: picture.body.id } });
    expect(wrong.template.problems).toMatchObject([{ code: 'INVALID_FORMAT', path: ['header', 'mediaId'] }]);
    const executable = await studio.upload(Buffer.from('MZ\x90\0\x03\0\0\0'), 'image/jpeg', 'cat.jpg');
    expect(executable).toMatchObject({ status: 400, body: { errors: [{ code: 'INVALID_FORMAT', path: ['file'] }] } });
    const large = await studio.upload(
      Buffer.concat([PICTURE, Buffer.alloc(5 * 1024 * 1024)]),
      'image/png',
      'large.png',
    );
    expect(large).toMatchObject({ status: 413, body: { errors: [{ code: 'TOO_LONG', limit: 5 * 1024 * 1024 }] } });
    expect((await fetch(`${studio.test.url}/media`, { method: 'POST' })).status).toBe(401);
    const authorization = `Bearer ${studio.client.token}`;
    const garbled = await fetch(`${studio.test.url}/media`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'multipart/form-data' },
      body: 'no boundary',
    });
    expect(garbled.status).toBeGreaterThanOrEqual(400);
    expect(garbled.status).toBeLessThan(500);
    const foreign = await studio.upload(PICTURE, 'image/png', 'aloe.png', { accountId: studio.manager.id });
    expect(foreign).toMatchObject({ status: 404, body: { errors: [{ code: 'NOT_FOUND', path: ['accountId'] }] } });
  });

  it('validates without saving', async () => {
    const { validateTemplate } = await studio.client.send(
      'query ($input: TemplateDraftInput!) { validateTemplate(input: $input) { code path message ... on InvalidInputError { limit } } }',
      { input: studio.draft({ language: 'xx', body: `Hello {{1}} ${'x'.repeat(1_025)}` }) },
    );
    expect(validateTemplate).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'INVALID_INPUT', path: ['language'] }),
        expect.objectContaining({ code: 'TOO_LONG', path: ['body'], limit: 1_024 }),
        expect.objectContaining({ code: 'INVALID_INPUT', path: ['variables', '1'] }),
      ]),
    );
  });

  it('lets managers write and operators only read, each within their accounts', async () => {
    const template = await studio.approved();
    const operator = await addPerson(studio.test, 'OPERATOR', [studio.account.id]);
    const stranger = await addPerson(studio.test, 'MANAGER', []);
    const READ = 'query ($id: ID!) { template(id: $id) { id } templates { totalCount nodes { id } } }';
    expect((await operator.client.send(READ, { id: template.id })).template).not.toBeNull();
    expect(await stranger.client.send(READ, { id: template.id })).toEqual({
      template: null,
      templates: { totalCount: 0, nodes: [] },
    });
    const forbidden = await operator.client.request(
      'mutation ($id: ID!) { submitTemplate(input: { templateId: $id }) { errors { code } } }',
      { id: template.id },
    );
    expect(forbidden.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('lists by filter and order, with a count', async () => {
    const { template } = await studio.create({
      displayName: 'Zebra crossing',
      category: 'MARKETING',
      language: 'pt_BR',
    });
    const LIST = `query ($filter: TemplateFilter, $orderBy: TemplateOrder) { templates(filter: $filter, orderBy: $orderBy, first: 2) { totalCount nodes { id displayName status } pageInfo { hasNextPage } } }`;
    const list = async (filter: object, orderBy?: object) =>
      (await studio.client.send(LIST, { filter, orderBy })).templates;
    expect(await list({ language: ['pt_BR'], category: ['MARKETING'] })).toMatchObject({
      totalCount: 1,
      nodes: [{ id: template.id }],
    });
    expect(await list({ search: 'zebra' })).toMatchObject({ totalCount: 1 });
    const sendable = await list({ sendableByMe: true });
    expect(sendable.nodes.every(({ status }: { status: string }) => status === 'APPROVED')).toBe(true);
    expect((await list({}, { field: 'NAME', direction: 'DESC' })).nodes[0].displayName).toBe('Zebra crossing');
    await studio.change('deleteTemplate', { templateId: template.id });
    expect((await list({ status: ['DELETED'] })).totalCount).toBe(1);
    expect((await list({ search: 'zebra' })).totalCount).toBe(0);
    expect(
      await list({ appliesTo: [studio.models.order], accountId: [studio.account.id], quality: ['UNKNOWN'] }),
    ).toMatchObject({ pageInfo: { hasNextPage: true } });
  });
});
