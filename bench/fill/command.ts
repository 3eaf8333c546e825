import pg from 'pg';
import { MIGRATIONS } from '../../migrations/index.js';
import { migrate } from '../../src/common/database/migrations/migrate.js';
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
  await (await migrate({ type: 'postgres', url, migrations: [...MIGRATIONS], entities: [] })).destroy();
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
  for (const session of sessions) await session.end();
}
