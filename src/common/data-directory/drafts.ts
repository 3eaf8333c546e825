import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

/** How the name of every draft begins. */
export const DRAFT_PREFIX = '.parley-draft-';
const MARK = 'UNFINISHED';
const MARK_TEXT = 'Parley was making a copy here and was interrupted. It deletes this folder at its next start.\n';

/**
 * Draft: a marked folder in a data directory, in which something large is made before it is moved to its place in one
 * step. The only thing in a data directory that is ever deleted without being asked.
 */
export class Draft {
  private constructor(private readonly folder: string) {}

  static in(directory: string): Draft {
    const folder = join(directory, `${DRAFT_PREFIX}${randomBytes(6).toString('hex')}`);
    mkdirSync(folder, { mode: 0o700 });
    writeFileSync(join(folder, MARK), MARK_TEXT, { mode: 0o600 });
    return new Draft(folder);
  }

  /** Path of a part that is to be made, or moved away. */
  pathOf(name: string): string {
    return join(this.folder, name);
  }

  remove(): void {
    removeMarked(this.folder);
  }
}

/** Removes what interrupted processes have left. Only by the owner of the directory: others may be at work otherwise. */
export function removeDrafts(directory: string): void {
  for (const name of readdirSync(directory).filter((entry) => entry.startsWith(DRAFT_PREFIX))) {
    const folder = join(directory, name);
    if (existsSync(join(folder, MARK))) removeMarked(folder);
    else tryRemoveEmpty(folder);
  }
}

/** The mark goes last: a crash leaves something that can still be recognised. */
function removeMarked(folder: string): void {
  for (const name of readdirSync(folder).filter((entry) => entry !== MARK)) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}

/** A crash between making the folder and marking it. With anything in it, it is not ours to delete. */
function tryRemoveEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // it has something in it, or is a file
  }
}
