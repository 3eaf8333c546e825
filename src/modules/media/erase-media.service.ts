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

/** Of whom: what came with these messages, and what was sent to these contacts alone. */
const OF_MESSAGES = 'message_id = ANY($1)';
const OF_CONTACTS = 'sole_contact_id = ANY($1)';
const exported = (whose: string): string => `
  SELECT (to_jsonb(media) - ARRAY['claim_id', 'lease_until', 'fetch_state', 'next_attempt_at', 'attempts'])::text AS json
    FROM media WHERE ${whose} ORDER BY id`;

/**
 * Erasure of files, from the store too: of people who ask for it, what they sent and what was sent to them alone; and of uploads
 * that nothing uses.
 */
@Injectable()
export class EraseMediaService implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly store: MediaStore,
    private readonly erasure: ErasureService,
    private readonly retention: RetentionService,
  ) {
    erasure.register({
      name: 'files',
      tables: ['media', 'media_uploads'],
      before: ['messages'],
      erase: async ({ messageIds, contactIds }) =>
        (await this.eraseReceived(messageIds)) + (await this.eraseSent(contactIds)),
      exports: [{ name: 'files', tables: ['media'], rows: (subject) => this.rows(subject) }],
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

  private async *rows({ messageIds, contactIds }: ErasureSubject): AsyncGenerator<string[]> {
    yield* rowsOf(this.database, messageIds, exported(OF_MESSAGES));
    yield* rowsOf(this.database, contactIds, exported(OF_CONTACTS));
  }

  private async *filesOf({ messageIds, contactIds }: ErasureSubject): AsyncGenerator<KeptFile[]> {
    for (let begin = 0; begin < messageIds.length; begin += BATCH_SIZE) {
      yield this.stored(OF_MESSAGES, messageIds.slice(begin, begin + BATCH_SIZE));
    }
    yield this.stored(OF_CONTACTS, contactIds);
  }

  private async stored(whose: string, ids: readonly string[]): Promise<KeptFile[]> {
    const rows = await this.database.query<{ id: string; mime_type: string; file_name: string | null }>(
      `SELECT id, mime_type, file_name FROM media WHERE ${whose} AND state = 'STORED' ORDER BY id`,
      [ids],
    );
    return rows.map(({ id, mime_type: mimeType, file_name: name }) => ({
      id,
      name: `${id}.${endingOf(name, mimeType)}`,
      open: () => this.store.read(id),
    }));
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

  private async eraseReceived(messageIds: readonly string[]): Promise<number> {
    const rows = await this.database.query<{ id: string }>(
      'DELETE FROM media WHERE message_id = ANY($1) RETURNING id',
      [messageIds],
    );
    await this.deleteFiles(rows);
    return rows.length;
  }

  /** Uploads that nobody but this person got. */
  private async eraseSent(contactIds: readonly string[]): Promise<number> {
    const sent = await this.database.query<{ id: string }>(
      'SELECT id FROM media WHERE sole_contact_id = ANY($1) ORDER BY id FOR UPDATE',
      [contactIds],
    );
    if (sent.length === 0) return 0;
    const ids = sent.map(({ id }) => id);
    const kept = await this.erasure.stillNamed(ids);
    const gone = sent.filter(({ id }) => !kept.has(id));
    await this.database.run('DELETE FROM media WHERE id = ANY($1)', [gone.map(({ id }) => id)]);
    await this.deleteFiles(gone);
    return gone.length;
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
