import { openAsBlob } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
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

  /** Two levels keep folders small. */
  private pathOf(id: string): string {
    return join(this.directory, id.slice(-2), id);
  }
}
