import { eventually } from './support/graphql-client.js';
import { HISTORY, PICTURE, Studio } from './support/studio.js';
import { addPerson } from './support/test-app.js';

describe('Templates', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await Studio.open();
  });
  afterAll(() => studio.test.close());

  it('goes from draft to approved, and everybody is told', async () => {
    const { template, errors } = await studio.create({ displayName: 'Bestellung größer!' });
    expect(errors).toEqual([]);
    expect(template).toMatchObject({
      name: 'bestellung_grosser',
      status: 'DRAFT',
      remoteId: null,
      problems: [],
      hasUnsubmittedChanges: true,
      appliesTo: { key: 'order' },
    });
    expect(template.variables[0].fieldLabels).toEqual(['Customer', 'Name']);
    const submitted = await studio.submit(template.id);
    expect(submitted.errors).toEqual([]);
    expect(submitted.template).toMatchObject({ status: 'PENDING', hasUnsubmittedChanges: false });
    const { remoteId } = submitted.template;
    expect(Number.isSafeInteger(Number(remoteId))).toBe(false);
    studio.test.simulator.templates.decide(studio.remote(remoteId), 'APPROVED');
    const approved = await studio.until(template.id, 'APPROVED', `remoteId ${HISTORY}`);
    expect(approved.remoteId).toBe(remoteId);
    expect(approved.history.nodes).toMatchObject([
      { kind: 'STATUS', from: null, to: 'DRAFT', source: 'USER', by: { id: studio.manager.id } },
      { kind: 'STATUS', from: 'DRAFT', to: 'PENDING', source: 'USER' },
      { kind: 'STATUS', from: 'PENDING', to: 'APPROVED', source: 'WEBHOOK', by: null },
    ]);
    const { notifications } = await studio.client.send(
      '{ notifications(first: 1) { unreadCount nodes { id reason title template { id } readAt } } }',
    );
    expect(notifications).toMatchObject({
      unreadCount: 1,
      nodes: [
        {
          reason: 'TEMPLATE_DECISION',
          title: 'Bestellung größer! (en_US) was approved',
          template: { id: template.id },
        },
      ],
    });
    const { markNotificationsRead } = await studio.client.send(
      'mutation { markNotificationsRead(input: { all: true }) { unreadCount errors { code } } }',
    );
    expect(markNotificationsRead).toEqual({ unreadCount: 0, errors: [] });
  });

  it('pushes TemplateChanged to everybody and NotificationAdded to the author alone', async () => {
    const other = await addPerson(studio.test, 'MANAGER', [studio.account.id]);
    const QUERY = `subscription ($id: ID!) { inboxEvents(accountId: $id) { __typename
      ... on TemplateChanged { template { id status } } ... on NotificationAdded { notification { title template { id } } } } }`;
    const own = await studio.client.subscribe(QUERY, { id: studio.account.id });
    const others = await other.client.subscribe(QUERY, { id: studio.account.id });
    const template = await studio.approved();
    const isApproval = (event: any) => event.template?.id === template.id && event.template?.status === 'APPROVED';
    await eventually(
      async () => others.events,
      (events) => events.some(isApproval),
    );
    await eventually(
      async () => own.events,
      (events) =>
        events.some(isApproval) && events.some((event: any) => event.notification?.template.id === template.id),
    );
    expect(others.events.some((event: any) => event.__typename === 'NotificationAdded')).toBe(false);
    await own.close();
    await others.close();
  });

  it('keeps why Meta rejected it, and takes it again when it has been mended', async () => {
    const { template } = await studio.create();
    const { remoteId } = (await studio.submit(template.id)).template;
    studio.test.simulator.templates.decide(studio.remote(remoteId), 'REJECTED', 'INVALID_FORMAT');
    const rejected = await studio.until(template.id, 'REJECTED');
    expect(rejected.rejectionReason).toContain('parameters of the template');
    expect(rejected.rejectionAdvice).toContain('Describe each parameter');
    const { template: mended } = await studio.change('updateTemplate', {
      id: template.id,
      body: 'Dear {{1}}, we have sent your order {{2}} over {{3}} today.',
    });
    expect(mended).toMatchObject({ status: 'REJECTED', hasUnsubmittedChanges: true });
    expect((await studio.submit(template.id)).template).toMatchObject({
      status: 'PENDING',
      remoteId,
      rejectionReason: null,
    });
    expect(studio.remote(remoteId).components[0]).toMatchObject({
      text: 'Dear {{1}}, we have sent your order {{2}} over {{3}} today.',
    });
    studio.test.simulator.templates.decide(studio.remote(remoteId), 'APPROVED');
    await studio.until(template.id, 'APPROVED');
  });

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

  it('tells the edit limits of approved templates before Meta does', async () => {
    const template = await studio.approved();
    expect((await studio.submit(template.id)).errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    const edit = async (body: string) => {
      expect((await studio.change('updateTemplate', { id: template.id, body })).errors).toEqual([]);
      return studio.submit(template.id);
    };
    expect((await edit('Hello {{1}}, your parcel {{2}} over {{3}} is on its way.')).errors).toEqual([]);
    studio.test.simulator.templates.decide(studio.remote(template.remoteId), 'APPROVED');
    await studio.until(template.id, 'APPROVED');
    const before = studio.test.simulator.world.requests.length;
    const { errors } = await edit('Hello {{1}}, your box {{2}} over {{3}} is on its way.');
    expect(errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW', path: ['templateId'] }]);
    expect(errors[0].message).toContain('once in 24 hours');
    expect(studio.test.simulator.world.requests).toHaveLength(before);
    expect(await studio.read(template.id)).toMatchObject({ status: 'APPROVED', hasUnsubmittedChanges: true });
    const recategorised = await studio.change('updateTemplate', { id: template.id, category: 'MARKETING' });
    expect(recategorised.errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW', path: ['category'] }]);
  });

  it('passes on what Meta refuses, whole, and stays a draft', async () => {
    const { template } = await studio.create();
    studio.test.simulator.world.plannedErrors.push({
      path: '/message_templates',
      times: 1,
      kind: 'CODE',
      code: 100,
      subcode: 2388019,
    });
    const { errors } = await studio.submit(template.id);
    expect(errors).toMatchObject([
      { __typename: 'MetaRefusedError', code: 'META_REFUSED', refusal: { code: 100, subcode: 2388019 } },
    ]);
    expect((await studio.read(template.id)).status).toBe('DRAFT');
    expect((await studio.submit(template.id)).errors).toEqual([]);
  });

  it('finds its own creation again when the answer was lost', async () => {
    const { template } = await studio.create();
    studio.test.simulator.world.plannedErrors.push({
      path: '/message_templates',
      times: 1,
      kind: 'RESET_AFTER',
      code: 0,
    });
    expect((await studio.submit(template.id)).errors).toMatchObject([{ code: 'META_UNREACHABLE' }]);
    const again = await studio.submit(template.id);
    expect(again.errors).toEqual([]);
    expect(again.template.status).toBe('PENDING');
    expect(
      [...studio.test.simulator.world.templates.values()].filter(({ name }) => name === template.name),
    ).toHaveLength(1);
  });

  it('submits once when two submit at the same time', async () => {
    const { template } = await studio.create();
    studio.test.simulator.world.settings.latencyMs = 100;
    const answers = await Promise.all([studio.submit(template.id), studio.submit(template.id)]);
    studio.test.simulator.world.settings.latencyMs = 0;
    expect(answers.flatMap(({ errors }) => errors)).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    const creations = studio.test.simulator.world.requests.filter(
      ({ method, body }) => method === 'POST' && (body as { name?: string }).name === template.name,
    );
    expect(creations).toHaveLength(1);
  });

  it('keeps what Meta made of the category', async () => {
    const { template } = await studio.create({ name: 'promo_recat_marketing' });
    const submitted = await studio.submit(template.id);
    expect(submitted.template).toMatchObject({ category: 'MARKETING', hasUnsubmittedChanges: false });
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
  });

  it('deletes one language, or all of a name, here and at Meta', async () => {
    const english = await studio.approved();
    const german = await studio.change('duplicateTemplate', { templateId: english.id, language: 'de' });
    expect(german).toMatchObject({ errors: [], template: { name: english.name, language: 'de', status: 'DRAFT' } });
    await studio.submit(german.template.id);
    const spanish = (await studio.change('duplicateTemplate', { templateId: english.id, language: 'es' })).template;
    await studio.submit(spanish.id);
    const one = await studio.change('deleteTemplate', { templateId: german.template.id });
    expect(one).toMatchObject({ errors: [], template: { status: 'DELETED' } });
    const languages = () =>
      [...studio.test.simulator.world.templates.values()]
        .filter(({ name }) => name === english.name)
        .map(({ language }) => language);
    expect(languages()).toEqual(['en_US', 'es']);
    await studio.change('deleteTemplate', { templateId: english.id, allLanguages: true });
    expect(languages()).toEqual([]);
    expect((await studio.read(spanish.id)).status).toBe('DELETED');
    const copy = await studio.change('duplicateTemplate', { templateId: english.id });
    expect(copy.template).toMatchObject({ name: `${english.name}_copy`, status: 'DRAFT' });
    const back = await studio.change('resetTemplateToDraft', { templateId: german.template.id });
    expect(back).toMatchObject({ errors: [], template: { status: 'DRAFT', remoteId: null } });
    const disabled = await studio.approved();
    studio.test.simulator.templates.decide(studio.remote(disabled.remoteId), 'DISABLED', undefined, {
      disable_info: { disable_date: '1750000000' },
    });
    await studio.until(disabled.id, 'DISABLED');
    expect((await studio.change('deleteTemplate', { templateId: disabled.id })).errors).toMatchObject([
      { code: 'NOT_ALLOWED_NOW', allowedActions: ['syncTemplate', 'duplicateTemplate'] },
    ]);
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
    expect((await list({ status: ['DELETED'] })).totalCount).toBeGreaterThan(0);
    expect(
      await list({ appliesTo: [studio.models.order], accountId: [studio.account.id], quality: ['UNKNOWN'] }),
    ).toMatchObject({ pageInfo: { hasNextPage: true } });
  });
});
