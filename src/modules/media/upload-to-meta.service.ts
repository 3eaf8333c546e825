import { Injectable } from '@nestjs/common';
import { DAY_MS } from '../../common/durations.js';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { MessagesApi, type Channel } from '../../whatsapp/messages/messages-api.js';
import { MediaService } from './media.service.js';

/** Meta forgets media after 30 days. */
const LIFETIME_MS = 29 * DAY_MS;

/** Uploads files to Meta: each once a number, until Meta forgets it. */
@Injectable()
export class UploadToMetaService {
  private readonly underWay = new Map<string, Promise<string>>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly api: MessagesApi,
    private readonly media: MediaService,
  ) {}

  /** Meta's ids by ours. Never called inside a transaction. */
  async idsFor(channel: Channel, mediaIds: readonly string[]): Promise<Map<string, string>> {
    const distinct = [...new Set(mediaIds)];
    if (distinct.length === 0) return new Map();
    const known = await this.database.query<{ media_id: string; remote_id: string }>(
      'SELECT media_id, remote_id FROM media_uploads WHERE media_id = ANY($1) AND phone_number_id = $2 AND expires_at > $3',
      [distinct, channel.phoneNumberId, this.clock.now()],
    );
    const ids = new Map(known.map((row) => [row.media_id, row.remote_id]));
    for (const id of distinct) if (!ids.has(id)) ids.set(id, await this.uploadOnce(channel, id));
    return ids;
  }

  /** Many messages of one template want the same file at the same time. */
  private uploadOnce(channel: Channel, mediaId: string): Promise<string> {
    const key = `${channel.phoneNumberId} ${mediaId}`;
    const started = this.underWay.get(key);
    if (started !== undefined) return started;
    const upload = this.upload(channel, mediaId).finally(() => this.underWay.delete(key));
    this.underWay.set(key, upload);
    return upload;
  }

  private async upload(channel: Channel, mediaId: string): Promise<string> {
    const [media] = await this.media.byIds([mediaId]);
    if (media == null) throw new Error(`The file ${mediaId} is gone.`);
    const { mimeType, fileName } = media;
    const remoteId = await this.media.withBlob(media, (bytes) =>
      this.api.uploadMedia(channel, { mimeType, fileName: fileName ?? mediaId, bytes }),
    );
    await this.database.run(
      `INSERT INTO media_uploads (media_id, phone_number_id, remote_id, expires_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (media_id, phone_number_id) DO UPDATE SET remote_id = excluded.remote_id, expires_at = excluded.expires_at`,
      [mediaId, channel.phoneNumberId, remoteId, new Date(this.clock.now().getTime() + LIFETIME_MS)],
    );
    return remoteId;
  }
}
