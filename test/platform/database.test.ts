import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { EmbeddedDatabase } from '../../src/common/database/embedded/embedded-database.js';
import { rowset } from '../../src/common/database/rowset.js';
import { EventLog } from '../../src/common/events/event-log.js';
import { newId } from '../../src/common/ids.js';
import { must, only, pause } from '../support/expectations.js';
import { isEmbedded } from '../support/test-database.js';
import { TestWorld } from '../support/world/test-world.js';

describe('The database', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  it('has every column that the entities speak of, and no migration left to run', async () => {
    const { dataSource } = world.database;
    expect(await dataSource.showMigrations()).toBe(false);
    // where a table has a generated column, TypeORM looks for what it would have noted down of it
    await world.database.run(
      `CREATE TABLE typeorm_metadata (type text, database text, schema text, "table" text, name text, value text)`,
    );
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    await world.database.run('DROP TABLE typeorm_metadata');
    const differences = upQueries
      .map(({ query }) => query)
      .filter((query) => /ADD "|DROP COLUMN|ALTER COLUMN .* TYPE|CREATE TABLE/.test(query))
      .filter((query) => !query.includes('DROP COLUMN "inbox_state"')); // the database computes it, and only indexes read it
    expect(differences).toEqual([]);
    expect(dataSource.entityMetadatas.length).toBeGreaterThan(6);
  });

  it('commits nothing where the last statement of a transaction fails, and goes on', async () => {
    const make = (name: string, last: string) =>
      world.database.transaction(async () => {
        await world.database.run('INSERT INTO labels (id, account_id, name, color) VALUES ($1, $4, $2, $3)', [
          newId(),
          name,
          'RED',
          world.account.id,
        ]);
        world.database.runLast(last, []);
        world.database.runLast('SELECT 1', []);
      });
    const names = async () =>
      (await world.database.query<{ name: string }>(`SELECT name FROM labels WHERE name LIKE 'last %'`)).map(
        ({ name }) => name,
      );
    for (let time = 0; time < 12; time += 1)
      await expect(make('last refused', 'SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
    expect(await names()).toEqual([]);
    await make('last kept', 'SELECT 2');
    expect(await names()).toEqual(['last kept']);
  });

  it('keeps the log in order and whole while twenty write at once', async () => {
    const log = world.app.get(EventLog);
    const begin = await log.head(world.account.id);
    const [writers, writes] = [20, 25];
    const seen: bigint[] = [];
    let isWriting = true;
    const reading = (async () => {
      let position = begin;
      while (isWriting || (await log.head(world.account.id)) > position) {
        for (const event of await log.readAfter(world.account.id, position, 100)) {
          seen.push(event.position);
          position = event.position;
        }
      }
    })();
    await Promise.all(
      Array.from({ length: writers }, async () => {
        for (let write = 0; write < writes; write += 1) {
          await world.database.transaction(async () => {
            log.append({ accountId: world.account.id, kind: 'ACCOUNT', entityId: newId() });
            await world.database.query('SELECT pg_sleep($1)', [Math.random() / 500]);
          });
        }
      }),
    );
    isWriting = false;
    await reading;
    expect(seen).toHaveLength(writers * writes);
    expect(seen).toEqual([...seen].sort((a, b) => (a < b ? -1 : 1)));
  });

  it('rolls everything back when a use case fails, and then tells nobody', async () => {
    const told: string[] = [];
    const head = await world.app.get(EventLog).head(world.account.id);
    const failing = world.database.transaction(async () => {
      await world.database.run(`UPDATE accounts SET name = 'changed'`);
      world.app.get(EventLog).append({ accountId: world.account.id, kind: 'ACCOUNT', entityId: world.account.id });
      await world.database.afterCommit(() => void told.push('committed'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await world.database.query('SELECT name FROM accounts')).toEqual([{ name: 'Lucky Garden' }]);
    expect(await world.app.get(EventLog).head(world.account.id)).toBe(head);
    expect(told).toEqual([]);
  });

  it('does not let transactions see each other, and gives each its own result', async () => {
    const values = await Promise.all(
      Array.from({ length: 20 }, (_, value) =>
        world.database.transaction(async () => {
          await world.database.query(`SELECT set_config('parley.test', $1, true)`, [String(value)]);
          await pause(2);
          const rows = await world.database.query<{ value: string }>(`SELECT current_setting('parley.test') AS value`);
          return Number(only(rows).value);
        }),
      ),
    );
    expect(values).toEqual(Array.from({ length: 20 }, (_, value) => value));
  });

  it('keeps no more prepared statements than there are fixed ones, whatever lists are asked for', async () => {
    const prepared = await world.database.transaction(async () => {
      for (let count = 0; count < 1_100; count += 1) await world.database.query(`SELECT ${count} AS number`);
      return world.database.query<{ count: number }>('SELECT count(*)::int AS count FROM pg_prepared_statements');
    });
    expect(only(prepared, 'row').count).toBeGreaterThan(500);
    expect(only(prepared, 'row').count).toBeLessThanOrEqual(1_000);
  });

  it('reads rows as a table, with what PostgreSQL and JavaScript write differently', async () => {
    const columns = { id: 'uuid', text: 'text | null', at: 'timestamptz | null', content: 'jsonb | null' } as const;
    const rows = [
      { id: newId(), text: '{"}, NULL', at: new Date('2026-03-29T01:30:00.123Z'), content: { a: ['\\', "'", null] } },
      { id: newId(), text: null, at: null, content: null },
      { id: newId(), text: '', at: new Date(0), content: [] },
    ];
    const entry = rowset('entry', columns, rows, ['leading']);
    const read = await world.database.query(
      `SELECT $1::text AS first, entry.* FROM ${entry.sqlInOrder} ORDER BY ordinality DESC`,
      entry.parameters,
    );
    expect(read).toEqual(
      rows.map((row, index) => ({ first: 'leading', ...row, ordinality: String(index + 1) })).reverse(),
    );
  });

  (isEmbedded ? it.skip : it)('ends a statement that takes half a minute, on every connection', async () => {
    const limits = await Promise.all(
      Array.from({ length: 8 }, () => world.database.query('SHOW statement_timeout').then(([row]) => row)),
    );
    expect(limits).toEqual(limits.map(() => ({ statement_timeout: '30s' })));
    const slow = world.database.transaction(async () => {
      await world.database.run(`SET LOCAL statement_timeout = '50ms'`);
      await world.database.query('SELECT pg_sleep(20)');
    });
    await expect(slow).rejects.toMatchObject({ code: '57014' });
    expect(await world.database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  (isEmbedded ? it : it.skip)('can be migrated up, down and up again', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'parley-migrations-'));
    const engine = await EmbeddedDatabase.open({ directory, durable: false });
    const dataSource = await new DataSource({
      ...engine.connectionOptions(),
      migrations: [...MIGRATIONS],
    }).initialize();
    const tables = () =>
      dataSource.query(
        `SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`,
      );
    await dataSource.runMigrations();
    const first = await tables();
    for (const _migration of MIGRATIONS) await dataSource.undoLastMigration();
    expect(new Set((await tables()).map((row: { table_name: string }) => row.table_name))).toEqual(
      new Set(['migrations']),
    );
    await dataSource.runMigrations();
    expect(await tables()).toEqual(first);
    await dataSource.destroy();
    await engine.close();
    rmSync(directory, { recursive: true, force: true });
  });

  (isEmbedded ? it : it.skip)('reaches the disk at each commit, unless a test has said that it need not', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'parley-durable-'));
    const engine = await EmbeddedDatabase.open({ directory });
    const dataSource = await new DataSource(engine.connectionOptions()).initialize();
    expect(await dataSource.query('SHOW fsync')).toEqual([{ fsync: 'on' }]);
    await dataSource.query('CREATE TABLE kept (value integer)');
    const before = must(engine.syncCount);
    for (let write = 0; write < 10; write += 1) await dataSource.query('INSERT INTO kept VALUES (1)');
    expect(must(engine.syncCount) - before).toBeGreaterThanOrEqual(10);
    await dataSource.destroy();
    await engine.close();
    rmSync(directory, { recursive: true, force: true });
  });
});
