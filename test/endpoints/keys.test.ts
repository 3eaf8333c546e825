import { randomBytes } from 'node:crypto';
import { first, must } from '../support/expectations.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { isGenuine, WebhookReceiver } from '../support/webhook-receiver.js';
import { TestWorld } from '../support/world/test-world.js';

const key = (): string => randomBytes(32).toString('base64');

describe('Secrets of endpoints, when the SECRET_KEY of the server changes', () => {
  let database: TestDatabase;
  let receiver: WebhookReceiver;
  const worlds: TestWorld[] = [];

  const start = async (environment: { SECRET_KEY: string; SECRET_KEYS_OLD?: string }): Promise<TestWorld> => {
    for (const former of worlds.splice(0)) await former.close();
    const world = await TestWorld.start({ database, isConnected: false, environment });
    worlds.push(world);
    return world;
  };

  beforeEach(async () => {
    database = await createTestDatabase();
    receiver = await WebhookReceiver.start();
  });
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.close();
    await receiver.close();
    await database.drop();
  });

  it('are sealed anew at the start, so that the old key is needed once', async () => {
    const [old, fresh] = [key(), key()];
    const { id, secret } = await (await start({ SECRET_KEY: old })).endpoints.create(receiver.url);
    for (const environment of [{ SECRET_KEY: fresh, SECRET_KEYS_OLD: old }, { SECRET_KEY: fresh }]) {
      const { endpoints } = await start(environment);
      const count = receiver.accepted.length;
      await endpoints.sendTest(id);
      expect(isGenuine(must((await receiver.gets(count + 1)).at(-1)), secret)).toBe(true);
    }
  });

  it('are said to be lost where the key is, and replaced', async () => {
    const { id } = await (await start({ SECRET_KEY: key() })).endpoints.create(receiver.url);
    const { endpoints } = await start({ SECRET_KEY: key() });
    await endpoints.sendTest(id);
    const [failed] = await endpoints.untilDeliveries(
      { endpointId: id, state: ['FAILED'] },
      (found) => found.length === 1,
    );
    expect(first(must(failed).attempts)).toMatchObject({
      status: null,
      error: 'Its secret was encrypted with a SECRET_KEY that is gone: rotate it.',
    });
    expect(receiver.received).toEqual([]);
    const { endpoint, secret } = await endpoints.rotate(id);
    expect(must(endpoint).previousSecretUntil).toBeNull();
    await endpoints.sendTest(id);
    expect(isGenuine(first(await receiver.gets(1)), must(secret))).toBe(true);
  });
});
