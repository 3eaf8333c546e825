import { createHash } from 'node:crypto';
import type { Database } from '../database/database.js';

/**
 * The channel of an installation's wake-ups, `parley:<database>:wake-ups`: all who work on one database share it, by
 * whatever name they reach it, and nobody else. (Redis knows one list of channels for all its numbered databases.)
 */
export async function wakeUpChannel(database: Database): Promise<string> {
  const [{ name = '', knows_cluster = false } = {}] = await database.query<{ name: string; knows_cluster: boolean }>(
    `SELECT oid || ' ' || datname AS name, has_function_privilege('pg_control_system()', 'EXECUTE') AS knows_cluster
       FROM pg_database WHERE datname = current_database()`,
  );
  const cluster = knows_cluster ? await clusterOf(database) : ''; // where that is forbidden, its name has to do
  const identity = createHash('sha256').update(`${cluster} ${name}`).digest('base64url').slice(0, 12);
  return `parley:${identity}:wake-ups`;
}

/** Drawn when the cluster was made, and the same on its replicas. */
async function clusterOf(database: Database): Promise<string> {
  const [row] = await database.query<{ id: string }>('SELECT system_identifier::text AS id FROM pg_control_system()');
  return row?.id ?? '';
}
