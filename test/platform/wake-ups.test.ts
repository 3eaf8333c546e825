import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { WakeUps } from '../../src/common/wake-ups/wake-ups.js';
import { eventually } from '../support/expectations.js';
import { aTextMessage } from '../support/factories/webhooks.js';
import { TestWorld } from '../support/world/test-world.js';

const redisUrl = process.env.TEST_REDIS_URL ?? '';
const NONSENSE = ['nonsense', '{}', '[]', '[1,2,3]', 'null', '["a","accounts-changed"]', '["a","error","b"]'];

/** What a process hears of others. */
function heardBy(wakeUps: WakeUps): string[] {
  const heard: string[] = [];
  wakeUps.listen('accounts-changed', (detail) => heard.push(detail));
  return heard;
}

(redisUrl === '' || process.env.TEST_DATABASE_URL === undefined ? describe.skip : describe)(
  'Wake-ups through a Redis that installations share',
  () => {
    const worlds: TestWorld[] = [];
    let redis: Redis;

    beforeAll(async () => {
      redis = new Redis(redisUrl);
      for (let count = 0; count < 2; count += 1) worlds.push(await TestWorld.start({ isConnected: false }));
    });
    afterAll(async () => {
      for (const world of worlds) await world.close();
      await redis.quit();
    });

    /** Of two processes of each installation, one that wakes and what the other hears. */
    const pairs = async () =>
      Promise.all(
        worlds.map(async (world) => {
          const another = await world.startAnother({ ROLE: 'api' });
          return { another, wakeUps: world.app.get(WakeUps), heard: heardBy(another.app.get(WakeUps)) };
        }),
      );

    it('reach the processes of their own installation, and no other', async () => {
      const installations = await pairs();
      for (const [index, { wakeUps, heard }] of installations.entries())
        await eventually(
          () => {
            wakeUps.wake('accounts-changed', `of ${index}`);
            return heard.length;
          },
          (count) => count > 0, // by now Redis has told everybody whom it tells
        );
      expect(installations.map(({ heard }) => [...new Set(heard)])).toEqual([['of 0'], ['of 1']]);
      for (const { another } of installations) await another.close();
    });

    it('are not stopped by what somebody else puts there', async () => {
      const installations = await pairs();
      const channels = (await redis.pubsub('CHANNELS', 'parley:*wake-ups')) as string[];
      expect(channels.length).toBeGreaterThan(1);
      for (const channel of channels) for (const text of NONSENSE) await redis.publish(channel, text);
      for (const { another, wakeUps, heard } of installations) {
        await eventually(() => {
          wakeUps.wake('accounts-changed', 'after it');
          return heard.includes('after it');
        }, Boolean);
        await another.close();
      }
    });
  },
);

(redisUrl === '' ? describe.skip : describe)('A Redis with a wrong password', () => {
  it('stops nothing, is told of without the password, and is used as soon as the password is right', async () => {
    const redis = new Redis(redisUrl);
    const [user, password] = ['user', 'password'].map((name) => `${name}-${randomBytes(6).toString('hex')}`) as [
      string,
      string,
    ];
    const setPassword = (text: string) =>
      redis.call('ACL', 'SETUSER', user, 'on', 'resetpass', `>${text}`, '~*', '&*', '+@all');
    await setPassword('another one');
    const url = new URL(redisUrl);
    Object.assign(url, { username: user, password });
    const world = await TestWorld.start({ environment: { REDIS_URL: url.href } });
    try {
      await world.webhooks.receives({ messages: [aTextMessage('Hello')] });
      const health = async () => (await world.http.get('/health/ready').expect(200)).body as { warnings?: string[] };
      const { warnings = [] } = await eventually(health, (body) => body.warnings !== undefined);
      expect(warnings).toEqual([expect.stringMatching(/^Redis does not answer \(WRONGPASS .*REDIS_URL/)]);
      expect(warnings.join()).not.toContain(password);
      await setPassword(password);
      await eventually(health, (body) => body.warnings === undefined);
    } finally {
      await world.close();
      await redis.call('ACL', 'DELUSER', user);
      await redis.quit();
    }
  });
});
