import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { ExportedFile } from './export-contact.service.js';

/** Files as a ZIP archive, which is made while it is read. Whoever stops reading ends it. */
export function zipOf(files: AsyncIterable<ExportedFile>): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  let current: Readable | null = null;
  zip.on('error', (error: Error) => output.destroy(error));
  output.once('close', () => current?.destroy());
  const fill = async (): Promise<void> => {
    for await (const { path, chunks } of files) {
      if (output.destroyed) return;
      current = Readable.from(chunks());
      zip.addReadStream(current, path);
      await finished(current);
    }
    zip.end();
  };
  fill().catch((error: unknown) => output.destroy(error as Error));
  return output;
}

/** Writes files into a folder that is there, as a folder or, where its name ends so, as a ZIP archive: all of it, or nothing. */
export async function writeExport(files: AsyncIterable<ExportedFile>, path: string): Promise<void> {
  const draft = await mkdtemp(join(dirname(path), `.${basename(path)}-`));
  try {
    if (path.toLowerCase().endsWith('.zip')) {
      const archive = join(draft, 'archive');
      await pipeline(zipOf(files), createWriteStream(archive, { flags: 'wx', mode: 0o600 }));
      await rename(archive, path);
      await rm(draft, { recursive: true });
      return;
    }
    for await (const file of files) {
      const target = join(draft, file.path);
      await mkdir(dirname(target), { recursive: true });
      await pipeline(Readable.from(file.chunks()), createWriteStream(target, { flags: 'wx', mode: 0o600 }));
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}
