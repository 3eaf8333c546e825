import { SyncTemplatesService } from '../../src/modules/templates/sync/sync-templates.service.js';
import { SyncScheduleService } from '../../src/modules/templates/sync/sync-schedule.service.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import type { TemplateStatus } from '../generated/graphql.js';
import { eventually, last, must, only } from '../support/expectations.js';
import { anAccount } from '../support/factories/accounts.js';
import type { GraphqlClient } from '../support/graphql/graphql-client.js';
import { isEmbedded } from '../support/test-database.js';
import type { TemplatesDriver } from '../support/world/templates.js';
import { TestWorld } from '../support/world/test-world.js';

const TEMPLATES = graphql(`
  query TemplatesWithStatus($status: [TemplateStatus!]) {
    templates(filter: { status: $status }, first: 100) { totalCount nodes { id name language status category quality } }
  }
`);
const LAST_SYNC = graphql(`
  query LastTemplateSync($id: ID!) {
    account(id: $id) {
      templateSync {
        trigger created unchanged removed startedAt finishedAt
        error { code advice }
        conflicts { name template { id } }
      }
    }
  }
`);
const SPANISH = graphql(`
  query SpanishTemplates($id: ID!) {
    account(id: $id) { templates(first: 1, filter: { language: ["es"] }) { totalCount nodes { lastSyncedAt } } }
  }
`);
const ACCOUNT_STATUSES = graphql(`
  query AccountStatuses { accounts { status } }
`);

