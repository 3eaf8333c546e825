import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { DRAFT_PREFIX } from './drafts.js';

const MEGABYTE = 1024 * 1024;
const PROBE = Buffer.alloc(4096, 1);

/** Why nothing can be written to a data directory, as a sentence with what to do; null: it can. Writes a block and removes it. */
export async function diskProblem(directory: string, minFreeMb: number): Promise<string | null> {
  try {
    const { bavail, bsize } = await statfs(directory);
    const freeMb = Math.floor((bavail * bsize) / MEGABYTE);
    if (freeMb < minFreeMb) {
      return `The disk of DATA_DIR ${directory} is full: ${freeMb} MB are free, at least ${minFreeMb} are needed (MIN_FREE_DISK_MB). Free some space or enlarge the disk.`;
    }
    await probe(join(directory, `${DRAFT_PREFIX}probe-${process.pid}`));
    return null;
  } catch (error) {
    return `DATA_DIR ${directory} cannot be written to (${(error as NodeJS.ErrnoException).code}). ${adviceFor((error as NodeJS.ErrnoException).code)}`;
  }
}

async function probe(path: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.write(PROBE);
    await file.sync();
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}

function adviceFor(code: string | undefined): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'The disk or its quota is full: free some space or enlarge it.';
    case 'ENOENT':
      return 'The folder is gone: mount its disk again, then start anew.';
    case undefined:
    default:
      return 'Look at the permissions of the folder, and whether its disk is mounted for writing.';
  }
}
