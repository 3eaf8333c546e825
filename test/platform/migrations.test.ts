import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource, type DataSourceOptions, type MigrationInterface } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { EmbeddedDatabase } from '../../src/common/database/embedded/embedded-database.js';
import { migrate } from '../../src/common/database/migrations/migrate.js';
import { checksumsOf, type Migrations } from '../../src/common/database/migrations/migrations.js';
import { newId } from '../../src/common/ids.js';
import { must } from '../support/expectations.js';
import { LANDED, landedMigration } from '../support/landed-migration.js';
import { schemaCatalog } from '../support/schema-catalog.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

type Checksums = Record<string, string>;
/** What a commit had. Written by scripts/landed-migrations.ts. */
interface LandedState {
  commit: string;
  subject: string;
  migrations: Checksums;
}

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8'));
const states = readJson<LandedState[]>(join(LANDED, 'states.json'));
/** How many migrations the last of those states had. */
const landed = Object.keys(must(states.at(-1)).migrations).length;
/** From one to the next of the states that are upgraded at once; a state is a transaction, so those between are like them. */
const STEP = 8;
const today = await checksumsOf(MIGRATIONS.map((Migration) => new Migration()));

describe('A database of every landed state', () => {
  let database: TestDatabase;
  let engine: EmbeddedDatabase | null = null;
  let options: DataSourceOptions;
  let fresh: string[];

  beforeAll(async () => {
    database = await createTestDatabase();
    const { DATA_DIR, DATABASE_URL } = database.environment;
    engine = DATABASE_URL === undefined ? await EmbeddedDatabase.open({ directory: DATA_DIR, durable: false }) : null;
    options = engine?.connectionOptions() ?? { type: 'postgres', url: DATABASE_URL };
    await empty();
    fresh = await upgraded();
  });

  afterAll(async () => {
    await engine?.close();
    await database.drop();
  });

  it('is known from files that are what their checksums say', () => {
    const files = readdirSync(LANDED).filter((name) => name.endsWith('.sql'));
    expect(files).toHaveLength(4);
    for (const file of files) {
      const hash = createHash('sha256')
        .update(readFileSync(join(LANDED, file)))
        .update('\0')
        .digest('hex');
      expect(file.split('.')[1]).toBe(hash.slice(0, 8));
    }
  });

  it.each(states.map((state) => [state.commit, state.subject, state] as const))(
    'becomes as a fresh one: %s %s',
    async (_, _subject, state) => {
      await empty();
      await run(state.migrations);
      expect(await upgraded()).toEqual(fresh);
    },
  );

  it('does so too when it was upgraded on the way', async () => {
    const ways = states.flatMap((first, index) =>
      states.slice(index + 1).map((second) => ({ ...second.migrations, ...first.migrations })),
    );
    const distinct = new Map(ways.map((way) => [JSON.stringify(way), way]));
    for (const way of distinct.values()) {
      await empty();
      await run(way);
      expect({ way, catalog: await upgraded() }).toEqual({ way, catalog: fresh });
    }
    expect(distinct.size).toBeGreaterThan(states.length);
  }, 300_000);

  it('and so does one of any migration since then', async () => {
    for (let count = MIGRATIONS.length; count >= landed; count -= STEP) {
      await empty();
      await migratedBy(count);
      expect({ count, catalog: await upgraded() }).toEqual({ count, catalog: fresh });
    }
  }, 300_000);

  it('and so does one that was upgraded to each of them', async () => {
    await empty();
    for (let count = landed; count < MIGRATIONS.length; count += 1) await migratedBy(count);
    expect(await upgraded()).toEqual(fresh);
  }, 300_000);

  it('is left as it is where the last version of the edited migrations has run', async () => {
    const edited = MIGRATIONS.findIndex(({ name }) => name.startsWith('CompleteEditedMigrations'));
    await empty();
    expect(await upgraded(MIGRATIONS.slice(0, edited))).toEqual(await upgraded(MIGRATIONS.slice(0, edited + 1)));
  });

  it('keeps what is known of its files, and takes those for used of which nothing is known', async () => {
    const files = async (commit: string): Promise<boolean[]> => {
      await empty();
      await run(must(states.find((state) => state.commit === commit)).migrations);
      const [accountId, id] = [newId(), newId()];
      return withDatabase([], async (dataSource) => {
        await dataSource.query(
          `INSERT INTO accounts (id, name, whatsapp_account_id, app_id, access_token_sealed, access_token_hint, app_secret_sealed, verify_token_sealed, status)
           VALUES ($1, '', '1', '', '', '', '', '', 'CONNECTED')`,
          [accountId],
        );
        await dataSource.query(
          `INSERT INTO media (id, account_id, state, mime_type) VALUES ($1, $2, 'STORED', 'image/png')`,
          [id, accountId],
        );
        await dataSource.destroy();
        await upgraded();
        await dataSource.initialize();
        await dataSource.query(
          `INSERT INTO media (id, account_id, state, mime_type) VALUES ($1, $2, 'STORED', 'image/png')`,
          [newId(), accountId],
        );
        const rows: { is_used: boolean }[] = await dataSource.query('SELECT is_used FROM media ORDER BY id');
        return rows.map((row) => row.is_used);
      });
    };
    expect(await files('8b61cc4')).toEqual([true, false]);
    expect(await files('82b0d59')).toEqual([false, false]);
  });

  it('keeps the sessions that people have, with their tokens and the one before', async () => {
    await migratedUntil('GuardSessions');
    await withDatabase([], async (dataSource) => {
      const [userId, sessionId] = [newId(), newId()];
      await dataSource.query(
        `INSERT INTO users (id, name, email, password_hash, role) VALUES ($1, 'Ann', 'a@example.com', '', 'ADMIN')`,
        [userId],
      );
      await dataSource.query(
        `INSERT INTO sessions (id, user_id, access_token_hash, access_expires_at, refresh_token_hash, refresh_expires_at, former_refresh_token_hash)
         VALUES ($1, $2, '\\x01', now(), '\\x02', now(), '\\x03')`,
        [sessionId, userId],
      );
      await dataSource.destroy();
      await upgraded();
      await dataSource.initialize();
      const pairs = await dataSource.query(
        `SELECT session_id, encode(access_token_hash, 'hex') AS access, encode(refresh_token_hash, 'hex') AS refresh,
                replaced_at IS NOT NULL AS is_replaced FROM session_tokens ORDER BY refresh`,
      );
      expect(pairs).toEqual([
        { session_id: sessionId, access: '01', refresh: '02', is_replaced: false },
        { session_id: sessionId, access: null, refresh: '03', is_replaced: true },
      ]);
    });
  });

  it('keeps the event log that there is as its first partition, and goes on behind it', async () => {
    await migratedUntil('PartitionEvents');
    await withDatabase([], async (dataSource) => {
      const append = (): Promise<{ position: string }[]> =>
        dataSource.query(
          `INSERT INTO events (account_id, kind, entity_id) VALUES ($1, 'ACCOUNT', $1) RETURNING position`,
          [newId()],
        );
      await append();
      await dataSource.query('ALTER TABLE events ALTER COLUMN position RESTART WITH 250000000');
      await append();
      await dataSource.destroy();
      await upgraded();
      await dataSource.initialize();
      expect(await append()).toEqual([{ position: '250000001' }]);
      const rows = await dataSource.query('SELECT position, tableoid::regclass::text AS part FROM events ORDER BY 1');
      expect(rows).toEqual(['1', '250000000', '250000001'].map((position) => ({ position, part: 'events_p2' })));
    });
  });

  it('queues what a process of the version before stored between the migrations of the queue and of its partitions', async () => {
    await migratedUntil('PartitionDeliveries');
    await withDatabase([], async (dataSource) => {
      const [accountId, waiting] = [newId(), newId()];
      await dataSource.query(
        `INSERT INTO webhook_deliveries (id, account_id, body, state, received_at)
         VALUES ($1, $3, '{}', 'RECEIVED', now()), ($2, $3, '{}', 'PROCESSED', now())`,
        [waiting, newId(), accountId],
      );
      await dataSource.destroy();
      await upgraded();
      await dataSource.initialize();
      const rows = await dataSource.query(
        `SELECT delivery_id AS id, account_id, encode(body, 'escape') AS body FROM webhook_queue JOIN webhook_bodies USING (delivery_id)`,
      );
      expect(rows).toEqual([{ id: waiting, account_id: accountId, body: '{}' }]);
    });
  });

  /** Brings what is there up to date, as a start does; checks that everything is recorded, and tells the schema. */
  async function upgraded(migrations: Migrations = MIGRATIONS): Promise<string[]> {
    const dataSource = await migrate({ ...options, migrations: [...migrations] });
    const rows: { name: string; checksum: string }[] = await dataSource.query('SELECT name, checksum FROM migrations');
    expect(rows).toEqual(expect.arrayContaining(migrations.map(({ name }) => ({ name, checksum: today[name] }))));
    expect(rows).toHaveLength(migrations.length);
    const catalog = await schemaCatalog(dataSource);
    await dataSource.destroy();
    return catalog;
  }

  /** An empty database, migrated by all before this one. */
  async function migratedUntil(name: string): Promise<void> {
    const before = MIGRATIONS.findIndex((Migration) => Migration.name.startsWith(name));
    await empty();
    await migratedBy(before);
  }

  /** By the first so many that have not run yet, as a start of that version did. */
  async function migratedBy(count: number): Promise<void> {
    await (await migrate({ ...options, migrations: MIGRATIONS.slice(0, count) })).destroy();
  }

  /** As it was before checksums: TypeORM's own way to run migrations. */
  async function run(migrations: Checksums): Promise<void> {
    const classes = Object.entries(migrations).map(([name, checksum]) => landedMigration(name, checksum, today));
    await withDatabase(classes, (dataSource) => dataSource.runMigrations());
  }

  async function empty(): Promise<void> {
    await withDatabase([], (dataSource) => dataSource.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public'));
  }

  async function withDatabase<T>(
    migrations: (new () => MigrationInterface)[],
    work: (dataSource: DataSource) => Promise<T>,
  ): Promise<T> {
    const dataSource = await new DataSource({ ...options, migrations }).initialize();
    try {
      return await work(dataSource);
    } finally {
      await dataSource.destroy();
    }
  }
});
