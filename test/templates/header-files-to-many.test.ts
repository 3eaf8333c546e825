import { graphql } from '../generated/gql.js';
import { eventually, must } from '../support/expectations.js';
import { aPdf } from '../support/factories/files.js';
import { INVOICE_LINK, Invoices } from '../support/world/invoices.js';
import { TestWorld } from '../support/world/test-world.js';

const CREATE_RULE = graphql(`
  mutation CreateRuleWithFile($input: CreateRecordRuleInput!) {
    createRecordRule(input: $input) { rule { id } errors { ...Problem reason } }
  }
`);
const ENABLE_RULE = graphql(`
  mutation EnableRuleWithFile($id: ID!) {
    enableRecordRule(input: { ruleId: $id }) { rule { status } errors { ...Problem reason } }
  }
`);
const RUNS = graphql(`
  query RunsWithFile($id: ID!) {
    recordRule(id: $id) { runs(first: 10) { nodes { state errors { ...Problem reason } record { externalId } } } }
  }
`);
const SKIPPED = graphql(`
  query SkippedForTheirFiles($id: ID!) {
    broadcast(id: $id) { status total skippedRecipients(first: 20) { nodes { errors { ...Problem reason } } } }
  }
`);

describe('The files of many headers from records', () => {
  let world: TestWorld;
  let invoices: Invoices;

  beforeAll(async () => {
    world = await TestWorld.start();
    invoices = await Invoices.open(world);
  });
  afterAll(() => world.close());

  it('is each recipient’s own in a broadcast, and who has none is left out with the reason', async () => {
    const { id: templateId } = await invoices.approved();
    const file = await invoices.upload(aPdf('1.4 of one'), 'application/pdf', 'one.pdf');
    const good = [
      await invoices.add({ file: INVOICE_LINK, name: 'A.pdf' }),
      await invoices.add({ file, name: 'B.pdf' }),
    ];
    const bad = [await invoices.add({}), await invoices.add({ file: 'http://files.example.com/a.pdf' })];
    const { id } = await world.broadcasts.start({
      templateId,
      skipInvalid: true,
      recipients: [...good, ...bad].map(({ recordId }) => ({ recordId })),
    });
    const sent = async ({ phone }: { phone: string }) => (await invoices.headerAt(phone)).value;
    expect(await sent(must(good[0]))).toEqual({ link: INVOICE_LINK, filename: 'A.pdf' });
    expect(await sent(must(good[1]))).toEqual({ id: expect.any(String), filename: 'B.pdf' });
    const { broadcast } = await eventually(
      () => world.admin.send(SKIPPED, { id }),
      (answer) => answer.broadcast?.status === 'FINISHED',
    );
    expect(broadcast).toMatchObject({
      total: 2,
      skippedRecipients: {
        nodes: [{ errors: [{ reason: 'VALUE_FIELD_EMPTY' }] }, { errors: [{ reason: 'HEADER_LINK_NEEDS_HTTPS' }] }],
      },
    });
  });

  it('is sent by a rule when its record comes, and a record without it is told in the run', async () => {
    const { id: templateId } = await invoices.approved();
    const created = await world.admin.send(CREATE_RULE, {
      input: { name: 'Invoices', templateId, trigger: 'CREATED', recordFilter: {} },
    });
    const { id } = must(created.createRecordRule.rule);
    expect((await world.admin.send(ENABLE_RULE, { id })).enableRecordRule.errors).toEqual([]);
    const good = await invoices.add({ file: INVOICE_LINK, name: 'Rule.pdf' });
    const bad = await invoices.add({ file: 'https://192.168.0.1/a.pdf' });
    expect((await invoices.headerAt(good.phone)).value).toEqual({
      link: INVOICE_LINK,
      filename: 'Rule.pdf',
    });
    const runs = await eventually(
      async () => must((await world.admin.send(RUNS, { id })).recordRule).runs.nodes,
      (found) => found.length === 2 && found.every(({ state }) => state !== 'WAITING'),
    );
    const refused = must(runs.find(({ record }) => record?.externalId === bad.externalId));
    expect(refused.errors).toMatchObject([{ code: 'INVALID_FORMAT', reason: 'HEADER_LINK_PRIVATE' }]);
  });
});
