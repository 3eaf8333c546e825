import { graphql } from '../generated/gql.js';
import { eventually, must, only } from '../support/expectations.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { TestWorld } from '../support/world/test-world.js';

const HISTORY = graphql(`
  query HistoryOfNumber($id: ID!) {
    account(id: $id) {
      history(first: 50) { nodes { kind } }
      phoneNumbers { history(first: 50) { nodes { kind from to source occurredAt } } }
    }
  }
`);
const READ_AGAIN = graphql(`
  mutation ReadNumberAgain($id: ID!) { refreshPhoneNumber(input: { phoneNumberId: $id }) { errors { ...Problem } } }
`);

describe('The history of a number', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.accounts.learnNumber(DEMO.phoneNumberId);
  });
  afterAll(() => world.close());

  const account = async () => must((await world.admin.send(HISTORY, { id: world.account.id })).account, 'the account');
  const entries = async () => only((await account()).phoneNumbers).history.nodes;

  it('has what a webhook changed, and each change once', async () => {
    const before = (await entries()).length;
    const upgrade = {
      display_phone_number: '15550783881',
      event: 'THROUGHPUT_UPGRADE',
      max_daily_conversations_per_business: 'TIER_UNLIMITED',
    };
    await world.webhooks.receivesField('phone_number_quality_update', upgrade);
    const after = await eventually(entries, ({ length }) => length >= before + 2);
    expect(after.slice(0, 2).sort((a, b) => a.kind.localeCompare(b.kind))).toMatchObject([
      { kind: 'LIMIT', from: 'TIER_2K', to: 'TIER_UNLIMITED', source: 'WEBHOOK' },
      { kind: 'THROUGHPUT', from: '80', to: '1000', source: 'WEBHOOK' },
    ]);
    await world.webhooks.receivesField('phone_number_quality_update', { ...upgrade, event: 'ONBOARDING' });
    expect(await entries()).toHaveLength(after.length);
  });

  it('has what reading the number again found, and not what stayed', async () => {
    const before = (await entries()).length;
    Object.assign(world.meta.phone, { qualityRating: 'YELLOW', status: 'FLAGGED', throughput: 'HIGH' });
    for (let reads = 0; reads < 2; reads += 1) {
      const { refreshPhoneNumber } = await world.admin.send(READ_AGAIN, { id: world.account.phoneNumber.id });
      expect(refreshPhoneNumber.errors).toEqual([]);
    }
    const found = (await entries()).slice(0, -before);
    expect(found.filter(({ kind }) => kind !== 'LIMIT').sort((a, b) => a.kind.localeCompare(b.kind))).toMatchObject([
      { kind: 'QUALITY', from: 'GREEN', to: 'YELLOW', source: 'SYNC' },
      { kind: 'STATUS', from: 'CONNECTED', to: 'FLAGGED', source: 'SYNC' },
    ]);
  });

  it('is apart from the history of the account', async () => {
    const kinds = (await account()).history.nodes.map(({ kind }) => kind);
    for (const kind of ['LIMIT', 'THROUGHPUT', 'QUALITY'] as const) expect(kinds).not.toContain(kind);
  });
});
