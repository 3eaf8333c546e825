import { freePort, productionSettings } from '../../scripts/local-server.js';
import { graphql } from '../generated/gql.js';
import { eventually, must } from '../support/expectations.js';
import { aDraft, aFieldVariable } from '../support/factories/drafts.js';
import { ServerProcess } from '../support/server-process.js';
import { createTestDatabase, isEmbedded, type TestDatabase } from '../support/test-database.js';
import { TestWorld } from '../support/world/test-world.js';

const RECORDS = 1_000;
/** Sooner than anybody would choose, later than a status that Meta repeats. */
const RESEND_AFTER_SECONDS = 20;

const CREATE = graphql(`
  mutation CreateRuleOfWorker($input: CreateRecordRuleInput!) {
    createRecordRule(input: $input) { rule { id } errors { ...Problem } }
  }
`);
const ENABLE = graphql(`
  mutation EnableRuleOfWorker($id: ID!) {
    enableRecordRule(input: { ruleId: $id }) { rule { status } errors { ...Problem } }
  }
`);

/** Only a database server lets two processes in. */
(isEmbedded ? describe.skip : describe)('Rules whose worker is killed', () => {
  let database: TestDatabase;
  let world: TestWorld;
  let worker: ServerProcess;

  beforeAll(async () => {
    database = await createTestDatabase();
    world = await TestWorld.start({ database, environment: { ROLE: 'api' } });
    const port = await freePort();
    worker = new ServerProcess(`http://127.0.0.1:${port}`, {
      ...productionSettings(port, world.meta.simulator.url),
      ...database.environment,
      SECRET_KEY: world.environment.SECRET_KEY,
      ROLE: 'all',
      UNCONFIRMED_RESEND_AFTER_SECONDS: String(RESEND_AFTER_SECONDS),
    });
    await worker.start();
  }, 180_000);
  afterAll(async () => {
    await worker.kill('SIGKILL');
    await world.close();
    await database.drop();
  });

  const phoneOf = (index: number): string => `+1650701${String(index).padStart(4, '0')}`;
  const runs = (state: string): Promise<number> => world.countRows(`record_rule_runs WHERE state = '${state}'`);
  const startAgain = async (): Promise<void> => {
    // As if the leases of what it had claimed had run out.
    await world.database.run(`UPDATE outgoing_jobs SET lease_until = now() WHERE state = 'SENDING'`);
    await worker.start();
  };

  it('send each message once all the same', async () => {
    await world.records.upsertModel({
      key: 'parcel',
      label: 'Parcel',
      fields: [
        { key: 'number', label: 'Number', type: 'TEXT' },
        { key: 'phone', label: 'Phone', type: 'PHONE' },
      ],
    });
    const { id: templateId } = await world.templates.approvedFrom({
      ...aDraft({ accountId: world.account.id, body: 'Your parcel {{1}} is on its way to you.' }),
      appliesTo: world.records.modelId('parcel'),
      phoneField: 'phone',
      variables: [aFieldVariable({ fieldPath: 'number' })],
    });
    const { createRecordRule } = await world.admin.send(CREATE, {
      input: {
        name: 'On its way',
        templateId,
        trigger: 'CREATED',
        recordFilter: {},
        maxPerHour: 10_000,
        maxPerDay: 10_000,
      },
    });
    expect(createRecordRule.errors).toEqual([]);
    const enabled = await world.admin.send(ENABLE, { id: must(createRecordRule.rule).id });
    expect(enabled.enableRecordRule.rule?.status).toBe('ENABLED');

    const records = Array.from({ length: RECORDS }, (_, index) => ({
      externalId: `p${index}`,
      values: { number: `P-${index}`, phone: phoneOf(index) },
    }));
    expect((await world.records.push('parcel', records)).errors).toEqual([]);
    for (const enough of [50, 300]) {
      await eventually(
        () => runs('SENT'),
        (sent) => sent >= enough,
        60_000,
      );
      await worker.kill('SIGKILL');
      expect(await runs('WAITING')).toBeGreaterThan(0);
      await startAgain();
    }
    await eventually(
      () => runs('SENT'),
      (sent) => sent === RECORDS,
      120_000,
    );
    expect(await world.countRows('record_rule_runs')).toBe(RECORDS);
    expect(await world.countRows('messages')).toBe(RECORDS);
    expect(await world.countRows('(SELECT DISTINCT record_id FROM messages) AS record')).toBe(RECORDS);
    await eventually(
      () => world.countRows(`messages WHERE delivered_at IS NOT NULL`),
      (delivered) => delivered === RECORDS,
      180_000,
    );
    const got = records.map(({ values }) => world.customers.gotAt(values.phone).map(({ text }) => text));
    expect(got).toEqual(records.map(({ values }) => [expect.stringContaining(values.number)]));
  }, 420_000);
});
