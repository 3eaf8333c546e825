import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { fileTypeFromBuffer } from 'file-type';
import { Database } from '../../common/database/database.js';
import { isTransient } from '../../common/database/is-transient.js';
import { DomainError, notFound } from '../../common/errors/domain-error.js';
import { UnavailableError } from '../../common/errors/unavailable-error.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import { isId, newId } from '../../common/ids.js';
import { maySeeAccount } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { MAX_FILE_BYTES, MEDIA_TYPES, typeOf } from './domain/media-types.js';
import { type ByteRange, FileNotTakenError, MediaStore, type StagedUpload } from './store/media-store.js';
import { MediaEntity, type MediaState } from './media.entity.js';
import { because } from '../../common/errors/because.js';
import type { Wording } from '../../common/errors/wording.js';

/** File as other modules know it. */
export interface Media {
  id: string;
  accountId: string;
  /** The message that it came with; null for what was uploaded here. */
  messageId: string | null;
  state: MediaState;
  mimeType: string;
  fileName: string | null;
  /** Bytes; null until it is STORED. */
  size: number | null;
  sha256: string | null;
  /** Why it could not be fetched (yet), in a sentence. */
  error: string | null;
  errorWording: Wording | null;
}

/** File on its way in: what the form says of it, and its bytes. */
export interface IncomingFile {
  chunks: AsyncIterable<Uint8Array>;
  claimedType: string;
  fileName: string | null;
}

/** Staged upload with what its bytes say of it. */
export interface StagedFile extends StagedUpload, Pick<Media, 'id' | 'mimeType' | 'fileName' | 'size' | 'sha256'> {}

/** As many bytes as any type needs to be recognised. */
const SNIFFED_BYTES = 4_100;

/** Node's names for a disk that takes or gives nothing at the moment. */
const DISK_TROUBLE = /^(ENOSPC|EDQUOT|EROFS|EIO|EMFILE|ENFILE)$/;

/**
 * Files: uploads of people and programs, and reading of any file. While their store is in trouble, all of it throws
 * UnavailableError; why is logged, and told by `/health/ready`.
 */
@Injectable()
export class MediaService {
  private readonly logger = new Logger(MediaService.name);

  constructor(
    private readonly database: Database,
    private readonly store: MediaStore,
  ) {}

  /** For DataLoaders: a file each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(Media | null)[]> => {
    const rows = await this.database.rows(MediaEntity, 'WHERE id = ANY($1)', [ids]);
    return inOrderOf(ids, rows, (media) => media.id);
  };

  /** Whether any file has ever been stored and is still kept. */
  async hasStored(): Promise<boolean> {
    return this.database.repository(MediaEntity).existsBy({ state: 'STORED' });
  }

  /** Null when there is none that is stored on this account. */
  async ofAccount(accountId: string, id: string): Promise<Media | null> {
    return isId(id) ? this.database.repository(MediaEntity).findOneBy({ id, accountId, state: 'STORED' }) : null;
  }

  /** @throws DomainError (NOT_FOUND) when there is none that the viewer may see */
  async require(viewer: Viewer, id: string, ...path: string[]): Promise<Media> {
    const media = isId(id) ? await this.database.repository(MediaEntity).findOneBy({ id }) : null;
    if (media === null || !maySeeAccount(viewer, media.accountId)) throw notFound('file', ...path);
    return media;
  }

  /** Marks files as used by what belongs to no customer, a template: retention and erasure leave them. In the caller's transaction. */
  async markUsed(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.database.run(
      `UPDATE media SET is_used = true, sole_contact_id = NULL
        WHERE id = ANY($1) AND (NOT is_used OR sole_contact_id IS NOT NULL)`,
      [[...new Set(ids)]],
    );
  }

