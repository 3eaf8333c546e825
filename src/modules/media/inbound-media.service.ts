import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { DomainError, notAllowedNow } from '../../common/errors/domain-error.js';
import { WakeUps } from '../../common/wake-ups/wake-ups.js';
import type { InboundMedia } from '../../whatsapp/webhooks/inbound-content.types.js';
import { MediaEntity } from './media.entity.js';

/** A file that came with a message, with the id that the message knows it by. */
export interface InboundFile {
  id: string;
  messageId: string;
  businessPhoneNumberId: string;
  file: InboundMedia;
}

/** Files that customers sent: noted at once, fetched by a job of their own. */
@Injectable()
export class InboundMediaService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
  ) {}

  /** In the caller's transaction, after the messages. */
  async record(accountId: string, files: readonly InboundFile[]): Promise<void> {
    if (files.length === 0) return;
    await this.database.run(
      `INSERT INTO media (id, account_id, message_id, business_phone_number_id, remote_id, mime_type, file_name, sha256, error,
                          state, fetch_state, created_at)
       SELECT entry.id, $1, entry.message_id, entry.number_id, entry.remote_id, entry.mime_type, entry.file_name, entry.sha256,
              entry.error, CASE WHEN entry.remote_id IS NULL THEN 'FAILED' ELSE 'PENDING' END,
              CASE WHEN entry.remote_id IS NULL THEN NULL ELSE 'WAITING' END, $10
         FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
           AS entry (id, message_id, number_id, remote_id, mime_type, file_name, sha256, error)`,
      [
        accountId,
        files.map(({ id }) => id),
        files.map(({ messageId }) => messageId),
        files.map(({ businessPhoneNumberId }) => businessPhoneNumberId),
        files.map(({ file }) => file.remoteId),
        files.map(({ file }) => file.mimeType),
        files.map(({ file }) => file.fileName),
        files.map(({ file }) => file.sha256),
        files.map(({ file }) => file.error),
        this.clock.now(),
      ],
    );
    await this.wakeUps.wakeAfterCommit('media-wanted');
  }

  /**
   * Tries again to fetch what could not be fetched. Asking twice is harmless.
   * @throws DomainError (NOT_ALLOWED_NOW) when it has been fetched, (INVALID_INPUT) when there is nothing to fetch
   */
  async retry(media: MediaEntity): Promise<MediaEntity> {
    if (media.state === 'STORED') throw notAllowedNow('This file is there already.', [], ['mediaId']);
    if (media.remoteId === null) {
      const message =
        'Meta could not take this file in, so there is nothing to fetch. Ask the customer to send it again.';
      throw new DomainError({ code: 'INVALID_INPUT', message, path: ['mediaId'] });
    }
    await this.database.run(
      `UPDATE media SET state = 'PENDING', fetch_state = 'WAITING', attempts = 0, next_attempt_at = NULL
        WHERE id = $1 AND (state = 'FAILED' OR fetch_state = 'WAITING')`,
      [media.id],
    );
    await this.wakeUps.wakeAfterCommit('media-wanted');
    return this.database.repository(MediaEntity).findOneByOrFail({ id: media.id });
  }
}
