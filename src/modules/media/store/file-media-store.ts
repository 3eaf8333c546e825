import { openAsBlob } from 'node:fs';
import { constants } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { MediaStore, openForReading, writeToDisk, type ByteRange, type StagedUpload } from './media-store.js';

/** Media store in a folder; files are named by their id. */
export class FileMediaStore extends MediaStore {
  constructor(private readonly directory: string) {
    super();
  }

  async write(id: string, chunks: AsyncIterable<Uint8Array>): Promise<StagedUpload> {
    const path = this.pathOf(id);
    const draft = `${path}.part`;
    await makeFolder(dirname(path)); // not its parents: without its disk, the store must not begin anew elsewhere
    await rm(draft, { force: true }); // of an attempt that died
    await writeToDisk(draft, chunks);
    return { commit: () => rename(draft, path), discard: () => rm(draft, { force: true }) };
  }

  async read(id: string, range?: ByteRange): Promise<Readable> {
    return openForReading(this.pathOf(id), range);
  }

  async withBlob<T>(id: string, mimeType: string, work: (blob: Blob) => Promise<T>): Promise<T> {
    return work(await openAsBlob(this.pathOf(id), { type: mimeType }));
  }

  async delete(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  async prepare(isNew: boolean): Promise<void> {
    if (isNew) await mkdir(this.directory, { recursive: true, mode: 0o700 });
  }

  async findProblem(): Promise<string | null> {
    try {
      await access(this.directory, constants.R_OK | constants.W_OK | constants.X_OK);
      return null;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? `The folder of media files is gone (${this.directory}): mount its disk again, or restore it from a backup.`
        : `The folder of media files cannot be read and written (${this.directory}): look at its permissions, and whether its disk is mounted for writing.`;
    }
  }

  /** Two levels keep folders small. */
  private pathOf(id: string): string {
    return join(this.directory, id.slice(-2), id);
  }
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
}
