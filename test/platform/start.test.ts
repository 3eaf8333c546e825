import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { productionSettings } from '../../scripts/local-server.js';
import { EmbeddedDatabase } from '../../src/common/database/embedded/embedded-database.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'src', 'main.js');

describe('A process on a database of another version', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createTestDatabase();
  });

  afterEach(() => database.drop());

  it.each(['all', 'api', 'worker'])('does not start on the schema of a later one (ROLE=%s)', async (role) => {
    await change(`INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')`);
    expect(start(role)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'The database was migrated by a later version of Parley (FromTheFuture9999999999999): start that version or a newer one, or restore a backup from before the upgrade.\n',
    });
  });

  it('does not start where a migration was changed after it had run', async () => {
    await change(`UPDATE migrations SET checksum = 'other' WHERE name LIKE 'CreateMedia%'`);
    expect(start('all')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'The database was migrated by other statements than this version has (CreateMedia1763800000006): start the version that migrated it, or put the migration back as it was and make the change in a new one.\n',
    });
  });

  function start(role: string): { code: number | null; stdout: string; stderr: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN], {
      env: {
        PATH: process.env.PATH,
        ...productionSettings(0, 'http://127.0.0.1:1'),
        ...database.environment,
        ROLE: role,
      },
      encoding: 'utf8',
      timeout: 30_000,
    });
    return { code: status, stdout, stderr };
  }

  async function change(sql: string): Promise<void> {
    const { DATA_DIR, DATABASE_URL } = database.environment;
    const engine =
      DATABASE_URL === undefined ? await EmbeddedDatabase.open({ directory: DATA_DIR, durable: false }) : null;
    const options = engine?.connectionOptions() ?? { type: 'postgres' as const, url: DATABASE_URL };
    const dataSource = await new DataSource(options).initialize();
    await dataSource.query(sql);
    await dataSource.destroy();
    await engine?.close();
  }
});