  /**
   * Marks files as sent: retention leaves them, and what was sent to one contact alone is erased with them.
   * In the caller's transaction.
   */
  async markSent(sent: readonly { mediaId: string; contactId: string }[]): Promise<void> {
    if (sent.length === 0) return;
    const contacts = new Map<string, string | null>();
    for (const { mediaId, contactId } of sent) {
      const sole = contacts.get(mediaId); // null: several got it, whoever comes next
      contacts.set(mediaId, sole === undefined || sole === contactId ? contactId : null);
    }
    await this.database.run(
      `UPDATE media SET is_used = true, sole_contact_id = CASE WHEN NOT is_used THEN sent.contact_id END
         FROM unnest($1::uuid[], $2::uuid[]) AS sent (media_id, contact_id)
        WHERE id = sent.media_id
          AND (NOT is_used OR (sole_contact_id IS NOT NULL AND sole_contact_id IS DISTINCT FROM sent.contact_id))`,
      [[...contacts.keys()], [...contacts.values()]],
    );
  }

  /** Runs `work` with the file as a Blob, without reading it into memory. */
  async withBlob<T>({ id, mimeType }: Pick<Media, 'id' | 'mimeType'>, work: (blob: Blob) => Promise<T>): Promise<T> {
    let isOpen = false; // from then on it is the trouble of the work
    const open = (blob: Blob): Promise<T> => {
      isOpen = true;
      return work(blob);
    };
    return this.inReach(
      () => this.store.withBlob(id, mimeType, open),
      () => isOpen,
    );
  }

  /** The bytes of a file, or a part of them. */
  async read(id: string, range?: ByteRange): Promise<Readable> {
    return this.inReach(() => this.store.read(id, range));
  }

  /**
   * Streams a file to the store, held to the size that its type allows; it counts only after `finish`.
   * @throws DomainError (INVALID_FORMAT, TOO_LONG)
   */
  async stage({ chunks, claimedType, fileName }: IncomingFile): Promise<StagedFile> {
    const id = newId();
    const hash = createHash('sha256');
    let size = 0;
    let begin: Uint8Array = new Uint8Array(0);
    let mimeType: string | null = null;
    const decide = async (): Promise<void> => {
      mimeType = typeOf((await fileTypeFromBuffer(begin))?.mime ?? null, claimedType, begin);
      if (mimeType === null) throw wrongType();
    };
    async function* checked(): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        size += chunk.length;
        hash.update(chunk);
        if (begin.length < SNIFFED_BYTES) begin = Buffer.concat([begin, chunk]);
        if (begin.length >= SNIFFED_BYTES && mimeType === null) await decide();
        refuseIfTooLarge(mimeType, size);
        yield chunk;
      }
      if (mimeType === null) await decide();
      refuseIfTooLarge(mimeType, size);
    }
    const file = await this.inReach(() => this.store.write(id, checked()));
    return { ...file, id, mimeType: mimeType ?? '', fileName, size, sha256: hash.digest('hex') };
  }

  /** Commits a staged file: from now on it can be found. */
  async finish(accountId: string, staged: StagedFile): Promise<Media> {
    const { id, mimeType, fileName, size, sha256 } = staged;
    await this.inReach(() => staged.commit());
    await this.database
      .repository(MediaEntity)
      .insert({ id, accountId, state: 'STORED', mimeType, fileName, size, sha256 });
    return this.database.repository(MediaEntity).findOneByOrFail({ id });
  }

  /** @throws UnavailableError where the store is in trouble; else what `work` throws */
  private async inReach<T>(work: () => Promise<T>, isOther = (): boolean => false): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isOther() || error instanceof DomainError || isTransient(error)) throw error;
      const { code, message } = error as NodeJS.ErrnoException;
      const isDisk = DISK_TROUBLE.test(code ?? '');
      const problem = (isDisk ? message : await this.store.findProblem()) ?? notTaken(error);
      if (problem === null) throw error;
      this.logger.warn(problem);
      throw new UnavailableError(problem, { cause: error });
    }
  }
}

function wrongType(): DomainError {
  const why = because('FILE_TYPE_UNKNOWN');
  return new DomainError({ code: 'INVALID_FORMAT', ...why, path: ['file'] });
}

function refuseIfTooLarge(mimeType: string | null, size: number): void {
  const limit = MEDIA_TYPES[mimeType ?? '']?.maxBytes ?? MAX_FILE_BYTES;
  if (size <= limit) return;
  const why = because('FILE_TOO_LARGE', { kilobytes: Math.floor(limit / 1024) });
  throw new DomainError({ code: 'TOO_LONG', ...why, path: ['file'], limit });
}

function notTaken(error: unknown): string | null {
  return error instanceof FileNotTakenError ? error.message : null;
}
