import { graphql } from '../generated/gql.js';
import type { TemplateDraftInput, TemplateFilter, TemplateOrder } from '../generated/graphql.js';
import { first, must, problems } from '../support/expectations.js';
import { aFieldVariable } from '../support/factories/drafts.js';
import { MEGABYTE, PICTURE } from '../support/factories/files.js';
import type { FilesDriver } from '../support/world/files.js';
import type { Person } from '../support/world/people.js';
import type { TemplatesDriver } from '../support/world/templates.js';
import { TestWorld } from '../support/world/test-world.js';

const VALIDATE = graphql(`
  query ValidateTemplate($input: TemplateDraftInput!) {
    validateTemplate(input: $input) { code path message ... on InvalidInputError { limit } }
  }
`);
const VISIBLE = graphql(`
  query VisibleTemplates($id: ID!) { template(id: $id) { id } templates { totalCount nodes { id } } }
`);
const SUBMIT = graphql(`
  mutation SubmitForbidden($id: ID!) { submitTemplate(input: { templateId: $id }) { errors { code } } }
`);
const LIST = graphql(`
  query ListTemplates($filter: TemplateFilter, $orderBy: TemplateOrder) {
    templates(filter: $filter, orderBy: $orderBy, first: 2) {
      totalCount nodes { id displayName status } pageInfo { hasNextPage }
    }
  }
`);

