import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const SIZE = '3g';
const BLOCK = Buffer.alloc(4 * 1024 * 1024, 1);

/** A disk of its own for database and files, small enough to be filled. In memory; needs the right to mount. */
export class SmallDisk {
  private constructor(
    private readonly directory: string,
    readonly isAvailable: boolean,
  ) {}

  /** Mounted at the directory; where that is not allowed, the directory stays on the machine's disk and is never filled. */
  static mount(directory: string): SmallDisk {
    mkdirSync(directory);
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=0777`, 'tmpfs', directory], {
      stdio: 'ignore',
    });
    return new SmallDisk(directory, status === 0);
  }

  /** Takes all that is left, to the last block. Some of it at a time, so that the simulated Meta in this process goes on. */
  async fill(): Promise<void> {
    if (!this.isAvailable) return;
    const file = openSync(this.filler, 'w');
    try {
      for (;;) {
        const { bavail, bsize } = statfsSync(this.directory);
        if (bavail === 0) return;
        writeSync(file, BLOCK, 0, Math.min(BLOCK.length, bavail * bsize));
        await new Promise((resolve) => setImmediate(resolve));
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.filler, { force: true });
  }

  unmount(): void {
    if (this.isAvailable) spawnSync('umount', ['-l', this.directory], { stdio: 'ignore' });
  }

  private get filler(): string {
    return join(this.directory, 'filler');
  }
}
