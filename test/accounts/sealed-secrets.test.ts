import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { Resealing } from '../../src/common/secrets/resealing.service.js';
import { SecretBox } from '../../src/common/secrets/secret-box.js';
import { AccountSecrets, type AccountSecret } from '../../src/modules/accounts/connection/account-secrets.js';
import { SecretRotationService } from '../../src/modules/accounts/connection/secret-rotation.service.js';
import { UnusableCredentialsService } from '../../src/modules/accounts/standing/unusable-credentials.service.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import { eventually, first, must, problems } from '../support/expectations.js';
import { anAccount } from '../support/factories/accounts.js';
import { aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import { TestWorld } from '../support/world/test-world.js';

const SAVE = graphql(`
  mutation SaveCredentialsAnew($input: UpdateAccountInput!) {
    updateAccount(input: $input) { account { id status } errors { ...Problem } }
  }
`);
const TEST = graphql(`
  mutation TestWithUnreadableSecrets($id: ID!) {
    testConnection(input: { accountId: $id }) { report { ok } errors { ...Problem } }
  }
`);
const SEEN = graphql(`
  query SeenOfUnreadableSecrets($id: ID!) {
    account(id: $id) { status history(first: 50) { nodes { to reason } } }
    notifications(first: 50) { nodes { reason body } }
  }
`);

const COLUMNS = {
  accessTokenSealed: 'access_token_sealed',
  appSecretSealed: 'app_secret_sealed',
  verifyTokenSealed: 'verify_token_sealed',
} as const satisfies Partial<Record<AccountSecret, string>>;
type Column = keyof typeof COLUMNS;
const SECRETS = Object.keys(COLUMNS) as Column[];

describe('The sealed secrets of an account', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const key = () => Buffer.from(must(world.environment.SECRET_KEY), 'base64');
  const secretsWith = (...keys: [Buffer, ...Buffer[]]) => new AccountSecrets(new SecretBox(keys[0], keys.slice(1)));
  const rotateWith = (...keys: [Buffer, ...Buffer[]]) =>
    new SecretRotationService(
      world.database,
      secretsWith(...keys),
      new Resealing(world.database, new SecretBox(keys[0], keys.slice(1))),
      world.app.get(UnusableCredentialsService),
    ).onApplicationBootstrap();
  const sealedOf = async (id: string, secret: Column): Promise<string> => {
    const column = COLUMNS[secret];
    const rows = await world.database.query<Record<string, string>>(`SELECT ${column} FROM accounts WHERE id = $1`, [
      id,
    ]);
    return must(first(rows)[column]);
  };
  const put = (id: string, secret: Column, sealed: string) =>
    world.database.run(`UPDATE accounts SET ${COLUMNS[secret]} = $2 WHERE id = $1`, [id, sealed]);
  /** As a process does when it starts. */
  const restart = () => rotateWith(key());
  const seen = (id: string) => world.admin.send(SEEN, { id });
  const receives = async () => {
    await world.webhooks.post(aWebhook({ messages: [aTextMessage('still verified')] })).expect(200);
    await world.webhooks.settled();
  };

  it('can be read after the encryption key was changed, and need the old one no more', async () => {
    const { id } = world.account;
    const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
    const [before, alone] = [secretsWith(oldKey), secretsWith(newKey)];
    for (const secret of SECRETS) {
      const text = secretsWith(key()).open(id, secret, await sealedOf(id, secret));
      await put(id, secret, before.seal(id, secret, text));
    }
    await rotateWith(newKey, oldKey);
    expect(alone.open(id, 'accessTokenSealed', await sealedOf(id, 'accessTokenSealed'))).toBe(DEMO.accessToken);
    expect(alone.open(id, 'appSecretSealed', await sealedOf(id, 'appSecretSealed'))).toBe(DEMO.appSecret);
    await rotateWith(key(), newKey);
    await receives();
  });

  it('that were sealed before they had a place are sealed for it at the start', async () => {
    const { id } = world.account;
    const sealed = sealedForNoPlace(key(), DEMO.accessToken);
    await put(id, 'accessTokenSealed', sealed);
    await restart();
    expect(await sealedOf(id, 'accessTokenSealed')).not.toBe(sealed);
    expect(new SecretBox(key()).isStale(await sealedOf(id, 'accessTokenSealed'))).toBe(false);
    expect((await world.admin.send(TEST, { id })).testConnection).toMatchObject({ report: { ok: true }, errors: [] });
  });

  it('do not open in another account or column: messages wait, administrators see why, a new token mends it', async () => {
    const { id } = world.account;
    const other = await world.accounts.create(anAccount({ name: 'Other', accountId: '4711', phoneNumberId: '13' }));
    const otherId = must(other.account).id;
    const { conversation } = await world.customers.startsConversation('Hello');
    await put(id, 'accessTokenSealed', await sealedOf(otherId, 'accessTokenSealed'));
    const message = await world.inbox.send(conversation.id, 'Not with the token of another');
    const { account, notifications } = await eventually(
      () => seen(id),
      (found) => found.account?.status === 'TOKEN_INVALID',
    );
    expect(must(account).history.nodes).toContainEqual({
      to: 'TOKEN_INVALID',
      reason: expect.stringMatching(/cannot be read/),
    });
    expect(notifications.nodes[0]).toMatchObject({
      reason: 'TOKEN_INVALID',
      body: expect.stringMatching(/cannot be read/),
    });
    expect(problems((await world.admin.send(TEST, { id })).testConnection.errors)).toEqual([
      'NOT_ALLOWED_NOW accountId',
    ]);
    expect(world.meta.requestsTo('/messages')).toEqual([]);
    await receives();
    await world.admin.send(SAVE, { input: { id, accessToken: DEMO.accessToken } });
    await world.inbox.until(message.id, 'DELIVERED');
  });

  it('that cannot be read at the start are named, and do not keep the others from being verified', async () => {
    const other = await world.accounts.create(anAccount({ name: 'Broken', accountId: '4712', phoneNumberId: '14' }));
    const brokenId = must(other.account).id;
    await put(brokenId, 'appSecretSealed', await sealedOf(world.account.id, 'appSecretSealed'));
    await put(brokenId, 'verifyTokenSealed', secretsWith(randomBytes(32)).seal(brokenId, 'verifyTokenSealed', 'lost'));
    await restart();
    expect((await seen(brokenId)).account?.status).toBe('TOKEN_INVALID');
    await receives();
    const { updateAccount } = await world.admin.send(SAVE, {
      input: { id: brokenId, appSecret: 'entered-again', accessToken: 'entered-again' },
    });
    expect(updateAccount).toMatchObject({ account: { status: 'UNVERIFIED' }, errors: [] });
    await restart();
    expect((await seen(brokenId)).account?.status).toBe('UNVERIFIED');
    await world.webhooks
      .post(aWebhook({ messages: [aTextMessage('verified again')] }, '4712'), 'entered-again')
      .expect(200);
  });
});

/** As secrets were sealed at first: with nothing that says where they belong. */
function sealedForNoPlace(key: Buffer, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const bytes = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
  const id = createHash('sha256').update('parley key id').update(key).digest('hex').slice(0, 8);
  return `${id}.${Buffer.concat(bytes).toString('base64url')}`;
}
