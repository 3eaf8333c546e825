import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import { allOf, eventually, first, last, must } from '../support/expectations.js';
import { aFieldWebhook } from '../support/factories/webhooks.js';
import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';

const ACCOUNT = graphql(`
  query AccountWithHistory($id: ID!) {
    account(id: $id) {
      status
      restrictions { type expiresAt }
      phoneNumbers { verifiedName messagingLimit throughput qualityRating }
      history(first: 50) { nodes { kind from to reason source by { id } occurredAt } }
    }
  }
`);
const LEARN_NUMBERS = graphql(`
  mutation LearnAboutNumbers($id: ID!) { testConnection(input: { accountId: $id }) { report { ok } } }
`);
const CHANGE_TOKEN = graphql(`
  mutation ChangeToken($id: ID!, $accessToken: String!) {
    updateAccount(input: { id: $id, accessToken: $accessToken }) { errors { ...Problem } }
  }
`);

describe('What Meta tells of an account', () => {
  let world: TestWorld;
  let admin: Person;
  let operator: Person;
  let seconds = Math.floor(Date.now() / 1000) - 10_000;

  beforeAll(async () => {
    world = await TestWorld.start();
    admin = await world.people.add('ADMIN', { name: 'Ada' });
    operator = await world.people.add('OPERATOR', { name: 'Otto' });
    await world.admin.send(LEARN_NUMBERS, { id: world.account.id });
  });
  afterAll(() => world.close());

  const account = async () => must((await admin.client.send(ACCOUNT, { id: world.account.id })).account);
  const tell = async (field: string, value: object, time?: number): Promise<void> => {
    seconds += 10;
    await world.webhooks.receivesField(field, value, time ?? seconds);
  };
  const latest = async () => first((await account()).history.nodes, 'an entry of the history');
  const told = async (person: Person, about = 'ACCOUNT_CHANGED') =>
    (await world.people.notificationsOf(person)).filter(({ reason }) => reason === about).map(({ body }) => body);

  it('is applied, kept in history, pushed, and told to administrators alone', async () => {
    const live = await world.inbox.as(operator).watch();
    const expiration = seconds + 864_000;
    await tell('account_update', {
      event: 'ACCOUNT_RESTRICTION',
      restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration }],
    });
    expect(await account()).toMatchObject({
      status: 'RESTRICTED',
      restrictions: [
        { type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiresAt: new Date(expiration * 1000).toISOString() },
      ],
    });
    expect(await latest()).toMatchObject({
      kind: 'STATUS',
      from: 'CONNECTED',
      to: 'RESTRICTED',
      source: 'WEBHOOK',
      reason: expect.stringContaining('RESTRICTED_BIZ_INITIATED_MESSAGING'),
      occurredAt: new Date(seconds * 1000).toISOString(),
    });
    await live.until(
      ({ events }) => allOf(events, 'AccountChanged').some((event) => event.account.status === 'RESTRICTED'),
      'the change',
    );
    await live.close();
    expect(await told(admin)).toHaveLength(1);
    expect(await told(operator)).toEqual([]);
  });

  it('does not undo what is newer, and is counted once however often it comes', async () => {
    const before = (await account()).history.nodes.length;
    const at = seconds + 50;
    for (let time = 0; time < 3; time += 1)
      await tell(
        'account_update',
        { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE', waba_ban_date: 'May 1, 2026' } },
        at,
      );
    await tell('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } }, at - 20);
    expect((await account()).status).toBe('DISABLED');
    expect((await account()).history.nodes.length).toBe(before + 2);
    seconds = at + 100;
    await tell('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } });
    expect(await account()).toMatchObject({ status: 'CONNECTED', restrictions: [] });
  });

  it.each<[string, string, object, object]>([
    [
      'a violation',
      'account_update',
      { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SPAM' } },
      { kind: 'ACCOUNT', to: 'ACCOUNT_VIOLATION', reason: 'ACCOUNT_VIOLATION: SPAM' },
    ],
    ['a review', 'account_review_update', { decision: 'REJECTED' }, { to: 'REVIEW_REJECTED' }],
    [
      'an alert',
      'account_alerts',
      { entity_type: 'BUSINESS', alert_info: { alert_type: 'OBA_REJECTED', alert_description: 'No' } },
      { to: 'OBA_REJECTED', reason: 'OBA_REJECTED: No' },
    ],
    [
      'a PIN',
      'security',
      { display_phone_number: '15550783881', event: 'PIN_RESET_REQUEST', requester: '61' },
      { to: 'PIN_RESET_REQUEST for 15550783881', reason: 'PIN_RESET_REQUEST for 15550783881: 61' },
    ],
    ['something new', 'account_update', { event: 'TELEPORTED' }, { to: 'TELEPORTED' }],
  ])('keeps %s', async (_what, field, value, expected) => {
    await tell(field, value);
    expect(await latest()).toMatchObject(expected);
  });

  it('changes numbers: throughput, limit and name, each by its own clock', async () => {
    const display = { display_phone_number: '15550783881' };
    await tell('phone_number_quality_update', {
      ...display,
      event: 'THROUGHPUT_UPGRADE',
      current_limit: 'TIER_UNLIMITED',
    });
    expect((await account()).phoneNumbers).toMatchObject([{ throughput: 1_000, messagingLimit: 'TIER_UNLIMITED' }]);
    await tell('business_capability_update', {
      max_daily_conversations_per_business: 2_000,
      max_phone_numbers_per_waba: 25,
    });
    expect((await account()).phoneNumbers).toMatchObject([{ messagingLimit: 'TIER_2K' }]);
    await tell('business_capability_update', { max_daily_conversations_per_business: -1 }, seconds - 500);
    expect((await account()).phoneNumbers).toMatchObject([{ messagingLimit: 'TIER_2K' }]);
    await tell('phone_number_name_update', {
      ...display,
      decision: 'APPROVED',
      requested_verified_name: 'Lucky Shrub',
    });
    expect((await account()).phoneNumbers).toMatchObject([{ verifiedName: 'Lucky Shrub' }]);
    await tell('phone_number_name_update', {
      ...display,
      decision: 'REJECTED',
      requested_verified_name: 'WhatsApp',
      rejection_reason: 'NAME_X',
    });
    expect((await account()).phoneNumbers).toMatchObject([{ verifiedName: 'Lucky Shrub' }]);
    expect(last(await told(admin))).toContain('REJECTED');
  });

  it('finds the account when Meta writes the id of the business above it', async () => {
    const value = { event: 'PARTNER_REMOVED', waba_info: { waba_id: DEMO.whatsappAccountId, owner_business_id: '5' } };
    const webhook = aFieldWebhook('account_update', value, { id: '999888777', time: seconds });
    await world.webhooks.post(webhook).expect(200);
    await world.webhooks.settled();
    expect(await latest()).toMatchObject({ to: 'PARTNER_REMOVED' });
  });

  it('has a token refused: marked once, told once, mended with a new one; and who changed what is kept', async () => {
    const token = must(world.meta.world.tokens.get(DEMO.accessToken), 'the token at Meta');
    const { conversation } = await world.customers.startsConversation();
    token.isRevoked = true;
    for (const text of ['one', 'two']) {
      await world.inbox.as(admin).send(conversation.id, text);
      await eventually(account, ({ status }) => status === 'TOKEN_INVALID');
    }
    token.isRevoked = false;
    expect(await account()).toMatchObject({ status: 'TOKEN_INVALID' });
    expect(await told(admin, 'TOKEN_INVALID')).toHaveLength(1);
    expect(await told(operator, 'TOKEN_INVALID')).toEqual([]);
    const { updateAccount } = await admin.client.send(CHANGE_TOKEN, {
      id: world.account.id,
      accessToken: DEMO.accessToken,
    });
    expect(updateAccount.errors).toEqual([]);
    expect(await latest()).toMatchObject({
      kind: 'CREDENTIALS',
      to: 'accessToken',
      source: 'USER',
      by: { id: admin.id },
    });
    await world.accounts.setNotifyUsers([operator]);
    expect(await latest()).toMatchObject({ kind: 'MEMBERS', from: '', to: 'Otto', source: 'USER' });
    expect(JSON.stringify(await account())).not.toContain(DEMO.accessToken);
  });
});
