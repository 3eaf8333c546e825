import { CheckpointService } from '../../src/common/database/embedded/checkpoint.service.js';
import { VacuumService } from '../../src/common/database/embedded/vacuum.service.js';
import { only } from '../support/expectations.js';
import { isEmbedded } from '../support/test-database.js';
import { TestWorld } from '../support/world/test-world.js';

const ROWS = 2_000;

(isEmbedded ? describe : describe.skip)('The embedded database', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start({ isConnected: false });
    await world.database.run('CREATE TABLE crowded (id integer PRIMARY KEY, state text)');
    await world.database.run(`INSERT INTO crowded SELECT number, 'WAITING' FROM generate_series(1, ${ROWS}) AS number`);
    await world.database.run('CREATE TABLE calm (id integer PRIMARY KEY)');
    await world.database.run('INSERT INTO calm VALUES (1)');
  });
  afterAll(() => world.close());

  const statistics = async (table: string) =>
    only(
      await world.database.query<{ dead: string; vacuumed: Date | null; analysed: Date | null }>(
        `SELECT n_dead_tup AS dead, last_vacuum AS vacuumed, last_analyze AS analysed, pg_stat_force_next_flush()
           FROM pg_stat_user_tables WHERE relname = $1`,
        [table],
      ),
    );
  const vacuum = () => world.app.get(VacuumService).run();

  it('vacuums and analyses what has many dead rows, and leaves alone what has not', async () => {
    await vacuum();
    await statistics('crowded');
    await world.database.run(`UPDATE crowded SET state = 'DONE'`);
    await statistics('crowded');
    expect(Number((await statistics('crowded')).dead)).toBe(ROWS);
    expect(await vacuum()).toContain('crowded');
    await statistics('crowded');
    expect(await statistics('crowded')).toMatchObject({
      dead: '0',
      vacuumed: expect.any(Date),
      analysed: expect.any(Date),
    });
    expect(await statistics('calm')).toMatchObject({ vacuumed: null, analysed: null });
  });

  it('gives room back to be used again: rows that are rewritten again and again need no more', async () => {
    const size = async () =>
      Number(only(await world.database.query<{ size: string }>(`SELECT pg_relation_size('crowded') AS size`)).size);
    const rewrite = async (): Promise<void> => {
      await world.database.run(`UPDATE crowded SET state = state || 'x'`);
      await statistics('crowded');
      await vacuum();
    };
    await rewrite();
    await rewrite();
    const before = await size();
    for (let round = 0; round < 5; round += 1) await rewrite();
    expect(await size()).toBeLessThanOrEqual(before * 1.2);
  });

  it('lets others in between two tables', async () => {
    for (const table of ['first_one', 'second_one', 'third_one']) {
      await world.database.run(`CREATE TABLE ${table} AS SELECT number FROM generate_series(1, ${ROWS}) AS number`);
    }
    const done = async () =>
      Number(
        only(
          await world.database.query<{ tables: string }>(
            `SELECT count(last_vacuum) AS tables FROM pg_stat_user_tables WHERE relname LIKE '%\\_one'`,
          ),
        ).tables,
      );
    await statistics('first_one');
    let isRunning = true;
    const running = vacuum().finally(() => (isRunning = false));
    const seen = new Set<number>();
    while (isRunning) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      seen.add(await done());
    }
    await running;
    expect(await done()).toBe(3);
    expect([...seen]).toEqual(expect.arrayContaining([1, 2]));
  });

  it('makes a checkpoint after 64 MB of its log: a start after a crash reads no more, and the log does not grow', async () => {
    const checkpoint = () => world.app.get(CheckpointService).run();
    const unread = async () =>
      Number(
        only(
          await world.database.query<{ bytes: string }>(
            'SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn) AS bytes FROM pg_control_checkpoint()',
          ),
        ).bytes,
      );
    const written = async () =>
      Number(
        only(
          await world.database.query<{ bytes: string }>(
            `SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') AS bytes`,
          ),
        ).bytes,
      );
    const logBytes = async () =>
      Number(only(await world.database.query<{ size: string }>('SELECT sum(size) AS size FROM pg_ls_waldir()')).size);
    await checkpoint();
    expect(await checkpoint()).toBe(false);
    await world.database.run('CREATE TABLE bulky (text text)');
    await world.database.run('ALTER TABLE bulky ALTER COLUMN text SET STORAGE EXTERNAL'); // not compressed
    const write = () =>
      world.database.run(`INSERT INTO bulky SELECT repeat('x', 7000) FROM generate_series(1, 10000) AS number`);
    for (let round = 0; round < 4; round += 1) {
      const before = await written();
      await write();
      expect((await written()) - before).toBeGreaterThan(64 * 1024 * 1024);
      await checkpoint(); // or the one that the application has made by itself meanwhile
      expect(await unread()).toBeLessThan(1024 * 1024);
    }
    expect(await logBytes()).toBeLessThan(300 * 1024 * 1024);
  });

  it('does it once at a time', async () => {
    await world.database.run(
      `INSERT INTO leases (name, holder, expires_at) VALUES ('vacuum', gen_random_uuid(), now() + interval '1 minute')`,
    );
    expect(await vacuum()).toBeNull();
    await world.database.run(`DELETE FROM leases WHERE name = 'vacuum'`);
  });
});
