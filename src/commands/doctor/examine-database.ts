import pg from 'pg';
import { failed, note, well, type Finding } from './finding.js';

const PATIENCE_MS = 5_000;
const OLDEST_VERSION = 150_000;

interface Facts {
  version: string;
  has_trigrams: boolean;
  can_have_trigrams: boolean;
  may_create: boolean;
  connections: string;
  now: Date;
}

/** Looks at a PostgreSQL from outside: whether it lets Parley in, is new enough, and has what Parley needs. */
export async function examineDatabase(url: string, poolSize: number): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PATIENCE_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Facts>(
      `SELECT current_setting('server_version_num') AS version, current_setting('max_connections') AS connections, now() AS now,
              EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') AS has_trigrams,
              EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') AS can_have_trigrams,
              has_database_privilege(current_database(), 'CREATE') AS may_create`,
    );
    return rows[0] === undefined ? [] : findingsOf(rows[0], poolSize);
  } catch (error) {
    return [failed('database', whyNot(error as NodeJS.ErrnoException, new URL(url)))];
  } finally {
    await client.end().catch(() => undefined);
  }
}

function findingsOf(facts: Facts, poolSize: number): Finding[] {
  const major = Math.floor(Number(facts.version) / 10_000);
  const isOld = Number(facts.version) < OLDEST_VERSION;
  const connections = Number(facts.connections);
  return [
    isOld
      ? failed('database', `It is PostgreSQL ${major}, and Parley needs 15 or newer: upgrade it.`)
      : well('database', `PostgreSQL ${major}`),
    ...(poolSize > connections
      ? [
          note(
            'database',
            `It takes ${connections} connections, and this process may open ${poolSize}: lower DATABASE_POOL_SIZE or raise max_connections.`,
          ),
        ]
      : []),
    extension(facts),
  ];
}

function extension({ has_trigrams, can_have_trigrams, may_create }: Facts): Finding {
  if (has_trigrams) return well('extensions', 'pg_trgm');
  if (!can_have_trigrams)
    return failed(
      'extensions',
      "pg_trgm is not installed on the database's machine: install PostgreSQL's contrib package there.",
    );
  if (!may_create)
    return failed(
      'extensions',
      'pg_trgm is missing, and this role may not create it: an administrator does once, CREATE EXTENSION pg_trgm.',
    );
  return well('extensions', 'pg_trgm comes with the first migration');
}

function whyNot({ code = '', message }: NodeJS.ErrnoException, { hostname, port, pathname, username }: URL): string {
  const where = `${hostname}:${port || '5432'}`;
  switch (code) {
    case 'ECONNREFUSED':
      return `Nobody listens at ${where}: start PostgreSQL, or correct host and port in DATABASE_URL.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `There is no host ${hostname}: correct DATABASE_URL, or the name server.`;
    case '28P01':
    case '28000':
      return `PostgreSQL at ${where} does not let ${username} in (${code}): correct user and password in DATABASE_URL, or pg_hba.conf.`;
    case '3D000':
      return `PostgreSQL at ${where} has no database ${pathname.slice(1)}: create it, or correct DATABASE_URL.`;
    case '53300':
      return `PostgreSQL at ${where} has no connection left: raise max_connections, or lower DATABASE_POOL_SIZE.`;
    default:
      return `PostgreSQL at ${where} does not answer as it should (${code === '' ? message : code}): look at its log.`;
  }
}
