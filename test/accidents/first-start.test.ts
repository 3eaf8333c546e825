import pg from 'pg';
import { ADMIN, freePort, productionSettings } from '../../scripts/local-server.js';
import { ADVISORY_LOCKS } from '../../src/common/database/advisory-locks.js';
import { eventually, must } from '../support/expectations.js';
import { GraphqlClient } from '../support/graphql/graphql-client.js';
import { ServerProcess } from '../support/server-process.js';
import { createTestDatabase, isEmbedded, type TestDatabase } from '../support/test-database.js';

/** Only a database server is shared. */
(isEmbedded ? describe.skip : describe)('Processes on an empty PostgreSQL', () => {
  let database: TestDatabase;
  let client: pg.Client;
  const servers: ServerProcess[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.environment.DATABASE_URL });
    await client.connect();
    await client.query('DROP SCHEMA public CASCADE');
    await client.query('CREATE SCHEMA public');
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.kill('SIGKILL')));
    await client.end();
    await database.drop();
  });

  const prepare = async (): Promise<ServerProcess> => {
    const port = await freePort();
    const server = new ServerProcess(`http://127.0.0.1:${port}`, {
      ...productionSettings(port, 'http://127.0.0.1:1'),
      ...database.environment,
      DATABASE_POOL_SIZE: '4',
    });
    servers.push(server);
    return server;
  };

  it('all come up when five start at once, with one administrator', async () => {
    const five = await Promise.all(Array.from({ length: 5 }, prepare));
    await Promise.all(five.map((server) => server.start()));
    const { rows } = await client.query<{ email: string }>('SELECT email FROM users');
    expect(rows).toEqual([{ email: ADMIN.email }]);
    for (const { url } of five) await new GraphqlClient(url).login(ADMIN.email, ADMIN.password);
  }, 120_000);

  it('wait for the one that migrates, however long it takes and whatever limits the database has', async () => {
    const name = new URL(must(database.environment.DATABASE_URL)).pathname.slice(1);
    for (const limit of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']) {
      await client.query(`ALTER DATABASE ${name} SET ${limit} = '300ms'`);
    }
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCKS.migration]);
    const server = await prepare();
    const started = server.start();
    await eventually(
      async () => {
        const { rows } = await client.query<{ ms: number }>(
          `SELECT extract(epoch FROM now() - query_start) * 1000 AS ms FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event = 'advisory'`,
        );
        return Number(rows[0]?.ms ?? 0);
      },
      (waitedMs) => waitedMs > 1_000,
      30_000,
    );
    await client.query('SELECT pg_advisory_unlock($1)', [ADVISORY_LOCKS.migration]);
    await started;
  }, 120_000);
});
