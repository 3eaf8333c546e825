import { eventually } from '../support/legacy/graphql-client.js';
import { HISTORY, Studio } from '../support/legacy/studio.js';
import { addPerson } from '../support/legacy/test-app.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

describe('The life of a template', () => {
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
    const own = studio.client.subscribe(QUERY, { id: studio.account.id });
    const others = other.client.subscribe(QUERY, { id: studio.account.id });
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
    const edits = () => studio.test.simulator.world.requests.filter(({ method }) => method === 'POST').length;
    const before = edits();
    const { errors } = await edit('Hello {{1}}, your box {{2}} over {{3}} is on its way.');
    expect(errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW', path: ['templateId'] }]);
    expect(errors[0].message).toContain('once in 24 hours');
    expect(edits()).toBe(before);
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
});
