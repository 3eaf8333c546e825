import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { rowset, type RowOf } from '../../common/database/rowset.js';
import { DomainError, notAllowedNow } from '../../common/errors/domain-error.js';
import { WakeUps } from '../../common/wake-ups/wake-ups.js';
import type { InboundMedia } from '../../whatsapp/webhooks/inbound/inbound-content.types.js';
import { MediaEntity } from './media.entity.js';
import type { Media } from './media.service.js';
import { because } from '../../common/errors/because.js';

/** Inbound file: it came with a message, which knows it by this id. */
export interface InboundFile {
  id: string;
  messageId: string;
  businessPhoneNumberId: string;
  file: InboundMedia;
}

const COLUMNS = {
  id: 'uuid',
  message_id: 'uuid',
  business_phone_number_id: 'uuid',
  remote_id: 'text | null',
  mime_type: 'text',
  file_name: 'text | null',
  sha256: 'text | null',
  error: 'text | null',
} as const;

/** Inbound media: files that customers sent, recorded with their message and fetched by a job of their own. */
@Injectable()
export class InboundMediaService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
  ) {}

  /** Records files to be fetched, in the caller's transaction, after their messages. */
  async record(accountId: string, files: readonly InboundFile[]): Promise<void> {
    if (files.length === 0) return;
    const entry = rowset('entry', COLUMNS, files.map(toEntry), [accountId, this.clock.now()]);
    await this.database.run(
      `INSERT INTO media (id, account_id, message_id, business_phone_number_id, remote_id, mime_type, file_name, sha256, error,
                          state, fetch_state, created_at)
       SELECT entry.id, $1, entry.message_id, entry.business_phone_number_id, entry.remote_id, entry.mime_type, entry.file_name,
              entry.sha256, entry.error, CASE WHEN entry.remote_id IS NULL THEN 'FAILED' ELSE 'PENDING' END,
              CASE WHEN entry.remote_id IS NULL THEN NULL ELSE 'WAITING' END, $2
         FROM ${entry.sql}`,
      entry.parameters,
    );
    await this.wakeUps.wakeAfterCommit('media-wanted');
  }

  /**
   * Tries again to fetch what could not be fetched. Asking twice is harmless.
   * @throws DomainError (NOT_ALLOWED_NOW) when it has been fetched, (INVALID_INPUT) when there is nothing to fetch
   */
  async retry({ id }: Media): Promise<Media> {
    const media = await this.database.repository(MediaEntity).findOneByOrFail({ id });
    if (media.state === 'STORED') throw notAllowedNow(because('FILE_THERE_ALREADY'), [], ['mediaId']);
    if (media.remoteId === null) {
      const why = because('FILE_LOST_AT_META');
      throw new DomainError({ code: 'INVALID_INPUT', ...why, path: ['mediaId'] });
    }
    await this.database.run(
      `UPDATE media SET state = 'PENDING', fetch_state = 'WAITING', attempts = 0, next_attempt_at = NULL
        WHERE id = $1 AND (state = 'FAILED' OR fetch_state = 'WAITING')`,
      [id],
    );
    await this.wakeUps.wakeAfterCommit('media-wanted');
    return this.database.repository(MediaEntity).findOneByOrFail({ id });
  }
}

function toEntry({ id, messageId, businessPhoneNumberId, file }: InboundFile): RowOf<typeof COLUMNS> {
  return {
    id,
    message_id: messageId,
    business_phone_number_id: businessPhoneNumberId,
    remote_id: file.remoteId,
    mime_type: file.mimeType,
    file_name: file.fileName,
    sha256: file.sha256,
    error: file.error,
  };
}
