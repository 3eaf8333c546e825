import type { DataSource, DataSourceOptions } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { EmbeddedDatabase } from '../../src/common/database/embedded/embedded-database.js';
import { migrate } from '../../src/common/database/migrations/migrate.js';
import { firstIdOf, newId } from '../../src/common/ids.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { DAY_MS } from '../support/world/test-clock.js';

const BEFORE = MIGRATIONS.findIndex(({ name }) => name.startsWith('ProcessInLanes'));
const DELIVERIES = `
  SELECT id, state, convert_from(coalesce(bodies.body, deliveries.body), 'UTF8') AS body, bodies.body IS NOT NULL AS is_apart,
         deliveries.tableoid::regclass::text AS partition, lane
    FROM webhook_deliveries deliveries LEFT JOIN webhook_bodies bodies ON bodies.delivery_id = id
         LEFT JOIN webhook_queue queue ON queue.delivery_id = id ORDER BY id`;

describe('Deliveries from before they lay in partitions', () => {
  let database: TestDatabase;
  let engine: EmbeddedDatabase | null = null;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    const { DATA_DIR, DATABASE_URL } = database.environment;
    engine = DATABASE_URL === undefined ? await EmbeddedDatabase.open({ directory: DATA_DIR, durable: false }) : null;
    const options: DataSourceOptions = engine?.connectionOptions() ?? { type: 'postgres', url: DATABASE_URL };
    dataSource = await migrate({ ...options, migrations: [...MIGRATIONS] });
    for (let count = MIGRATIONS.length; count > BEFORE; count -= 1) await dataSource.undoLastMigration();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await engine?.close();
    await database.drop();
  });

  const insert = (id: string, state: string) =>
    dataSource.query(
      `INSERT INTO webhook_deliveries (id, account_id, body, state, received_at) VALUES ($1, $2, convert_to($3, 'UTF8'), $3, now())`,
      [id, newId(), state],
    );

  it('are kept, whatever their time, and wait if they waited; what a former process stores is refused', async () => {
    const [old, waiting] = [firstIdOf(new Date(Date.now() - 100 * DAY_MS)), newId()];
    const inDays = (days: number): string => firstIdOf(new Date(Date.now() + days * DAY_MS));
    const [ahead, waitingAhead] = [inDays(9), inDays(10)];
    await insert(old, 'FAILED');
    await insert(waiting, 'RECEIVED');
    await insert(ahead, 'PROCESSED');
    await insert(waitingAhead, 'RECEIVED');
    await dataSource.runMigrations();
    const [before, rest] = ['webhook_deliveries_before', 'webhook_deliveries_default'];
    expect(await dataSource.query(DELIVERIES)).toEqual([
      { id: old, state: 'FAILED', body: 'FAILED', is_apart: false, partition: before, lane: null },
      { id: waiting, state: 'RECEIVED', body: 'RECEIVED', is_apart: true, partition: before, lane: 0 },
      { id: ahead, state: 'PROCESSED', body: 'PROCESSED', is_apart: false, partition: rest, lane: null },
      { id: waitingAhead, state: 'RECEIVED', body: 'RECEIVED', is_apart: true, partition: rest, lane: 0 },
    ]);
    await expect(insert(newId(), 'RECEIVED')).rejects.toMatchObject({ code: '23514' });
    for (let count = MIGRATIONS.length; count > BEFORE; count -= 1) await dataSource.undoLastMigration();
    const left = await dataSource.query(`SELECT state, convert_from(body, 'UTF8') AS body FROM webhook_deliveries`);
    expect(left).toHaveLength(4);
    for (const { state, body } of left) expect(body).toBe(state);
  });
});
