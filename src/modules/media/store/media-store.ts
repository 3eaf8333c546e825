import { createReadStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';

/** Bytes that lie somewhere without a name yet; only `keep` makes them a file that can be found. */
export interface StagedUpload {
  commit(): Promise<void>;
  discard(): Promise<void>;
}

/** Part of a file, both ends included. */
export interface ByteRange {
  start: number;
  end: number;
}

/** A file as something that can be sent on without being read into memory. */
export interface LentFile {
  blob: Blob;
  /** To be called when it has been sent. */
  release(): Promise<void>;
}

/** Where the bytes of media lie: a folder, or a store that speaks S3. Ids are made here, never by callers. */
export abstract class MediaStore {
  abstract write(id: string, chunks: AsyncIterable<Uint8Array>): Promise<StagedUpload>;
  abstract read(id: string, range?: ByteRange): Promise<Readable>;
  abstract lend(id: string, mimeType: string): Promise<LentFile>;
  /** Harmless when there is none. */
  abstract delete(id: string): Promise<void>;
}

/** Writes chunk after chunk to a file that must not be there yet; it is on the disk when this resolves. */
export async function writeToDisk(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of chunks) await file.write(chunk);
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
  await file.close();
}

/** Opened before it is handed out, so that a missing file is an error here and not in the middle of an answer. */
export async function openForReading(path: string, range?: ByteRange): Promise<Readable> {
  const file = await open(path, 'r');
  return createReadStream('', { fd: file, start: range?.start, end: range?.end });
}