describe('Writing templates', () => {
  let world: TestWorld;
  let manager: Person;
  let templates: TemplatesDriver;
  let files: FilesDriver;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    manager = await world.people.add('MANAGER');
    templates = world.templates.as(manager);
    files = world.files.as(manager);
  });
  afterAll(() => world.close());

  it('tells everything that is wrong at once, and submits nothing', async () => {
    const template = await templates.create({
      body: '{{1}} {{3}} is here',
      footer: 'Bye {{1}}',
      buttons: [{ type: 'VISIT_WEBSITE', text: 'x'.repeat(26), url: 'https://wa.me/{{1}}/x' }],
      variables: [],
    });
    const { errors } = await templates.trySubmit(template.id);
    expect(errors.map(({ path }) => path?.join('.'))).toEqual(
      expect.arrayContaining(['body', 'footer', 'buttons.0.text', 'buttons.0.url', 'variables']),
    );
    expect(errors).toEqual(template.problems);
    expect((await templates.read(template.id)).status).toBe('DRAFT');
  });

  it('refuses references to what is not there, and saves nothing', async () => {
    const refusal = async (changes: Partial<TemplateDraftInput>) => {
      const { template, errors } = await templates.tryCreate(changes);
      expect(template).toBeNull();
      return problems(errors);
    };
    const variable = (fieldPath: string | null) => ({ variables: [aFieldVariable({ fieldPath })] });
    const somethingElse = world.account.id;
    expect(await refusal({ language: 'tlh' })).toEqual(['INVALID_INPUT language']);
    expect(await refusal({ name: 'Not A Name' })).toEqual(['INVALID_FORMAT name']);
    expect(await refusal({ category: 'UNKNOWN' })).toEqual(['INVALID_INPUT category']);
    expect(await refusal({ appliesTo: somethingElse })).toEqual(['NOT_FOUND appliesTo']);
    expect(await refusal({ phoneField: 'customer.name' })).toEqual(['INVALID_INPUT phoneField']);
    expect(await refusal({ phoneField: 'customer.fax' })).toEqual(['NOT_FOUND phoneField']);
    expect(await refusal(variable('customer.age'))).toEqual(['NOT_FOUND variables.0.fieldPath']);
    expect(await refusal(variable('customer'))).toEqual(['INVALID_INPUT variables.0.fieldPath']);
    expect(await refusal(variable('number.x'))).toEqual(['INVALID_INPUT variables.0.fieldPath']);
    expect(await refusal(variable(null))).toEqual(['REQUIRED variables.0.fieldPath']);
    const withoutModel = await refusal({ appliesTo: null, phoneField: null });
    expect([withoutModel.length, withoutModel[0]]).toEqual([3, 'REQUIRED variables.0.fieldPath']);
    expect(await refusal({ header: { type: 'IMAGE', mediaId: somethingElse } })).toEqual(['NOT_FOUND header.mediaId']);
    expect(await refusal({ allowedUserIds: [somethingElse] })).toEqual(['NOT_FOUND allowedUserIds.0']);
    expect(await refusal({ category: 'AUTHENTICATION', body: 'My own words with {{1}} in it' })).toEqual([
      'INVALID_INPUT body',
    ]);
    expect((await templates.create({ name: 'taken_name' })).name).toBe('taken_name');
    expect(await refusal({ name: 'taken_name' })).toEqual(['DUPLICATE name']);
    const both = await Promise.all([
      templates.tryCreate({ name: 'at_once' }),
      templates.tryCreate({ name: 'at_once' }),
    ]);
    expect(both.filter(({ template }) => template !== null)).toHaveLength(1);
    expect(problems(both.flatMap(({ errors }) => errors))).toEqual(['DUPLICATE name']);
  });

  it('says what becomes invalid when the data model changes, and changes nothing', async () => {
    const { id } = await templates.create();
    const appliesTo = world.records.modelId('customer');
    const { errors } = await templates.update({ id, appliesTo });
    expect(errors.map(({ path }) => path?.join('.'))).toEqual([
      'phoneField',
      'variables.0.fieldPath',
      'variables.1.fieldPath',
      'variables.2.fieldPath',
    ]);
    expect((await templates.read(id)).appliesTo?.key).toBe('order');
    const moved = await templates.update({
      id,
      appliesTo,
      phoneField: 'phone',
      body: 'Hello {{1}}, welcome to our little shop.',
      variables: [aFieldVariable({ fieldPath: 'name' })],
    });
    expect(moved.errors).toEqual([]);
    expect(moved.template).toMatchObject({ appliesTo: { key: 'customer' }, problems: [] });
  });

  it('names what is allowed instead of what is not', async () => {
    const { id } = await templates.create();
    expect((await templates.syncOne(id)).errors).toMatchObject([
      { code: 'NOT_ALLOWED_NOW', allowedActions: ['submitTemplate'] },
    ]);
    await templates.submit(id);
    const refused = await templates.update({ id, body: 'Something else entirely, {{1}} {{2}}.' });
    expect(refused.errors).toMatchObject([
      { code: 'NOT_ALLOWED_NOW', allowedActions: ['syncTemplate', 'deleteTemplate', 'duplicateTemplate'] },
    ]);
    expect((await templates.trySubmit(id)).errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    expect((await templates.resetToDraft(id)).errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    const renamed = await templates.update({ id, name: 'other', language: 'de' });
    expect(problems(renamed.errors)).toEqual(['NOT_ALLOWED_NOW name', 'NOT_ALLOWED_NOW language']);
    const shown = await templates.update({ id, displayName: 'Just for us' });
    expect(shown).toMatchObject({ errors: [], template: { displayName: 'Just for us', status: 'PENDING' } });
  });

  it('uploads the sample of an image header, and refuses a wrong one', async () => {
    const picture = await files.upload(PICTURE, 'image/png', 'aloe.png');
    expect(picture).toMatchObject({
      status: 201,
      body: { mimeType: 'image/png', size: PICTURE.length, fileName: 'aloe.png' },
    });
    const template = await templates.create({ header: { type: 'IMAGE', mediaId: picture.body.id } });
    expect(template).toMatchObject({ problems: [], header: { media: { mimeType: 'image/png' } } });
    const url = must(template.header?.media?.url, 'a link');
    const link = await files.open(url);
    expect(link.status).toBe(200);
    expect(link.headers['x-content-type-options']).toBe('nosniff');
    expect(PICTURE.equals(link.body)).toBe(true);
    expect((await files.open(url.replace(/signature=../, 'signature=AA'))).status).toBe(403);
    const submitted = await templates.submit(template.id);
    expect(first(world.meta.template(submitted.remoteId).components)).toMatchObject({
      type: 'HEADER',
      format: 'IMAGE',
      example: { header_handle: [expect.stringMatching(/^4::/)] },
    });

    const wrong = await templates.create({ header: { type: 'VIDEO', mediaId: picture.body.id } });
    expect(problems(wrong.problems)).toEqual(['INVALID_FORMAT header.mediaId']);
    const executable = await files.upload(Buffer.from('MZ\x90\0\x03\0\0\0'), 'image/jpeg', 'cat.jpg');
    expect(executable).toMatchObject({ status: 400, body: { errors: [{ code: 'INVALID_FORMAT', path: ['file'] }] } });
    const large = await files.upload(Buffer.concat([PICTURE, Buffer.alloc(5 * MEGABYTE)]), 'image/png', 'large.png');
    expect(large).toMatchObject({ status: 413, body: { errors: [{ code: 'TOO_LONG', limit: 5 * MEGABYTE }] } });
    await world.http.post('/media').expect(401);
    const garbled = await world.http
      .post('/media')
      .set({ authorization: `Bearer ${manager.client.token}`, 'content-type': 'multipart/form-data' })
      .send('no boundary');
    expect(garbled.status).toBeGreaterThanOrEqual(400);
    expect(garbled.status).toBeLessThan(500);
    const foreign = await files.upload(PICTURE, 'image/png', 'aloe.png', { accountId: manager.id });
    expect(foreign).toMatchObject({ status: 404, body: { errors: [{ code: 'NOT_FOUND', path: ['accountId'] }] } });
  });

  it('validates without saving', async () => {
    const input = templates.draft({ language: 'xx', body: `Hello {{1}} ${'x'.repeat(1_025)}` });
    const { validateTemplate } = await manager.client.send(VALIDATE, { input });
    expect(validateTemplate).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'INVALID_INPUT', path: ['language'] }),
        expect.objectContaining({ code: 'TOO_LONG', path: ['body'], limit: 1_024 }),
        expect.objectContaining({ code: 'INVALID_INPUT', path: ['variables', '1'] }),
      ]),
    );
  });

  it('lets managers write and operators only read, each within their accounts', async () => {
    const { id } = await templates.approved();
    const operator = await world.people.add('OPERATOR');
    const stranger = await world.people.add('MANAGER', { accountIds: [] });
    expect((await operator.client.send(VISIBLE, { id })).template).not.toBeNull();
    expect(await stranger.client.send(VISIBLE, { id })).toEqual({
      template: null,
      templates: { totalCount: 0, nodes: [] },
    });
    const forbidden = await operator.client.request(SUBMIT, { id });
    expect(forbidden.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('lists by filter and order, with a count', async () => {
    const { id } = await templates.create({
      displayName: 'Zebra crossing',
      category: 'MARKETING',
      language: 'pt_BR',
    });
    const list = async (filter: TemplateFilter, orderBy?: TemplateOrder) =>
      (await manager.client.send(LIST, { filter, orderBy })).templates;
    expect(await list({ language: ['pt_BR'], category: ['MARKETING'] })).toMatchObject({
      totalCount: 1,
      nodes: [{ id }],
    });
    expect(await list({ search: 'zebra' })).toMatchObject({ totalCount: 1 });
    const sendable = await list({ sendableByMe: true });
    expect(sendable.nodes.every(({ status }) => status === 'APPROVED')).toBe(true);
    expect(first((await list({}, { field: 'NAME', direction: 'DESC' })).nodes).displayName).toBe('Zebra crossing');
    await templates.delete(id);
    expect((await list({ status: ['DELETED'] })).totalCount).toBe(1);
    expect((await list({ search: 'zebra' })).totalCount).toBe(0);
    expect(
      await list({
        appliesTo: [world.records.modelId('order')],
        accountId: [world.account.id],
        quality: ['UNKNOWN'],
      }),
    ).toMatchObject({ pageInfo: { hasNextPage: true } });
  });
});
