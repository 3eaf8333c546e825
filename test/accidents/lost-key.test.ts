import { randomBytes } from 'node:crypto';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import { eventually, must, only } from '../support/expectations.js';
import { aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { TestWorld } from '../support/world/test-world.js';

const ACCOUNTS = graphql(`
  query AccountsWithoutKey {
    accounts { id status hasAccessToken hasAppSecret webhookVerifyToken sendingPauseReason sendingPauseCause { kind errorCode } }
  }
`);
const SAVE = graphql(`
  mutation SaveCredentialsAgain($input: UpdateAccountInput!) {
    updateAccount(input: $input) { account { status hasAccessToken hasAppSecret webhookVerifyToken sendingPauseReason } errors { ...Problem } }
  }
`);
const TEST = graphql(`
  mutation TestWithoutKey($id: ID!) { testConnection(input: { accountId: $id }) { report { ok } errors { ...Problem } } }
`);

const key = (): string => randomBytes(32).toString('base64');

describe('A server whose SECRET_KEY is lost', () => {
  let database: TestDatabase;
  const worlds: TestWorld[] = [];
  const first = key();

  const start = async (SECRET_KEY: string, isConnected = false): Promise<TestWorld> => {
    for (const former of worlds.splice(0)) await former.close();
    const world = await TestWorld.start({ database, isConnected, environment: { SECRET_KEY, LOG_LEVEL: 'error' } });
    worlds.push(world);
    return world;
  };
  const account = async (world: TestWorld) => only((await world.admin.send(ACCOUNTS)).accounts);

  beforeEach(async () => {
    database = await createTestDatabase();
    await start(first, true);
  });
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.close();
    await database.drop();
  });

  it('starts, shows which accounts it cannot use, and asks Meta to keep their webhooks', async () => {
    const world = await start(key());
    expect(await account(world)).toMatchObject({
      status: 'TOKEN_INVALID',
      hasAccessToken: false,
      hasAppSecret: false,
      webhookVerifyToken: '',
      sendingPauseReason: expect.stringContaining('SECRET_KEY that is gone: save both again') as string,
      sendingPauseCause: { kind: 'KEY_LOST', errorCode: null },
    });
    const { id } = await account(world);
    expect(await world.admin.send(TEST, { id })).toMatchObject({
      testConnection: { report: null, errors: [{ code: 'NOT_ALLOWED_NOW', path: ['accountId'] }] },
    });
    expect((await world.webhooks.post(aWebhook({ messages: [aTextMessage('Kept?')] }))).status).toBe(503);
    for (const token of ['', 'null']) {
      const query = `hub.mode=subscribe&hub.challenge=1&hub.verify_token=${token}`;
      await world.http.get(`/webhooks/whatsapp?${query}`).expect(403);
    }
  });

  it('works again when the credentials have been saved again, in one step or in two', async () => {
    const world = await start(key());
    const { id } = await account(world);
    const half = await world.admin.send(SAVE, { input: { id, accessToken: DEMO.accessToken } });
    expect(half.updateAccount).toMatchObject({
      errors: [],
      account: { status: 'TOKEN_INVALID', hasAccessToken: true, hasAppSecret: false },
    });
    const whole = await world.admin.send(SAVE, { input: { id, appSecret: DEMO.appSecret } });
    expect(whole.updateAccount).toMatchObject({
      errors: [],
      account: { status: 'UNVERIFIED', hasAccessToken: true, hasAppSecret: true, sendingPauseReason: null },
    });
    expect(must(whole.updateAccount.account).webhookVerifyToken).toMatch(/^[\w-]{32}$/);
    expect((await world.admin.send(TEST, { id })).testConnection.errors).toEqual([]);
    const post = () => world.webhooks.post(aWebhook({ messages: [aTextMessage('Kept!')] }));
    expect(
      await eventually(
        async () => (await post()).status,
        (status) => status === 200,
      ),
    ).toBe(200);
  });

  it('loses nothing when a wrong key was given by mistake', async () => {
    const before = await account(must(worlds[0]));
    await start(key());
    const world = await start(first);
    expect(await account(world)).toEqual({ ...before, status: 'UNVERIFIED' });
    expect((await world.webhooks.post(aWebhook({ messages: [aTextMessage('Here')] }))).status).toBe(200);
  });
});
