import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/** Staged upload: bytes that are written but not yet a file that can be found. Discarding twice is harmless. */
export interface StagedUpload {
  commit(): Promise<void>;
  discard(): Promise<void>;
}

/** Part of a file, both ends included. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Media store: a folder, or a store that speaks S3, for the bytes of files. Ids are made here, never by callers. */
export abstract class MediaStore {
  abstract write(id: string, chunks: AsyncIterable<Uint8Array>): Promise<StagedUpload>;
  abstract read(id: string, range?: ByteRange): Promise<Readable>;
  /** Runs `work` with the file as a Blob, without reading it into memory. */
  abstract withBlob<T>(id: string, mimeType: string, work: (blob: Blob) => Promise<T>): Promise<T>;
  /** Harmless when there is none. */
  abstract delete(id: string): Promise<void>;
  /** Makes what a new store needs. `isNew`: nothing has ever been stored; else what is gone is not made anew. */
  abstract prepare(isNew: boolean): Promise<void>;
  /** Why files can neither be read nor written, as a sentence with what to do; null: they can. */
  abstract findProblem(): Promise<string | null>;
}

/** A store that answers questions and takes no file, as one that is full: the message says what to do, the name is the store's own. */
export class FileNotTakenError extends Error {
  constructor(message: string, cause: Error) {
    super(message, { cause });
    this.name = cause.name;
  }
}

/** Writes chunk after chunk to a file that must not be there yet, in a folder that is; it is on the disk when this resolves. */
export async function writeToDisk(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
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
