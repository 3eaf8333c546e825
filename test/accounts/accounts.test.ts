/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import { randomBytes } from 'node:crypto';
import { SecretRotationService } from '../../src/modules/accounts/connection/secret-rotation.service.js';
import { SecretBox } from '../../src/common/secrets/secret-box.js';
import { DEMO } from '../../src/simulator/demo-world.js';
import {
  addPerson,
  connectAccount,
  startTestApp,
  type ConnectedAccount,
  type TestApp,
} from '../support/legacy/test-app.js';
import { eventually } from '../support/legacy/graphql-client.js';
import { post, textMessage, webhook } from '../support/legacy/webhooks.js';

const CREATE = `mutation ($input: CreateAccountInput!) {
  createAccount(input: $input) { account { id } errors { __typename code message path ... on InvalidInputError { limit } } } }`;
const UPDATE = `mutation ($input: UpdateAccountInput!) { updateAccount(input: $input) { account { id name status } errors { code path } } }`;
const INPUT = {
  name: 'Second',
  accountId: '4711',
  appId: '12',
  appSecret: 'secret',
  accessToken: 'token',
  phoneNumberId: '13',
};

describe('Accounts', () => {
  let test: TestApp;
  let account: ConnectedAccount;

  beforeAll(async () => {
    test = await startTestApp();
    account = await connectAccount(test);
  });

  afterAll(() => test.close());

  it('never shows a secret again, nor keeps it readable', async () => {
    const { account: shown } = await test.admin.send(
      'query ($id: ID!) { account(id: $id) { hasAccessToken accessTokenHint hasAppSecret callbackUrl webhookVerifyToken webhookFields { name required subscribed } } }',
      { id: account.id },
    );
    expect(shown).toMatchObject({
      hasAccessToken: true,
      accessTokenHint: 'oken',
      hasAppSecret: true,
      callbackUrl: `${test.url}/webhooks/whatsapp`,
    });
    expect(shown.webhookVerifyToken).toMatch(/^[\w-]{32}$/);
    expect(shown.webhookFields).toContainEqual({ name: 'messages', required: true, subscribed: true });
    const rows = JSON.stringify(await test.database.query('SELECT * FROM accounts'));
    for (const secret of [DEMO.appSecret, DEMO.accessToken, shown.webhookVerifyToken])
      expect(rows).not.toContain(secret);
  });

  it('shows the verify token to administrators only', async () => {
    const manager = await addPerson(test, 'MANAGER', [account.id]);
    const { errors } = await manager.client.request('query ($id: ID!) { account(id: $id) { webhookVerifyToken } }', {
      id: account.id,
    });
    expect(errors[0]).toMatchObject({ path: ['account', 'webhookVerifyToken'], extensions: { code: 'FORBIDDEN' } });
  });

  it('names everything that is wrong with an input at once, with codes, paths and limits', async () => {
    const { createAccount } = await test.admin.send(CREATE, {
      input: { ...INPUT, name: '  ', accountId: '12ab', accessToken: 'x'.repeat(1_001), appSecret: 'with blank' },
    });
    expect(createAccount.account).toBeNull();
    expect(createAccount.errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'REQUIRED', path: ['name'] }),
        expect.objectContaining({ code: 'INVALID_FORMAT', path: ['accountId'] }),
        expect.objectContaining({ code: 'TOO_LONG', path: ['accessToken'], limit: 1_000 }),
        expect.objectContaining({ code: 'INVALID_FORMAT', path: ['appSecret'] }),
      ]),
    );
    expect(createAccount.errors).toHaveLength(4);
  });

  it('refuses an account that is connected already, and notify-users who are none', async () => {
    const twice = await test.admin.send(CREATE, { input: { ...INPUT, accountId: DEMO.whatsappAccountId } });
    expect(twice.createAccount.errors).toMatchObject([{ code: 'DUPLICATE', path: ['accountId'] }]);
    const nobody = await test.admin.send(CREATE, { input: { ...INPUT, notifyUserIds: ['no-id'] } });
    expect(nobody.createAccount.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['notifyUserIds', '0'] }]);
    const { accounts } = await test.admin.send('{ accounts { name } }');
    expect(accounts).toEqual([{ name: 'Lucky Garden' }]);
  });

  it('accepts webhooks signed with the old app secret until it ends, and with the new one at once', async () => {
    const sign = (secret: string) => post(test.url, webhook({ messages: [textMessage('hello')] }), secret);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await test.admin.send(UPDATE, {
      input: { id: account.id, appSecret: 'the-new-secret', previousSecretUntil: until },
    });
    expect((await sign('the-new-secret')).status).toBe(200);
    expect((await sign(DEMO.appSecret)).status).toBe(200);
    test.clock.advance(3_700_000);
    expect((await sign(DEMO.appSecret)).status).toBe(401);
    expect((await sign('the-new-secret')).status).toBe(200);
    test.clock.advance(-3_700_000);
    await test.admin.send(UPDATE, { input: { id: account.id, appSecret: DEMO.appSecret } });
  });

  it('can be read after the encryption key was changed, and needs the old one no more', async () => {
    const [old, next] = [randomBytes(32), randomBytes(32)];
    const [before, after, alone] = [new SecretBox(old), new SecretBox(next, [old]), new SecretBox(next)];
    const [row] = await test.database.query<{
      access_token_sealed: string;
      app_secret_sealed: string;
      verify_token_sealed: string;
      previous_app_secret_sealed: string;
    }>('SELECT * FROM accounts LIMIT 1');
    const current = test.app.get(SecretBox);
    const names = [
      'access_token_sealed',
      'app_secret_sealed',
      'verify_token_sealed',
      'previous_app_secret_sealed',
    ] as const;
    for (const name of names)
      await test.database.run(`UPDATE accounts SET ${name} = $1`, [before.seal(current.open(row![name]))]);
    await new SecretRotationService(test.database, after).onApplicationBootstrap();
    const [resealed] = await test.database.query<Record<(typeof names)[number], string>>(
      'SELECT * FROM accounts LIMIT 1',
    );
    expect(alone.open(resealed!.access_token_sealed)).toBe(DEMO.accessToken);
    expect(alone.open(resealed!.app_secret_sealed)).toBe(DEMO.appSecret);
    for (const name of names) await test.database.run(`UPDATE accounts SET ${name} = $1`, [row![name]]);
  });

  it('sets notify-users, who must see the account', async () => {
    const operator = await addPerson(test, 'OPERATOR', [account.id]);
    const stranger = await addPerson(test, 'OPERATOR');
    const SET = `mutation ($input: SetNotifyUsersInput!) { setNotifyUsers(input: $input) {
      phoneNumber { returnAfterDays notifyUsers { id } } errors { code path } } }`;
    const done = await test.admin.send(SET, {
      input: { phoneNumberId: account.phoneNumber.id, userIds: [operator.id], returnAfterDays: 3 },
    });
    expect(done.setNotifyUsers).toEqual({
      phoneNumber: { returnAfterDays: 3, notifyUsers: [{ id: operator.id }] },
      errors: [],
    });
    const refused = await test.admin.send(SET, {
      input: { phoneNumberId: account.phoneNumber.id, userIds: [operator.id, stranger.id] },
    });
    expect(refused.setNotifyUsers.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['userIds', '1'] }]);
  });

  it('tells why Meta did not take the callback URL', async () => {
    test.simulator.world.plannedErrors.push({ path: '/subscriptions', times: 1, kind: 'CODE', code: 2200 });
    const { subscribeWebhooks } = await test.admin.send(
      'mutation ($id: ID!) { subscribeWebhooks(input: { accountId: $id }) { errors { code ... on MetaRefusedError { refusal { code advice handling } } } } }',
      { id: account.id },
    );
    expect(subscribeWebhooks.errors).toMatchObject([
      {
        code: 'META_REFUSED',
        refusal: { code: 2200, handling: 'FIX_ACCOUNT', advice: expect.stringContaining('PUBLIC_URL') },
      },
    ]);
  });

  it('answers null or NOT_FOUND for ids that are unknown, foreign or none', async () => {
    const stranger = await addPerson(test, 'OPERATOR');
    const QUERY = 'query ($id: ID!) { account(id: $id) { id } }';
    expect(await stranger.client.send(QUERY, { id: account.id })).toEqual({ account: null });
    for (const id of ['', 'x', '01a202bc-b51f-70ee-84fa-9e2d3c84eb0b', 'é'.repeat(5_000)]) {
      expect(await test.admin.send(QUERY, { id })).toEqual({ account: null });
      const { updateAccount } = await test.admin.send(UPDATE, { input: { id, name: 'New' } });
      expect(updateAccount.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['id'] }]);
    }
  });

  it('receives nothing any more once archived, and may be connected anew', async () => {
    const { createAccount } = await test.admin.send(CREATE, { input: INPUT });
    const ARCHIVE =
      'mutation ($id: ID!) { archiveAccount(input: { accountId: $id }) { account { archivedAt } errors { code } } }';
    const first = await test.admin.send(ARCHIVE, { id: createAccount.account.id });
    const second = await test.admin.send(ARCHIVE, { id: createAccount.account.id });
    expect(second.archiveAccount.account.archivedAt).toBe(first.archiveAccount.account.archivedAt);
    await eventually(
      async () => (await post(test.url, webhook({ messages: [textMessage('late')] }, '4711'), 'secret')).status,
      (code) => code === 401,
      5_000,
    );
    expect((await test.admin.send(CREATE, { input: INPUT })).createAccount.errors).toEqual([]);
  });
});
