import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DAY_MS } from '../../common/durations.js';
import { Config } from '../../common/config/config.js';
import { Database } from '../../common/database/database.js';
import { ErasureService } from '../../common/erasure/erasure.service.js';
import type { ErasureSubject, KeptFile } from '../../common/erasure/erasure-part.js';
import { rowsOf } from '../../common/erasure/exported-rows.js';
import { RetentionService } from '../../common/retention/retention.service.js';
import { MediaStore } from './store/media-store.js';

const BATCH_SIZE = 100;
/** A store over the network takes its time for each. */
const CONCURRENCY = 20;

const EXPORTED_FILES = `
  SELECT (to_jsonb(media) - ARRAY['claim_id', 'lease_until', 'fetch_state', 'next_attempt_at', 'attempts'])::text AS json
    FROM media WHERE message_id = ANY($1) ORDER BY id`;

/** Erasure of files, from the store too: of people who ask for it, and of uploads that nothing uses. */
@Injectable()
export class EraseMediaService implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly store: MediaStore,
    erasure: ErasureService,
    private readonly retention: RetentionService,
  ) {
    erasure.register({
      name: 'files',
      tables: ['media', 'media_uploads'],
      before: ['messages'],
      erase: ({ messageIds }) => this.eraseOfMessages(messageIds),
      exports: [
        { name: 'files', tables: ['media'], rows: ({ messageIds }) => rowsOf(database, messageIds, EXPORTED_FILES) },
      ],
      notExported: { media_uploads: 'as what WhatsApp knows files for some weeks that were sent' },
      files: (subject) => this.filesOf(subject),
    });
  }

  /** Retention: uploads that no message and no template has used for MEDIA_RETENTION_DAYS. */
  onModuleInit(): void {
    this.retention.register({
      name: 'unused files',
      keepForMs: this.config.get('MEDIA_RETENTION_DAYS') * DAY_MS,
      batchSize: BATCH_SIZE,
      deleteBatch: (before, batchSize) => this.deleteUnused(before, batchSize),
    });
  }

  private async *filesOf({ messageIds }: ErasureSubject): AsyncGenerator<KeptFile[]> {
    for (let begin = 0; begin < messageIds.length; begin += BATCH_SIZE) {
      const rows = await this.database.query<{ id: string; mime_type: string; file_name: string | null }>(
        `SELECT id, mime_type, file_name FROM media WHERE message_id = ANY($1) AND state = 'STORED' ORDER BY id`,
        [messageIds.slice(begin, begin + BATCH_SIZE)],
      );
      yield rows.map(({ id, mime_type: mimeType, file_name: name }) => ({
        id,
        name: `${id}.${endingOf(name, mimeType)}`,
        open: () => this.store.read(id),
      }));
    }
  }

  private async deleteUnused(before: Date, batchSize: number): Promise<number> {
    return this.database.transaction(async () => {
      const rows = await this.database.query<{ id: string }>(
        `DELETE FROM media WHERE id IN (SELECT id FROM media WHERE message_id IS NULL AND NOT is_used AND created_at < $1
                                         ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING id`,
        [before, batchSize],
      );
      await this.deleteFiles(rows);
      return rows.length;
    });
  }

  private async eraseOfMessages(messageIds: readonly string[]): Promise<number> {
    const rows = await this.database.query<{ id: string }>(
      'DELETE FROM media WHERE message_id = ANY($1) RETURNING id',
      [messageIds],
    );
    await this.deleteFiles(rows);
    return rows.length;
  }

  /** Within the transaction: a file that could not be deleted keeps its row, and is tried again. */
  private async deleteFiles(rows: readonly { id: string }[]): Promise<void> {
    for (let begin = 0; begin < rows.length; begin += CONCURRENCY) {
      await Promise.all(rows.slice(begin, begin + CONCURRENCY).map(({ id }) => this.store.delete(id)));
    }
  }
}

/** The ending of a file: any disk takes it, whatever the file was called. */
function endingOf(name: string | null, mimeType: string): string {
  return /\.([A-Za-z0-9]{1,10})$/.exec(name ?? '')?.[1] ?? /\/([a-z0-9]{1,10})/.exec(mimeType)?.[1] ?? 'bin';
}
