import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { syncFolder } from '../../data-directory/data-directory.js';
import { Draft } from '../../data-directory/drafts.js';
import { StartupError } from '../../errors/startup-error.js';
import { inspectCluster } from './cluster-files.js';
import { copyTemplate } from './template-files.js';

/** Says that there has been a database: without it, a missing one would look like a new installation. */
const MARK = 'database.mark';
const MARK_TEXT =
  'A database of Parley lies beside this file. While this file is here, a missing database is an accident and no new one is made.\n';

export interface Installation {
  /** Folder of the database's folder. */
  directory: string;
  /** A folder with a migrated database that a new one begins as: seconds faster than initdb. */
  template: string | null;
  durable: boolean;
  /** Makes a database in an empty folder. */
  initialise: (cluster: string) => Promise<void>;
}

export function clusterIn(directory: string): string {
  return join(directory, 'postgres');
}

/**
 * Makes the database of a new installation; leaves a whole one as it is. Deletes nothing.
 * @throws StartupError when the directory is neither new nor whole, and says what to do
 */
export async function installCluster(installation: Installation): Promise<void> {
  const { directory } = installation;
  const state = inspectCluster(clusterIn(directory));
  if (state === 'ABSENT') {
    requireNew(directory);
    await install(installation);
  } else if (state !== 'WHOLE') {
    throw new StartupError(
      `The database in ${clusterIn(directory)} is not whole; missing: ${state.missing.join(', ')}. ${NOTHING_CHANGED}`,
    );
  }
  if (!existsSync(join(directory, MARK))) writeFileSync(join(directory, MARK), MARK_TEXT, { mode: 0o600 });
}

/** What to do about a damaged database; nothing here could do it without perhaps making it worse. */
export const NOTHING_CHANGED =
  'Nothing was deleted or changed. Put the missing files back, or restore a backup into an empty DATA_DIR (npm run restore -- PATH). To begin anew without the data, empty DATA_DIR yourself.';

function requireNew(directory: string): void {
  const remains = [
    ...(existsSync(join(directory, MARK)) ? ['it had one before'] : []),
    ...(hasFiles(join(directory, 'media')) ? ['there are media files'] : []),
  ];
  if (remains.length === 0) return;
  throw new StartupError(
    `DATA_DIR ${directory} has no database (${clusterIn(directory)}), but ${remains.join(' and ')}. If its database is a PostgreSQL, set DATABASE_URL. ${NOTHING_CHANGED}`,
  );
}

function hasFiles(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile());
}

/** Made beside and moved to its place in one step, so that a crash leaves no half database. */
async function install({ directory, template, durable, initialise }: Installation): Promise<void> {
  const cluster = clusterIn(directory);
  const draft = Draft.in(directory);
  try {
    const made = draft.pathOf('postgres');
    if (!isCopied(template, made)) await initialise(made);
    if (durable) syncTree(made);
    if (existsSync(cluster)) rmdirSync(cluster); // empty: a mounted folder
    renameSync(made, cluster);
    syncFolder(directory);
  } finally {
    draft.remove();
  }
}

function isCopied(template: string | null, cluster: string): boolean {
  if (template === null) return false;
  const damage = copyTemplate(template, cluster);
  if (damage === null) return true;
  rmSync(cluster, { recursive: true, force: true });
  new Logger('EmbeddedDatabase').warn(
    `The prepared database in ${template} is damaged (${damage}): a new one is made without it, which takes some seconds. npm run build prepares it again.`,
  );
  return false;
}

function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const descriptor = openSync(join(entry.parentPath, entry.name), 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
  }
  syncFolder(folder);
}