describe('Synchronising templates', () => {
  let world: TestWorld;
  let manager: { client: GraphqlClient };
  let templates: TemplatesDriver;

  beforeEach(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    manager = await world.people.add('MANAGER');
    templates = world.templates.as(manager);
  });
  afterEach(() => world.close());

  const listed = async (status?: TemplateStatus[]) => (await manager.client.send(TEMPLATES, { status })).templates;
  const lastSync = async (id = world.account.id, { client } = manager) =>
    (await client.send(LAST_SYNC, { id })).account?.templateSync;
  const scheduleOf = (app = world.app) => app.get(SyncScheduleService);
  const addMany = (count: number) => {
    for (let number = 0; number < count; number += 1) world.meta.addTemplate({ name: `many_${number}` });
  };
  /** What is written to the table, seen by the versions of its rows. */
  const versions = () =>
    world.database.query<{ id: string; xmin: string }>('SELECT id, xmin::text AS xmin FROM templates ORDER BY id');

  it('brings every page, each language by itself, and writes nothing the second time', async () => {
    for (let number = 0; number < 230; number += 1) {
      world.meta.addTemplate({
        name: `made_at_meta_${number}`,
        language: number % 2 === 0 ? 'en_US' : 'de',
        components: [{ type: 'BODY', text: `Number {{1}} of ${number} is made.`, example: { body_text: [['7']] } }],
      });
    }
    world.meta.addTemplate({ name: 'made_at_meta_0', language: 'es' });
    expect(await templates.sync()).toMatchObject({
      errors: [],
      report: { trigger: 'MANUAL', pages: 3, fetched: 231, created: 231, updated: 0, unchanged: 0, removed: 0 },
    });
    expect((await listed()).totalCount).toBe(231);
    const before = await versions();
    const second = await templates.sync();
    expect(second.report).toMatchObject({
      pages: 3,
      fetched: 231,
      created: 0,
      updated: 0,
      unchanged: 231,
      removed: 0,
      conflicts: [],
    });
    expect(await versions()).toEqual(before);
    const sync = must(await lastSync(), 'the last synchronisation');
    expect(sync).toMatchObject({ trigger: 'MANUAL', unchanged: 231, error: null });
    const { account } = await manager.client.send(SPANISH, { id: world.account.id });
    expect(account?.templates).toEqual({ totalCount: 1, nodes: [{ lastSyncedAt: sync.finishedAt }] });
  });

  it('writes exactly what has changed, and knows what is gone', async () => {
    world.meta.addTemplate({ name: 'kept' });
    const paused = world.meta.addTemplate({ name: 'paused' });
    const edited = world.meta.addTemplate({ name: 'edited' });
    const gone = world.meta.addTemplate({ name: 'gone' });
    await templates.sync();
    const before = new Map((await versions()).map(({ id, xmin }) => [id, xmin]));
    Object.assign(paused, { status: 'PAUSED', qualityScore: 'RED' });
    edited.components = [{ type: 'BODY', text: 'Hello {{1}}, made anew.', example: { body_text: [['Pablo']] } }];
    world.meta.world.templates.delete(gone.id);
    expect((await templates.sync()).report).toMatchObject({
      fetched: 3,
      created: 0,
      updated: 2,
      unchanged: 1,
      removed: 1,
    });
    const after = await versions();
    expect(after.filter(({ id, xmin }) => before.get(id) !== xmin)).toHaveLength(3);
    const { nodes } = await listed(['APPROVED', 'PAUSED', 'DELETED']);
    const byName = new Map(nodes.map((node) => [node.name, node]));
    expect(byName.get('kept')).toMatchObject({ status: 'APPROVED' });
    expect(byName.get('paused')).toMatchObject({ status: 'PAUSED', quality: 'RED' });
    expect(byName.get('gone')).toMatchObject({ status: 'DELETED' });
    const { id } = must(byName.get('edited'), 'the edited template');
    expect(await templates.read(id)).toMatchObject({
      body: 'Hello {{1}}, made anew.',
      variables: [{ name: '1', source: 'FREE_TEXT', sampleValue: 'Pablo' }],
      hasUnsubmittedChanges: false,
    });
    expect(await templates.historyOf(id)).toMatchObject([{ kind: 'COMPONENTS', source: 'SYNC', by: null }]);
  });

  it('reports a draft that clashes as a conflict with the way out, and harms nothing else', async () => {
    const draft = await templates.create({ name: 'clash' });
    world.meta.addTemplate({ name: 'clash', components: [{ type: 'BODY', text: 'Theirs.' }] });
    world.meta.addTemplate({ name: 'other' });
    world.meta.addTemplate({ name: 'clash', language: 'fr' });
    const report = must((await templates.sync()).report, 'the report');
    expect(report).toMatchObject({
      fetched: 3,
      created: 2,
      conflicts: [{ name: 'clash', language: 'en_US', template: { id: draft.id } }],
    });
    expect(only(report.conflicts, 'conflict').message).toContain('Rename the draft');
    expect(await templates.read(draft.id)).toMatchObject({ status: 'DRAFT', body: draft.body, remoteId: null });
    expect((await lastSync())?.conflicts).toEqual([{ name: 'clash', template: { id: draft.id } }]);
    await templates.update({ id: draft.id, name: 'clash_ours' });
    expect((await templates.sync()).report).toMatchObject({ created: 1, unchanged: 2, conflicts: [] });
    expect((await listed()).nodes.filter(({ name }) => name === 'clash')).toHaveLength(2);
  });

  it('keeps what is written here and not yet submitted', async () => {
    const { id, remoteId } = await templates.approved();
    const body = 'Dear {{1}}, your order {{2}} over {{3}} has left us.';
    await templates.update({ id, body });
    world.meta.template(remoteId).components = [{ type: 'BODY', text: 'Changed at Meta.' }];
    await templates.sync();
    expect(await templates.read(id)).toMatchObject({ body, hasUnsubmittedChanges: true });
  });

  it('brings the approval without any webhook: pending templates are looked at sooner', async () => {
    must(world.meta.world.apps.get(DEMO.appId), 'the app of the demo').subscription = null;
    const { id } = await templates.create();
    const { remoteId } = await templates.submit(id);
    world.meta.decide(remoteId, 'APPROVED');
    const due = only(
      await world.database.query<{ next_pending_at: Date }>('SELECT next_pending_at FROM template_syncs'),
    );
    const wait = due.next_pending_at.getTime() - Date.now();
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(61_000);
    await world.database.run('UPDATE template_syncs SET next_pending_at = now()');
    await templates.until(id, 'APPROVED');
    expect(last(await templates.historyOf(id))).toMatchObject({ kind: 'STATUS', to: 'APPROVED', source: 'SYNC' });
  }, 30_000);

  it('is run by the schedule, which spreads accounts and does each once', async () => {
    world.meta.addTemplate({ name: 'found_by_schedule' });
    await scheduleOf().scheduleAllAccounts(1);
    const found = await eventually(
      () => lastSync(),
      (sync) => sync !== null,
    );
    expect(found).toMatchObject({ trigger: 'SCHEDULED', created: 1 });
    expect(await world.countRows('template_syncs WHERE next_at IS NOT NULL')).toBe(0);
  }, 30_000);

  it('reads one template', async () => {
    const { id, remoteId } = await templates.approved();
    Object.assign(world.meta.template(remoteId), { status: 'PAUSED', qualityScore: 'YELLOW' });
    expect(await templates.syncOne(id)).toMatchObject({
      errors: [],
      template: { status: 'PAUSED', quality: 'YELLOW' },
    });
    world.meta.world.templates.delete(must(remoteId));
    expect(await templates.syncOne(id)).toMatchObject({ errors: [], template: { status: 'DELETED' } });
  });

  it('says what stopped it, removes nothing then, and goes on next time', async () => {
    const path = '/message_templates';
    addMany(150);
    await templates.sync();
    world.meta.planError({ path, code: 131000 });
    expect((await templates.sync()).errors).toMatchObject([{ code: 'META_REFUSED' }]);
    expect(await lastSync()).toMatchObject({ error: { code: 131000 }, removed: 0 });
    world.meta.planError({ path, code: 131059 });
    expect((await templates.sync()).errors).toMatchObject([{ code: 'META_REFUSED' }]); // on the first page it is no cursor's fault
    expect((await templates.sync()).report).toMatchObject({ fetched: 150, unchanged: 150 });
    world.meta.planError({ path, code: 1 });
    expect((await templates.sync()).report).toMatchObject({ fetched: 150, unchanged: 150, pages: 3 });
    world.meta.planError({ path, code: 190, subcode: 463 });
    expect((await templates.sync()).errors).toMatchObject([{ code: 'META_REFUSED', refusal: { code: 190 } }]);
    expect((await manager.client.send(ACCOUNT_STATUSES)).accounts).toEqual([{ status: 'TOKEN_INVALID' }]);
  });

  it('stops at Meta’s limit for managing an account, and waits until it is over', async () => {
    addMany(350);
    world.meta.behave({ managementCallsAnHour: 3 });
    const { errors } = await templates.sync();
    expect(errors).toMatchObject([{ code: 'META_REFUSED', refusal: { code: 80007 } }]);
    const { next_at } = only(await world.database.query<{ next_at: Date }>('SELECT next_at FROM template_syncs'));
    expect(next_at.getTime()).toBeGreaterThan(Date.now() + 30 * 60_000);
    expect((await listed()).totalCount).toBeGreaterThan(0);
  });

  it('lets one at a time synchronise an account', async () => {
    addMany(120);
    world.meta.behave({ latencyMs: 150 });
    const answers = await Promise.all([templates.sync(), templates.sync()]);
    expect(answers.flatMap(({ errors }) => errors)).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    expect((await listed()).totalCount).toBe(120);
  });

  (isEmbedded ? it.skip : it)(
    'is done once although two processes are at it',
    async () => {
      addMany(120);
      const another = await world.startAnother();
      world.meta.behave({ latencyMs: 100 });
      const schedules = [scheduleOf(), scheduleOf(another.app)];
      await Promise.all(schedules.map((schedule) => schedule.scheduleAllAccounts(1)));
      await eventually(
        () => world.countRows('template_syncs WHERE report IS NOT NULL AND lease_until IS NULL'),
        (count) => count === 1,
      );
      const lists = world.meta.requestsTo('/message_templates').filter(({ method }) => method === 'GET');
      expect(lists.length).toBeLessThanOrEqual(4); // two pages, at most once more when the second was a moment late
      expect((await listed()).totalCount).toBe(120);
      await another.close();
    },
    30_000,
  );

  it('does not let one broken account stop another', async () => {
    const { account } = await world.accounts.create(
      anAccount({
        name: 'Broken',
        accountId: '999',
        appId: '998',
        appSecret: 'x',
        accessToken: 'wrong',
        phoneNumberId: '997',
      }),
    );
    const broken = must(account, 'the broken account');
    world.meta.addTemplate({ name: 'found' });
    await scheduleOf().scheduleAllAccounts(1);
    const both = await eventually(
      async () => [await lastSync(broken.id, { client: world.admin }), await lastSync()],
      (syncs) => syncs.every((sync) => sync !== null),
      20_000,
    );
    expect(both).toMatchObject([
      { created: 0, error: { code: 190 } },
      { created: 1, error: null },
    ]);
  }, 30_000);

  it('never throws from the schedule', async () => {
    const sync = world.app.get(SyncTemplatesService);
    await expect(
      sync.syncBySchedule('00000000-0000-7000-8000-000000000000', world.account.id),
    ).resolves.toBeUndefined();
  });
});
