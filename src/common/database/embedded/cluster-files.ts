import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of pg_control, which PostgreSQL writes whole. */
const CONTROL_FILE_BYTES = 8192;
/** Folders that PostgreSQL does not make by itself; some are empty, and are lost by copies that pass over empty folders. */
const FOLDERS = [
  'base',
  'global',
  'pg_commit_ts',
  'pg_dynshmem',
  'pg_logical',
  'pg_multixact/members',
  'pg_multixact/offsets',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_tblspc',
  'pg_twophase',
  'pg_wal',
  'pg_xact',
];
const FILES = ['PG_VERSION', 'postgresql.conf', 'global/pg_control', 'global/pg_filenode.map', 'global/1262'];
/** Folders in which at least one file of that name lies. */
const NOT_EMPTY: Record<string, RegExp> = {
  pg_wal: /^[0-9A-F]{24}$/,
  pg_xact: /^[0-9A-F]{4}$/,
  base: /^\d+$/,
};

/** State of a database's folder: nothing yet, all that PostgreSQL needs to open it, or what is missing. */
export type ClusterState = 'ABSENT' | 'WHOLE' | { missing: string[] };

/**
 * Looks whether a folder holds a whole database, without opening it: PostgreSQL ends in the middle of what it does when
 * a part is missing. Relations are compared after opening.
 */
export function inspectCluster(cluster: string): ClusterState {
  if (!existsSync(cluster)) return 'ABSENT';
  if (!statSync(cluster).isDirectory()) return { missing: ['the folder itself (a file has its name)'] };
  if (readdirSync(cluster).length === 0) return 'ABSENT';
  const missing = [
    ...FOLDERS.filter((name) => !isFolder(join(cluster, name))).map((name) => `${name}/`),
    ...FILES.filter((name) => !isFilled(join(cluster, name))),
    ...Object.entries(NOT_EMPTY).flatMap(([name, pattern]) =>
      isFolder(join(cluster, name)) && !readdirSync(join(cluster, name)).some((entry) => pattern.test(entry))
        ? [`everything in ${name}/`]
        : [],
    ),
    ...databasesIn(cluster).flatMap((database) =>
      ['PG_VERSION', 'pg_filenode.map']
        .map((name) => `base/${database}/${name}`)
        .filter((name) => !isFilled(join(cluster, name))),
    ),
  ];
  const control = join(cluster, 'global/pg_control');
  if (isFilled(control) && statSync(control).size !== CONTROL_FILE_BYTES) missing.push('a part of global/pg_control');
  return missing.length === 0 ? 'WHOLE' : { missing };
}

/** Major version of PostgreSQL that wrote the database. */
export function versionOf(cluster: string): string {
  return readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
}

function databasesIn(cluster: string): string[] {
  const base = join(cluster, 'base');
  return isFolder(base) ? readdirSync(base).filter((name) => /^\d+$/.test(name)) : [];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isFilled(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && found.size > 0;
}
