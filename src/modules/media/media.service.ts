import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { fileTypeFromBuffer } from 'file-type';
import { In } from 'typeorm';
import { Database } from '../../common/database/database.js';
import { DomainError, notFound } from '../../common/errors/domain-error.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import { isId, newId } from '../../common/ids.js';
import { maySeeAccount } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { MAX_FILE_BYTES, MEDIA_TYPES, typeOf } from './domain/media-types.js';
import { MediaStore, type ByteRange, type StagedUpload } from './store/media-store.js';
import { MediaEntity } from './media.entity.js';

/** What other modules know of a file. */
export type Media = MediaEntity;

export interface ReceivedFile {
  chunks: AsyncIterable<Uint8Array>;
  claimedType: string;
  fileName: string | null;
}

export interface StagedFile
  extends StagedUpload, Pick<MediaEntity, 'id' | 'mimeType' | 'fileName' | 'size' | 'sha256'> {}

/** As many bytes as any type needs to be recognised. */
const SNIFFED_BYTES = 4_100;

/** Files that people and programs upload. */
@Injectable()
export class MediaService {
  constructor(
    private readonly database: Database,
    private readonly store: MediaStore,
  ) {}

  /** For DataLoaders: a file each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(MediaEntity | null)[]> => {
    const rows = await this.database.repository(MediaEntity).findBy({ id: In([...ids]) });
    return inOrderOf(ids, rows, (media) => media.id);
  };

  /** Null when there is none that is stored on this account. */
  async ofAccount(accountId: string, id: string): Promise<MediaEntity | null> {
    return isId(id) ? this.database.repository(MediaEntity).findOneBy({ id, accountId, state: 'STORED' }) : null;
  }

  /** @throws DomainError (NOT_FOUND) when there is none that the viewer may see */
  async require(viewer: Viewer, id: string, ...path: string[]): Promise<MediaEntity> {
    const media = isId(id) ? await this.database.repository(MediaEntity).findOneBy({ id }) : null;
    if (media === null || !maySeeAccount(viewer, media.accountId)) throw notFound('file', ...path);
    return media;
  }

  /** A message or a template speaks of these files: they are kept. In the caller's transaction. */
  async markUsed(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.database.run('UPDATE media SET is_used = true WHERE id = ANY($1) AND NOT is_used', [[...new Set(ids)]]);
  }

  /** Hands the file to `work` without reading it into memory. */
  async withBlob<T>(
    { id, mimeType }: Pick<MediaEntity, 'id' | 'mimeType'>,
    work: (bytes: Blob) => Promise<T>,
  ): Promise<T> {
    const { blob, release } = await this.store.lend(id, mimeType);
    try {
      return await work(blob);
    } finally {
      await release();
    }
  }

  async read(id: string, range?: ByteRange): Promise<Readable> {
    return this.store.read(id, range);
  }

  /**
   * Streams a file to the store, held to the size that its type allows; it counts only after `finish`.
   * @throws DomainError (INVALID_FORMAT, TOO_LONG)
   */
  async stage({ chunks, claimedType, fileName }: ReceivedFile): Promise<StagedFile> {
    const id = newId();
    const hash = createHash('sha256');
    let size = 0;
    let begin: Uint8Array = new Uint8Array(0);
    let mimeType: string | null = null;
    const decide = async (): Promise<void> => {
      mimeType = typeOf((await fileTypeFromBuffer(begin))?.mime ?? null, claimedType, begin);
      if (mimeType === null) throw wrongType(claimedType);
    };
    async function* checked(): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        size += chunk.length;
        hash.update(chunk);
        if (begin.length < SNIFFED_BYTES) begin = Buffer.concat([begin, chunk]);
        if (begin.length >= SNIFFED_BYTES && mimeType === null) await decide();
        const largest = MEDIA_TYPES[mimeType ?? '']?.maxBytes ?? MAX_FILE_BYTES;
        if (size > largest) throw tooLarge(largest);
        yield chunk;
      }
      if (mimeType === null) await decide();
      const largest = MEDIA_TYPES[mimeType ?? '']?.maxBytes ?? MAX_FILE_BYTES;
      if (size > largest) throw tooLarge(largest);
    }
    const file = await this.store.write(id, checked());
    return { ...file, id, mimeType: mimeType ?? '', fileName, size, sha256: hash.digest('hex') };
  }

  async finish(accountId: string, staged: StagedFile): Promise<MediaEntity> {
    const { id, mimeType, fileName, size, sha256 } = staged;
    await staged.commit();
    await this.database
      .repository(MediaEntity)
      .insert({ id, accountId, state: 'STORED', mimeType, fileName, size, sha256 });
    return this.database.repository(MediaEntity).findOneByOrFail({ id });
  }
}

function wrongType(claimedType: string): DomainError {
  const message = `This file is of no type that WhatsApp takes (it was called ${claimedType}). Images: JPEG, PNG; videos: MP4, 3GP; documents: PDF, text, Word, Excel, PowerPoint; audio: AAC, AMR, MP3, MP4, OGG.`;
  return new DomainError({ code: 'INVALID_FORMAT', message, path: ['file'] });
}

function tooLarge(limit: number): DomainError {
  const message = `This file is too large: at most ${Math.floor(limit / 1024)} KB for its type.`;
  return new DomainError({ code: 'TOO_LONG', message, path: ['file'], limit });
}
