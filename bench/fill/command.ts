import pg from 'pg';
import { IndexTheInbox1763800000040 } from '../../migrations/1763800000040-index-the-inbox.js';
import { MIGRATIONS } from '../../migrations/index.js';
import { migrate } from '../../src/common/database/migrations/migrate.js';
import type { Migrations } from '../../src/common/database/migrations/migrations.js';
import { fill, type Sessions } from './fill.js';

const USAGE =
  'npm run bench -- fill CONVERSATIONS --database-url postgres://…/an_empty_database [--seed 1] [--now 2026-01-01T00:00:00Z] [--sessions 2]';

/** `npm run bench -- fill N`: makes a large database where there is none yet, and leaves it. */
export async function fillCommand(args: readonly string[]): Promise<void> {
  const options = new Map<string, string>();
  args.slice(1).forEach((argument, index) => {
    if (argument.startsWith('--')) options.set(argument.slice(2), args[index + 2] ?? '');
  });
  const conversations = Number(args[0]);
  const url = options.get('database-url') ?? process.env.BENCH_DATABASE_URL;
  if (!Number.isSafeInteger(conversations) || conversations < 100 || url === undefined || !url.startsWith('postgres'))
    throw new Error(USAGE);
  await migrated(url, MIGRATIONS.slice(0, MIGRATIONS.indexOf(IndexTheInbox1763800000040)));
  const sessions = Array.from(
    { length: Number(options.get('sessions') ?? 2) },
    () => new pg.Client({ connectionString: url }),
  );
  for (const session of sessions) await session.connect();
  const { rows } = await (sessions[0] as pg.Client).query('SELECT FROM accounts LIMIT 1');
  if (rows.length > 0) throw new Error('There are accounts in this database already. Fill an empty one.');
  const now = new Date(options.get('now') ?? new Date().setUTCMinutes(0, 0, 0));
  await fill(sessions as unknown as Sessions, { conversations, seed: Number(options.get('seed') ?? 1), now }, (line) =>
    process.stdout.write(`${line}\n`),
  );
  const began = performance.now();
  await migrated(url, MIGRATIONS);
  process.stdout.write(
    `the read model of the inbox and the queue, by their migrations: ${((performance.now() - began) / 1000).toFixed(1)} s\n`,
  );
  await sessions[0]?.query('VACUUM (ANALYZE)');
  for (const session of sessions) await session.end();
}

/** Rows are written into the schema that has neither read model nor queue yet: their migrations compute them from the rows. */
async function migrated(url: string, migrations: Migrations): Promise<void> {
  await (await migrate({ type: 'postgres', url, migrations: [...migrations], entities: [] })).destroy();
}
