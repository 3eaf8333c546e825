import { createReadStream, openAsBlob } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { newId } from '../../../common/ids.js';
import { FileNotTakenError, MediaStore, writeToDisk, type ByteRange, type StagedUpload } from './media-store.js';

const ANSWERS_WITHIN_MS = 4_000;
const nothing = (): void => undefined;
/** What the store says comes as an error; the library would print it beside the log. */
const QUIET = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

export interface S3Options {
  bucket: string;
  region: string;
  /** Null: Amazon's. */
  endpoint: string | null;
  /** Null: found by Amazon's rules (environment, profile, role of the machine). */
  credentials: { accessKeyId: string; secretAccessKey: string } | null;
  /** Folder for files on their way. */
  workDirectory: string;
}

/** Media store in a bucket, objects named `media/<id>`. What comes in lies on the disk until it has been found good. */
export class S3MediaStore extends MediaStore {
  private readonly client: S3Client;

  constructor(private readonly options: S3Options) {
    super();
    const { region, endpoint, credentials } = options;
    this.client = new S3Client({
      region,
      ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
      ...(credentials === null ? {} : { credentials }),
      logger: QUIET,
      // Amazon's newer checksums are unknown to many stores that speak S3.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async write(id: string, chunks: AsyncIterable<Uint8Array>): Promise<StagedUpload> {
    const path = this.workPath();
    await writeToDisk(path, chunks);
    const discard = (): Promise<void> => rm(path, { force: true });
    return {
      commit: async () => {
        const { size } = await stat(path);
        const put = new PutObjectCommand({ ...this.keyOf(id), Body: createReadStream(path), ContentLength: size });
        await this.client.send(put).catch((error: unknown) => {
          throw error instanceof S3ServiceException ? this.notTaken(error) : error;
        });
        await discard();
      },
      discard,
    };
  }

  async read(id: string, range?: ByteRange): Promise<Readable> {
    const Range = range === undefined ? undefined : `bytes=${range.start}-${range.end}`;
    const { Body } = await this.client.send(new GetObjectCommand({ ...this.keyOf(id), Range }));
    if (Body === undefined) throw new Error(`The store has nothing under ${id}.`);
    return Body as Readable;
  }

  async withBlob<T>(id: string, mimeType: string, work: (blob: Blob) => Promise<T>): Promise<T> {
    const path = this.workPath();
    await writeToDisk(path, await this.read(id));
    try {
      return await work(await openAsBlob(path, { type: mimeType }));
    } finally {
      await rm(path, { force: true });
    }
  }

  async delete(id: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand(this.keyOf(id)));
  }

  async prepare(): Promise<void> {
    await mkdir(this.options.workDirectory, { recursive: true, mode: 0o700 });
  }

  /** Asks for an object that nobody has: the answer tells whether the bucket is there and the key is known. */
  async findProblem(): Promise<string | null> {
    const { bucket } = this.options;
    try {
      const { Body } = await this.client.send(new GetObjectCommand(this.keyOf('readiness')), {
        abortSignal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
      });
      (Body as Readable | undefined)?.destroy();
      return null;
    } catch (error) {
      const { name } = error as Error;
      if (name === 'NoSuchKey' || name === 'AccessDenied') return null; // without the permission to list, it is denied
      return name === 'NoSuchBucket'
        ? `The bucket of media files is gone (${bucket}): make it again, restore its files, or correct S3_BUCKET.`
        : `The store of media files does not answer as it should (${bucket}: ${name}): look at S3_ENDPOINT, S3_ACCESS_KEY_ID and the store itself.`;
    }
  }

  private notTaken(error: S3ServiceException): FileNotTakenError {
    const message = `The store of media files takes none (${this.options.bucket}: ${error.name}): is it full, or may the key of S3_ACCESS_KEY_ID not write?`;
    return new FileNotTakenError(message, error);
  }

  private keyOf(id: string): { Bucket: string; Key: string } {
    return { Bucket: this.options.bucket, Key: `media/${id}` };
  }

  private workPath(): string {
    return join(this.options.workDirectory, `${newId()}.part`);
  }
}
