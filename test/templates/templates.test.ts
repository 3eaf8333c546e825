import { graphql } from '../generated/gql.js';
import { allOf, first, must, only } from '../support/expectations.js';
import type { Person } from '../support/world/people.js';
import type { TemplatesDriver } from '../support/world/templates.js';
import { TestWorld } from '../support/world/test-world.js';

const LAST_NOTIFICATION = graphql(`
  query LastNotification {
    notifications(first: 1) { unreadCount nodes { id reason title template { id } readAt } }
  }
`);
const READ_ALL_NOTIFICATIONS = graphql(`
  mutation ReadAllNotifications { markNotificationsRead(input: { all: true }) { unreadCount errors { code } } }
`);
const TEMPLATE_CHANGES = graphql(`
  subscription TemplateChanges($id: ID!) {
    inboxEvents(accountId: $id) {
      __typename
      ... on TemplateChanged { template { id status } }
      ... on NotificationAdded { notification { title template { id } } }
    }
  }
`);

describe('The life of a template', () => {
  let world: TestWorld;
  let manager: Person;
  let templates: TemplatesDriver;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    manager = await world.people.add('MANAGER');
    templates = world.templates.as(manager);
  });
  afterAll(() => world.close());

  const atMeta = (wanted: string) => world.meta.templates().filter(({ name }) => name === wanted);

  it('goes from draft to approved, and everybody is told', async () => {
    const template = await templates.create({ displayName: 'Bestellung größer!' });
    expect(template).toMatchObject({
      name: 'bestellung_grosser',
      status: 'DRAFT',
      remoteId: null,
      problems: [],
      hasUnsubmittedChanges: true,
      appliesTo: { key: 'order' },
    });
    expect(first(template.variables).fieldLabels).toEqual(['Customer', 'Name']);
    const submitted = await templates.submit(template.id);
    expect(submitted).toMatchObject({ status: 'PENDING', hasUnsubmittedChanges: false });
    const { remoteId } = submitted;
    expect(Number.isSafeInteger(Number(must(remoteId)))).toBe(false);
    world.meta.decide(remoteId, 'APPROVED');
    expect((await templates.until(template.id, 'APPROVED')).remoteId).toBe(remoteId);
    expect(await templates.historyOf(template.id)).toMatchObject([
      { kind: 'STATUS', from: null, to: 'DRAFT', source: 'USER', by: { id: manager.id } },
      { kind: 'STATUS', from: 'DRAFT', to: 'PENDING', source: 'USER' },
      { kind: 'STATUS', from: 'PENDING', to: 'APPROVED', source: 'WEBHOOK', by: null },
    ]);
    expect((await manager.client.send(LAST_NOTIFICATION)).notifications).toMatchObject({
      unreadCount: 1,
      nodes: [
        {
          reason: 'TEMPLATE_DECISION',
          title: 'Bestellung größer! (en_US) was approved',
          template: { id: template.id },
        },
      ],
    });
    const { markNotificationsRead } = await manager.client.send(READ_ALL_NOTIFICATIONS);
    expect(markNotificationsRead).toEqual({ unreadCount: 0, errors: [] });
  });

  it('pushes TemplateChanged to everybody and NotificationAdded to the author alone', async () => {
    const other = await world.people.add('MANAGER');
    const watch = ({ client }: Person) => client.subscribe(TEMPLATE_CHANGES, { id: world.account.id });
    const [own, others] = [watch(manager), watch(other)];
    const { id } = await templates.approved();
    const sawApproval = ({ events }: typeof own) =>
      allOf(events, 'TemplateChanged').some(({ template }) => template.id === id && template.status === 'APPROVED');
    const sawNotification = ({ events }: typeof own) =>
      allOf(events, 'NotificationAdded').some(({ notification }) => notification.template?.id === id);
    await others.until(sawApproval, 'the approval');
    await own.until(
      (subscription) => sawApproval(subscription) && sawNotification(subscription),
      'the approval and its notification',
    );
    expect(allOf(others.events, 'NotificationAdded')).toEqual([]);
    await own.close();
    await others.close();
  });

  it('keeps why Meta rejected it, and takes it again when it has been mended', async () => {
    const { id } = await templates.create();
    const { remoteId } = await templates.submit(id);
    world.meta.decide(remoteId, 'REJECTED', 'INVALID_FORMAT');
    const rejected = await templates.until(id, 'REJECTED');
    expect(rejected.rejectionReason).toContain('parameters of the template');
    expect(rejected.rejectionAdvice).toContain('Describe each parameter');
    const body = 'Dear {{1}}, we have sent your order {{2}} over {{3}} today.';
    const mended = await templates.update({ id, body });
    expect(mended.template).toMatchObject({ status: 'REJECTED', hasUnsubmittedChanges: true });
    expect(await templates.submit(id)).toMatchObject({ status: 'PENDING', remoteId, rejectionReason: null });
    expect(world.meta.template(remoteId).components[0]).toMatchObject({ text: body });
    world.meta.decide(remoteId, 'APPROVED');
    await templates.until(id, 'APPROVED');
  });

  it('tells the edit limits of approved templates before Meta does', async () => {
    const { id, remoteId } = await templates.approved();
    expect((await templates.trySubmit(id)).errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    const edit = async (body: string) => {
      expect((await templates.update({ id, body })).errors).toEqual([]);
      return templates.trySubmit(id);
    };
    expect((await edit('Hello {{1}}, your parcel {{2}} over {{3}} is on its way.')).errors).toEqual([]);
    world.meta.decide(remoteId, 'APPROVED');
    await templates.until(id, 'APPROVED');
    const before = world.meta.countPosts();
    const { errors } = await edit('Hello {{1}}, your box {{2}} over {{3}} is on its way.');
    expect(errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW', path: ['templateId'] }]);
    expect(only(errors).message).toContain('once in 24 hours');
    expect(world.meta.countPosts()).toBe(before);
    expect(await templates.read(id)).toMatchObject({ status: 'APPROVED', hasUnsubmittedChanges: true });
    const recategorised = await templates.update({ id, category: 'MARKETING' });
    expect(recategorised.errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW', path: ['category'] }]);
  });

  it('passes on what Meta refuses, whole, and stays a draft', async () => {
    const { id } = await templates.create();
    world.meta.planError({ path: '/message_templates', code: 100, subcode: 2388019 });
    expect((await templates.trySubmit(id)).errors).toMatchObject([
      { __typename: 'MetaRefusedError', code: 'META_REFUSED', refusal: { code: 100, subcode: 2388019 } },
    ]);
    expect((await templates.read(id)).status).toBe('DRAFT');
    expect((await templates.trySubmit(id)).errors).toEqual([]);
  });

  it('finds its own creation again when the answer was lost', async () => {
    const { id, name } = await templates.create();
    world.meta.planError({ path: '/message_templates', kind: 'RESET_AFTER' });
    expect((await templates.trySubmit(id)).errors).toMatchObject([{ code: 'META_UNREACHABLE' }]);
    expect((await templates.submit(id)).status).toBe('PENDING');
    expect(atMeta(name)).toHaveLength(1);
  });

  it('submits once when two submit at the same time', async () => {
    const { id, name } = await templates.create();
    world.meta.behave({ latencyMs: 100 });
    const answers = await Promise.all([templates.trySubmit(id), templates.trySubmit(id)]);
    world.meta.behaveAsUsual();
    expect(answers.flatMap(({ errors }) => errors)).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    const creations = world.meta.world.requests.filter(
      ({ method, body }) => method === 'POST' && (body as { name?: string }).name === name,
    );
    expect(creations).toHaveLength(1);
  });

  it('keeps what Meta made of the category', async () => {
    const { id } = await templates.create({ name: 'promo_recat_marketing' });
    expect(await templates.submit(id)).toMatchObject({ category: 'MARKETING', hasUnsubmittedChanges: false });
  });

  it('deletes one language, or all of a name, here and at Meta', async () => {
    const english = await templates.approved();
    const copyIn = async (language: string) => {
      const { template, errors } = await templates.duplicate(english.id, { language });
      expect(errors).toEqual([]);
      return must(template, 'the copy');
    };
    const german = await copyIn('de');
    expect(german).toMatchObject({ name: english.name, language: 'de', status: 'DRAFT' });
    await templates.submit(german.id);
    const spanish = await copyIn('es');
    await templates.submit(spanish.id);
    expect(await templates.delete(german.id)).toMatchObject({ errors: [], template: { status: 'DELETED' } });
    const languages = () => atMeta(english.name).map(({ language }) => language);
    expect(languages()).toEqual(['en_US', 'es']);
    await templates.delete(english.id, { allLanguages: true });
    expect(languages()).toEqual([]);
    expect((await templates.read(spanish.id)).status).toBe('DELETED');
    const copy = await templates.duplicate(english.id);
    expect(copy.template).toMatchObject({ name: `${english.name}_copy`, status: 'DRAFT' });
    expect(await templates.resetToDraft(german.id)).toMatchObject({
      errors: [],
      template: { status: 'DRAFT', remoteId: null },
    });
    const disabled = await templates.approved();
    world.meta.decide(disabled.remoteId, 'DISABLED', undefined, { disable_info: { disable_date: '1750000000' } });
    await templates.until(disabled.id, 'DISABLED');
    expect((await templates.delete(disabled.id)).errors).toMatchObject([
      { code: 'NOT_ALLOWED_NOW', allowedActions: ['syncTemplate', 'duplicateTemplate'] },
    ]);
  });
});
