import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../../common/config/config.js';

/** The bytes of media: files under DATA_DIR/media, named by their id. */
@Injectable()
export class MediaStore {
  private readonly directory: string;

  constructor(config: Config) {
    this.directory = join(config.dataDirectory, 'media');
  }

  /** Writes chunk after chunk to a file that has no name yet; `keep` gives it one, once it is on the disk. */
  async write(
    id: string,
    chunks: AsyncIterable<Uint8Array>,
  ): Promise<{ keep(): Promise<void>; drop(): Promise<void> }> {
    const path = this.pathOf(id);
    const draft = `${path}.part`;
    await mkdir(dirname(path), { recursive: true });
    const file = await open(draft, 'wx', 0o600);
    try {
      for await (const chunk of chunks) await file.write(chunk);
      await file.sync();
    } catch (error) {
      await file.close();
      await rm(draft, { force: true });
      throw error;
    }
    await file.close();
    return { keep: () => rename(draft, path), drop: () => rm(draft, { force: true }) };
  }

  async read(id: string): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await readFile(this.pathOf(id)));
  }

  stream(id: string): ReadStream {
    return createReadStream(this.pathOf(id));
  }

  /** Ids are made here, never by callers; two levels keep folders small. */
  private pathOf(id: string): string {
    return join(this.directory, id.slice(-2), id);
  }
}
