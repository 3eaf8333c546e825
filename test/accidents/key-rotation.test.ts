import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { graphql } from '../generated/gql.js';
import { GraphqlClient } from '../support/graphql/graphql-client.js';
import { ADMIN } from '../../scripts/local-server.js';
import { only } from '../support/expectations.js';
import { isEmbedded } from '../support/test-database.js';
import { TestWorld } from '../support/world/test-world.js';

const PARLEY = join(import.meta.dirname, '..', '..', 'dist', 'src', 'parley.js');
const READ = graphql(`
  query SecretsWhileKeysRotate { accounts { hasAccessToken hasAppSecret webhookVerifyToken } }
`);
const aKey = (): string => randomBytes(32).toString('base64');

(isEmbedded ? describe.skip : describe)('Keys of several processes on one PostgreSQL', () => {
  const started: { close(): Promise<void> }[] = [];
  const remembered = <T extends { close(): Promise<void> }>(one: T): T => {
    started.unshift(one);
    return one;
  };
  afterEach(async () => {
    for (const one of started) await one.close();
  });

  it('are rotated one process after the other, and each reads all secrets at any time', async () => {
    const [former, current] = [aKey(), aKey()];
    // First the new key is made known to all as one more that opens; only then does one after the other seal with it.
    const world = remembered(await TestWorld.start({ environment: { SECRET_KEY: former, SECRET_KEYS_OLD: current } }));
    const isWellIn = async (url: string): Promise<boolean> => {
      const client = new GraphqlClient(url);
      await client.login(ADMIN.email, ADMIN.password);
      const account = only((await client.send(READ)).accounts);
      return account.hasAccessToken && account.hasAppSecret && account.webhookVerifyToken !== '';
    };
    const next = remembered(await world.startAnother({ SECRET_KEY: current, SECRET_KEYS_OLD: former }));
    expect([await isWellIn(world.url), await isWellIn(next.url)]).toEqual([true, true]);
    // The process with the former key goes on sealing with it.
    await world.endpoints.create('http://127.0.0.1:9/hook');
    const child = spawn(process.execPath, [PARLEY, 'rotate-keys'], {
      env: { ...process.env, ...world.environment, SECRET_KEY: current, SECRET_KEYS_OLD: former },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (text) => (said += String(text)));
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(said).toContain('Webhook endpoints: 1 encrypted anew, 0 were already, 0 cannot be read.');
    expect([await isWellIn(world.url), await isWellIn(next.url)]).toEqual([true, true]);
    const alone = remembered(await world.startAnother({ SECRET_KEY: current, SECRET_KEYS_OLD: '' }));
    expect(await isWellIn(alone.url)).toBe(true);
  });
});
