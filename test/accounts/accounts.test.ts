import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import type { UpdateAccountInput } from '../generated/graphql.js';
import { eventually, first, must, problems } from '../support/expectations.js';
import { anAccount } from '../support/factories/accounts.js';
import { aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import { HOUR_MS, MINUTE_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const SECRETS = graphql(`
  query AccountSecrets($id: ID!) {
    account(id: $id) {
      hasAccessToken accessTokenHint hasAppSecret callbackUrl webhookVerifyToken
      webhookFields { name required subscribed }
    }
  }
`);
const VERIFY_TOKEN = graphql(`
  query VerifyToken($id: ID!) { account(id: $id) { webhookVerifyToken } }
`);
const NAMES = graphql(`
  query NamesOfAccounts { accounts { name } }
`);
const FIND = graphql(`
  query FindAccount($id: ID!) { account(id: $id) { id } }
`);
const UPDATE = graphql(`
  mutation UpdateAccount($input: UpdateAccountInput!) {
    updateAccount(input: $input) { account { id name status } errors { ...Problem } }
  }
`);
const SET_NOTIFY_USERS = graphql(`
  mutation SetNotifyUsersInDetail($input: SetNotifyUsersInput!) {
    setNotifyUsers(input: $input) { phoneNumber { returnAfterDays notifyUsers { id } } errors { ...Problem } }
  }
`);
const SUBSCRIBE = graphql(`
  mutation SubscribeWithReason($id: ID!) {
    subscribeWebhooks(input: { accountId: $id }) {
      errors { code ... on MetaRefusedError { refusal { code advice handling } } }
    }
  }
`);
const ARCHIVE = graphql(`
  mutation ArchiveAccount($id: ID!) {
    archiveAccount(input: { accountId: $id }) { account { archivedAt } errors { ...Problem } }
  }
`);

/** Another account than the one that is connected; Meta has never heard of it. */
const SECOND = anAccount({
  name: 'Second',
  accountId: '4711',
  appId: '12',
  appSecret: 'secret',
  accessToken: 'token',
  phoneNumberId: '13',
});

describe('Accounts', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const update = async (changes: Partial<UpdateAccountInput>) =>
    (await world.admin.send(UPDATE, { input: { id: world.account.id, ...changes } })).updateAccount;

  it('never shows a secret again, nor keeps it readable', async () => {
    const { account } = await world.admin.send(SECRETS, { id: world.account.id });
    expect(account).toMatchObject({
      hasAccessToken: true,
      accessTokenHint: 'oken',
      hasAppSecret: true,
      callbackUrl: `${world.url}/webhooks/whatsapp`,
    });
    const { webhookVerifyToken, webhookFields } = must(account);
    expect(webhookVerifyToken).toMatch(/^[\w-]{32}$/);
    expect(webhookFields).toContainEqual({ name: 'messages', required: true, subscribed: true });
    const rows = JSON.stringify(await world.database.query('SELECT * FROM accounts'));
    for (const secret of [DEMO.appSecret, DEMO.accessToken, webhookVerifyToken]) expect(rows).not.toContain(secret);
  });

  it('shows the verify token to administrators only', async () => {
    const manager = await world.people.add('MANAGER');
    const { errors } = await manager.client.request(VERIFY_TOKEN, { id: world.account.id });
    expect(first(errors)).toMatchObject({
      path: ['account', 'webhookVerifyToken'],
      extensions: { code: 'FORBIDDEN' },
    });
  });

  it('names everything that is wrong with an input at once, with codes, paths and limits', async () => {
    const { account, errors } = await world.accounts.create({
      ...SECOND,
      name: '  ',
      accountId: '12ab',
      accessToken: 'x'.repeat(1_001),
      appSecret: 'with blank',
    });
    expect(account).toBeNull();
    expect(problems(errors).sort()).toEqual([
      'INVALID_FORMAT accountId',
      'INVALID_FORMAT appSecret',
      'REQUIRED name',
      'TOO_LONG accessToken',
    ]);
    expect(errors).toContainEqual(expect.objectContaining({ code: 'TOO_LONG', limit: 1_000 }));
  });

  it('refuses an account that is connected already, and notify-users who are none', async () => {
    const twice = await world.accounts.create({ ...SECOND, accountId: DEMO.whatsappAccountId });
    expect(problems(twice.errors)).toEqual(['DUPLICATE accountId']);
    const nobody = await world.accounts.create({ ...SECOND, notifyUserIds: ['no-id'] });
    expect(problems(nobody.errors)).toEqual(['NOT_FOUND notifyUserIds.0']);
    const { accounts } = await world.admin.send(NAMES);
    expect(accounts).toEqual([{ name: 'Lucky Garden' }]);
  });

  it('accepts webhooks signed with the old app secret until it ends, and with the new one at once', async () => {
    const post = (secret: string) => world.webhooks.post(aWebhook({ messages: [aTextMessage('hello')] }), secret);
    const until = new Date(Date.now() + HOUR_MS).toISOString();
    const changed = await update({ appSecret: 'the-new-secret', previousSecretUntil: until });
    expect(changed.errors).toEqual([]);
    await post('the-new-secret').expect(200);
    await post(DEMO.appSecret).expect(200);
    world.clock.advance(HOUR_MS + 2 * MINUTE_MS);
    await post(DEMO.appSecret).expect(401);
    await post('the-new-secret').expect(200);
    world.clock.advance(-HOUR_MS - 2 * MINUTE_MS);
    expect((await update({ appSecret: DEMO.appSecret })).errors).toEqual([]);
  });

  it('sets notify-users, who must see the account', async () => {
    const operator = await world.people.add('OPERATOR');
    const stranger = await world.people.add('OPERATOR', { accountIds: [] });
    const phoneNumberId = world.account.phoneNumber.id;
    const done = await world.admin.send(SET_NOTIFY_USERS, {
      input: { phoneNumberId, userIds: [operator.id], returnAfterDays: 3 },
    });
    expect(done.setNotifyUsers).toEqual({
      phoneNumber: { returnAfterDays: 3, notifyUsers: [{ id: operator.id }] },
      errors: [],
    });
    const refused = await world.admin.send(SET_NOTIFY_USERS, {
      input: { phoneNumberId, userIds: [operator.id, stranger.id] },
    });
    expect(problems(refused.setNotifyUsers.errors)).toEqual(['NOT_FOUND userIds.1']);
  });

  it('tells why Meta did not take the callback URL', async () => {
    world.meta.planError({ path: '/subscriptions', code: 2200 });
    const { subscribeWebhooks } = await world.admin.send(SUBSCRIBE, { id: world.account.id });
    expect(subscribeWebhooks.errors).toMatchObject([
      {
        code: 'META_REFUSED',
        refusal: { code: 2200, handling: 'FIX_ACCOUNT', advice: expect.stringContaining('PUBLIC_URL') },
      },
    ]);
  });

  it('answers null or NOT_FOUND for ids that are unknown, foreign or none', async () => {
    const stranger = await world.people.add('OPERATOR', { accountIds: [] });
    expect(await stranger.client.send(FIND, { id: world.account.id })).toEqual({ account: null });
    for (const id of ['', 'x', '01a202bc-b51f-70ee-84fa-9e2d3c84eb0b', 'é'.repeat(5_000)]) {
      expect(await world.admin.send(FIND, { id })).toEqual({ account: null });
      expect(problems((await update({ id, name: 'New' })).errors)).toEqual(['NOT_FOUND id']);
    }
  });

  it('receives nothing any more once archived, and may be connected anew', async () => {
    const { id } = must((await world.accounts.create(SECOND)).account);
    const archive = async () => (await world.admin.send(ARCHIVE, { id })).archiveAccount;
    const archived = await archive();
    expect(archived.account).toEqual({ archivedAt: expect.any(String) });
    expect(await archive()).toEqual(archived);
    await eventually(
      async () => (await world.webhooks.post(aWebhook({ messages: [aTextMessage('late')] }, '4711'), 'secret')).status,
      (status) => status === 401,
      5_000,
    );
    expect((await world.accounts.create(SECOND)).errors).toEqual([]);
  });
});
