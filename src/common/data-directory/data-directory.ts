import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { StartupError } from '../errors/startup-error.js';
import { DRAFT_PREFIX } from './drafts.js';
import { LOCK_FOLDER } from './lock-files.js';

/** Others may neither read nor enter: there are customers' messages and files in it, and perhaps a key. */
const PRIVATE = 0o700;
/** /tmp and its like, where everybody has something: never ours to close. */
const STICKY = 0o1000;
/** What a directory may have in it and still be empty: ours, and what file systems put there. */
const NOT_CONTENT = new Set([LOCK_FOLDER, 'lost+found', '.DS_Store', '.gitkeep']);

/**
 * Makes the data directory, and closes it to other users of the machine.
 * @throws StartupError when it cannot be made or entered
 */
export function prepareDataDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: PRIVATE });
    readdirSync(directory);
  } catch (error) {
    throw new StartupError(
      `DATA_DIR ${directory} cannot be used (${(error as NodeJS.ErrnoException).code}): it must be a folder that this process may read and write.`,
    );
  }
  const { mode } = statSync(directory);
  if ((mode & 0o077) === 0 || (mode & STICKY) !== 0) return;
  try {
    chmodSync(directory, PRIVATE);
  } catch {
    new Logger('DataDirectory').warn(
      `${directory} can be read by other users of this machine, and its permissions cannot be changed: make it 0700.`,
    );
  }
}

/** What lies in a data directory, apart from what is there without any data. */
export function contentOf(directory: string): string[] {
  return readdirSync(directory).filter((name) => !NOT_CONTENT.has(name) && !name.startsWith(DRAFT_PREFIX));
}

/** A rename is on the disk when its folder is. */
export function syncFolder(directory: string): void {
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
