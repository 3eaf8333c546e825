/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import { SyncTemplatesService } from '../../src/modules/templates/sync/sync-templates.service.js';
import { SyncScheduleService } from '../../src/modules/templates/sync/sync-schedule.service.js';
import { DEMO } from '../../src/simulator/demo-world.js';
import { eventually } from '../support/legacy/graphql-client.js';
import { countRows } from '../support/legacy/received.js';
import { HISTORY, Studio } from '../support/legacy/studio.js';
import { isEmbedded } from '../support/test-database.js';

const NAMES = `query ($status: [TemplateStatus!]) { templates(filter: { status: $status }, first: 100) { totalCount nodes { id name language status category quality } } }`;

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

describe('Synchronising templates', () => {
  let studio: Studio;

  beforeEach(async () => {
    studio = await Studio.open();
  });
  afterEach(() => studio.test.close());

  const world = () => studio.test.simulator.world;
  const names = async (status?: string[]) => (await studio.client.send(NAMES, { status })).templates;
  /** What is written to the table, seen by the versions of its rows. */
  const versions = () =>
    studio.test.database.query<{ id: string; xmin: string }>(
      'SELECT id, xmin::text AS xmin FROM templates ORDER BY id',
    );

  it('brings every page, each language by itself, and writes nothing the second time', async () => {
    for (let number = 0; number < 230; number += 1) {
      studio.atMeta({
        name: `made_at_meta_${number}`,
        language: number % 2 === 0 ? 'en_US' : 'de',
        components: [{ type: 'BODY', text: `Number {{1}} of ${number} is made.`, example: { body_text: [['7']] } }],
      });
    }
    studio.atMeta({ name: 'made_at_meta_0', language: 'es' });
    const first = await studio.sync();
    expect(first).toMatchObject({
      errors: [],
      report: { trigger: 'MANUAL', pages: 3, fetched: 231, created: 231, updated: 0, unchanged: 0, removed: 0 },
    });
    expect((await names()).totalCount).toBe(231);
    const before = await versions();
    const second = await studio.sync();
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
    const { account } = await studio.client.send(
      'query ($id: ID!) { account(id: $id) { templateSync { trigger unchanged startedAt finishedAt error { code } } templates(first: 1, filter: { language: ["es"] }) { totalCount nodes { lastSyncedAt variables { source sampleValue } } } } }',
      { id: studio.account.id },
    );
    expect(account).toMatchObject({
      templateSync: { trigger: 'MANUAL', unchanged: 231, error: null },
      templates: { totalCount: 1 },
    });
    expect(account.templates.nodes[0].lastSyncedAt).toBe(account.templateSync.finishedAt);
  });

  it('writes exactly what has changed, and knows what is gone', async () => {
    const [kept, paused, edited, gone] = ['kept', 'paused', 'edited', 'gone'].map((name) => studio.atMeta({ name }));
    await studio.sync();
    const before = new Map((await versions()).map(({ id, xmin }) => [id, xmin]));
    Object.assign(paused!, { status: 'PAUSED', qualityScore: 'RED' });
    edited!.components = [{ type: 'BODY', text: 'Hello {{1}}, made anew.', example: { body_text: [['Pablo']] } }];
    world().templates.delete(gone!.id);
    expect((await studio.sync()).report).toMatchObject({
      fetched: 3,
      created: 0,
      updated: 2,
      unchanged: 1,
      removed: 1,
    });
    const after = await versions();
    expect(after.filter(({ id, xmin }) => before.get(id) !== xmin)).toHaveLength(3);
    const { nodes } = await names(['APPROVED', 'PAUSED', 'DELETED']);
    const byName = new Map<string, any>(nodes.map((node: { name: string }) => [node.name, node]));
    expect(byName.get('kept')).toMatchObject({ status: 'APPROVED' });
    expect(byName.get('paused')).toMatchObject({ status: 'PAUSED', quality: 'RED' });
    expect(byName.get('gone')).toMatchObject({ status: 'DELETED' });
    const changed = await studio.read(
      byName.get('edited').id,
      `body variables { name source sampleValue } hasUnsubmittedChanges ${HISTORY}`,
    );
    expect(changed).toMatchObject({
      body: 'Hello {{1}}, made anew.',
      variables: [{ name: '1', source: 'FREE_TEXT', sampleValue: 'Pablo' }],
      hasUnsubmittedChanges: false,
      history: { nodes: [{ kind: 'COMPONENTS', source: 'SYNC', by: null }] },
    });
    expect(kept).toBeDefined();
  });

  it('reports a draft that clashes as a conflict with the way out, and harms nothing else', async () => {
    const { template: draft } = await studio.create({ name: 'clash' });
    studio.atMeta({ name: 'clash', components: [{ type: 'BODY', text: 'Theirs.' }] });
    studio.atMeta({ name: 'other' });
    studio.atMeta({ name: 'clash', language: 'fr' });
    const { report } = await studio.sync();
    expect(report).toMatchObject({
      fetched: 3,
      created: 2,
      conflicts: [{ name: 'clash', language: 'en_US', template: { id: draft.id } }],
    });
    expect(report.conflicts[0].message).toContain('Rename the draft');
    expect(await studio.read(draft.id)).toMatchObject({ status: 'DRAFT', body: draft.body, remoteId: null });
    const { account } = await studio.client.send(
      'query ($id: ID!) { account(id: $id) { templateSync { conflicts { name template { id } } } } }',
      { id: studio.account.id },
    );
    expect(account.templateSync.conflicts).toEqual([{ name: 'clash', template: { id: draft.id } }]);
    await studio.change('updateTemplate', { id: draft.id, name: 'clash_ours' });
    expect((await studio.sync()).report).toMatchObject({ created: 1, unchanged: 2, conflicts: [] });
    expect((await names()).nodes.filter(({ name }: { name: string }) => name === 'clash')).toHaveLength(2);
  });

  it('keeps what is written here and not yet submitted', async () => {
    const template = await studio.approved();
    await studio.change('updateTemplate', {
      id: template.id,
      body: 'Dear {{1}}, your order {{2}} over {{3}} has left us.',
    });
    studio.remote(template.remoteId).components = [{ type: 'BODY', text: 'Changed at Meta.' }];
    await studio.sync();
    expect(await studio.read(template.id)).toMatchObject({
      body: 'Dear {{1}}, your order {{2}} over {{3}} has left us.',
      hasUnsubmittedChanges: true,
    });
  });

  it('brings the approval without any webhook: pending templates are looked at sooner', async () => {
    world().apps.get(DEMO.appId)!.subscription = null;
    const { template } = await studio.create();
    const { remoteId } = (await studio.submit(template.id)).template;
    studio.test.simulator.templates.decide(studio.remote(remoteId), 'APPROVED');
    const [due] = await studio.test.database.query<{ next_pending_at: Date }>(
      'SELECT next_pending_at FROM template_syncs',
    );
    const wait = due!.next_pending_at.getTime() - Date.now();
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(61_000);
    await studio.test.database.run('UPDATE template_syncs SET next_pending_at = now()');
    const approved = await eventually(
      () => studio.read(template.id, `status ${HISTORY}`),
      ({ status }) => status === 'APPROVED',
      15_000,
    );
    expect(approved.history.nodes.at(-1)).toMatchObject({ kind: 'STATUS', to: 'APPROVED', source: 'SYNC' });
  }, 30_000);

  it('is run by the schedule, which spreads accounts and does each once', async () => {
    studio.atMeta({ name: 'found_by_schedule' });
    await studio.test.app.get(SyncScheduleService).scheduleAllAccounts(1);
    const found = await eventually(
      () =>
        studio.client.send('query ($id: ID!) { account(id: $id) { templateSync { trigger created } } }', {
          id: studio.account.id,
        }),
      ({ account }) => account.templateSync !== null,
      15_000,
    );
    expect(found.account.templateSync).toEqual({ trigger: 'SCHEDULED', created: 1 });
    expect(await countRows(studio.test, 'template_syncs WHERE next_at IS NOT NULL')).toBe(0);
  }, 30_000);

  it('reads one template', async () => {
    const template = await studio.approved();
    Object.assign(studio.remote(template.remoteId), { status: 'PAUSED', qualityScore: 'YELLOW' });
    expect(await studio.change('syncTemplate', { templateId: template.id })).toMatchObject({
      errors: [],
      template: { status: 'PAUSED', quality: 'YELLOW' },
    });
    world().templates.delete(template.remoteId);
    expect(await studio.change('syncTemplate', { templateId: template.id })).toMatchObject({
      errors: [],
      template: { status: 'DELETED' },
    });
  });

  it('says what stopped it, removes nothing then, and goes on next time', async () => {
    for (let number = 0; number < 150; number += 1) studio.atMeta({ name: `many_${number}` });
    await studio.sync();
    world().plannedErrors.push({ path: '/message_templates', times: 1, kind: 'CODE', code: 131000 });
    expect((await studio.sync()).errors).toMatchObject([{ code: 'META_REFUSED' }]);
    const { account } = await studio.client.send(
      'query ($id: ID!) { account(id: $id) { status templateSync { error { code advice } removed } } }',
      { id: studio.account.id },
    );
    expect(account.templateSync).toMatchObject({ error: { code: 131000 }, removed: 0 });
    world().plannedErrors.push({ path: '/message_templates', times: 1, kind: 'CODE', code: 131059 });
    expect((await studio.sync()).errors).toMatchObject([{ code: 'META_REFUSED' }]); // on the first page it is no cursor's fault
    expect((await studio.sync()).report).toMatchObject({ fetched: 150, unchanged: 150 });
    world().plannedErrors.push({ path: '/message_templates', times: 1, kind: 'CODE', code: 1 });
    expect((await studio.sync()).report).toMatchObject({ fetched: 150, unchanged: 150, pages: 3 });
    world().plannedErrors.push({ path: '/message_templates', times: 1, kind: 'CODE', code: 190, subcode: 463 });
    expect((await studio.sync()).errors).toMatchObject([{ code: 'META_REFUSED', refusal: { code: 190 } }]);
    expect((await studio.client.send('{ accounts { status } }')).accounts).toEqual([{ status: 'TOKEN_INVALID' }]);
  });

  it('stops at Meta’s limit for managing an account, and waits until it is over', async () => {
    for (let number = 0; number < 350; number += 1) studio.atMeta({ name: `many_${number}` });
    world().settings.managementCallsAnHour = 3;
    const { errors } = await studio.sync();
    expect(errors).toMatchObject([{ code: 'META_REFUSED', refusal: { code: 80007 } }]);
    const [row] = await studio.test.database.query<{ next_at: Date }>('SELECT next_at FROM template_syncs');
    expect(row!.next_at.getTime()).toBeGreaterThan(Date.now() + 30 * 60_000);
    expect((await names()).totalCount).toBeGreaterThan(0);
  });

  it('lets one at a time synchronise an account', async () => {
    for (let number = 0; number < 120; number += 1) studio.atMeta({ name: `many_${number}` });
    world().settings.latencyMs = 150;
    const answers = await Promise.all([studio.sync(), studio.sync()]);
    expect(answers.flatMap(({ errors }) => errors)).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    expect((await names()).totalCount).toBe(120);
  });

  (isEmbedded ? it.skip : it)(
    'is done once although two processes are at it',
    async () => {
      for (let number = 0; number < 120; number += 1) studio.atMeta({ name: `many_${number}` });
      const another = await studio.test.startAnother();
      world().settings.latencyMs = 100;
      const schedules = [studio.test.app, another.app].map((app) => app.get(SyncScheduleService));
      await Promise.all(schedules.map((schedule) => schedule.scheduleAllAccounts(1)));
      await eventually(
        () => countRows(studio.test, 'template_syncs WHERE report IS NOT NULL AND lease_until IS NULL'),
        (count) => count === 1,
        15_000,
      );
      const lists = world().requests.filter(
        ({ method, path }) => method === 'GET' && path.endsWith('/message_templates'),
      );
      expect(lists.length).toBeLessThanOrEqual(4); // two pages, at most once more when the second was a moment late
      expect((await names()).totalCount).toBe(120);
      await another.close();
    },
    30_000,
  );

  it('does not let one broken account stop another', async () => {
    const { createAccount } = await studio.test.admin.send(
      'mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { id } errors { code } } }',
      {
        input: {
          name: 'Broken',
          accountId: '999',
          appId: '998',
          appSecret: 'x',
          accessToken: 'wrong',
          phoneNumberId: '997',
        },
      },
    );
    studio.atMeta({ name: 'found' });
    await studio.test.app.get(SyncScheduleService).scheduleAllAccounts(1);
    const QUERY = 'query ($id: ID!) { account(id: $id) { templateSync { created error { code } } } }';
    const report = async (id: string) => (await studio.test.admin.send(QUERY, { id })).account.templateSync;
    const both = await eventually(
      async () => [await report(createAccount.account.id), await report(studio.account.id)],
      (reports) => reports.every((entry) => entry !== null),
      20_000,
    );
    expect(both).toMatchObject([
      { created: 0, error: { code: 190 } },
      { created: 1, error: null },
    ]);
  }, 30_000);

  it('never throws from the schedule', async () => {
    const sync = studio.test.app.get(SyncTemplatesService);
    await expect(
      sync.syncBySchedule('00000000-0000-7000-8000-000000000000', studio.account.id),
    ).resolves.toBeUndefined();
  });
});
