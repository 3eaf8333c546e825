import request from 'supertest';
import { MetricsServer } from '../../src/common/metrics/metrics-server.js';
import { eventually, must } from '../support/expectations.js';
import { Scrape } from '../support/prometheus.js';
import { withoutDatabase } from '../support/without-database.js';
import { TestWorld } from '../support/world/test-world.js';

const POOL_SIZE = 2;
const READ_AGAIN_MS = 5_000;

/** No background work here, so that whoever asks the database is counted; and no Redis, through which other tests say that permissions changed. */
describe('Scraping', () => {
  let world: TestWorld;
  let scraper: ReturnType<typeof request>;

  beforeAll(async () => {
    world = await TestWorld.start({
      environment: { ROLE: 'api', METRICS_PORT: '0', DATABASE_POOL_SIZE: String(POOL_SIZE), REDIS_URL: '' },
      isConnected: false,
    });
    const { port } = must(world.app.get(MetricsServer).address, 'a port');
    scraper = request(`http://127.0.0.1:${port}`);
  });
  afterAll(() => world.close());

  const scrape = async (): Promise<Scrape> => Scrape.of((await scraper.get('/metrics').expect(200)).text);

  it('a hundred times at once asks the database as often as once', async () => {
    const pool = (world.database.dataSource.driver as unknown as { master: NodeJS.EventEmitter }).master;
    let asked = 0;
    const count = (): void => void (asked += 1);
    world.clock.advance(READ_AGAIN_MS); // what was read at the start holds no longer
    pool.on('acquire', count);
    await scrape();
    const once = asked;
    expect(once).toBeGreaterThan(0);
    await Promise.all(Array.from({ length: 100 }, scrape));
    expect(asked).toBeLessThanOrEqual(2 * once); // on a slow machine a reading ends meanwhile
    pool.off('acquire', count);
  });

  it('goes on while the database does not answer, and says what is missing', async () => {
    const key = await world.metrics.keyOf('METRICS_READ');
    const withKey = (token: string) => world.http.get('/metrics').set('authorization', `Bearer ${token}`);
    await withKey(key).expect(200);
    expect((await scrape()).valueOf('parley_scrape_error', { collector: 'webhooks' })).toBe(0);
    await withoutDatabase(world.database, POOL_SIZE, async () => {
      world.clock.advance(READ_AGAIN_MS);
      const away = await scrape();
      for (const collector of ['webhooks', 'sending', 'accounts', 'media', 'template-sync'])
        expect([collector, away.valueOf('parley_scrape_error', { collector })]).toEqual([collector, 1]);
      for (const collector of ['process', 'live'])
        expect([collector, away.valueOf('parley_scrape_error', { collector })]).toEqual([collector, 0]);
      expect(away.valueOf('parley_webhooks_waiting')).toBeNull();
      expect(away.select('parley_messages_waiting')).toEqual([]);
      expect(away.valueOf('parley_build_info')).toBe(1);
      expect(away.valueOf('parley_webhooks_received_total', { outcome: 'stored' })).toBe(0);
      expect((await scrape()).valueOf('parley_database_pool_waiting')).toBeGreaterThan(0);
      // a key that was good a moment ago is good; of another one nobody knows
      expect((await withKey(key)).status).toBe(200);
      expect((await withKey('parley_nobody')).status).toBe(503);
    });
    await eventually(
      async () => {
        world.clock.advance(READ_AGAIN_MS);
        return (await scrape()).valueOf('parley_scrape_error', { collector: 'webhooks' });
      },
      (error) => error === 0,
    );
    expect((await scrape()).valueOf('parley_webhooks_waiting')).toBe(0);
  });
});
