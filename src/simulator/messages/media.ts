import { createHash, randomBytes } from 'node:crypto';
import { SimError } from '../sim-error.js';
import type { SimMedia } from '../world/files.js';
import type { SimWorld } from '../world/world.js';

const URL_LIFETIME_MS = 5 * 60_000;
const ID_LIFETIME_MS = 30 * 86_400_000;
const KB = 1024;
const MAX_BYTES: Record<string, number> = {
  image: 5 * KB * KB,
  video: 16 * KB * KB,
  audio: 16 * KB * KB,
  application: 100 * KB * KB,
  text: 100 * KB * KB,
};

/** Files: uploaded by businesses, or attached by customers. */
export class SimMediaStore {
  private readonly key = randomBytes(16).toString('hex');

  constructor(private readonly world: SimWorld) {}

  add(phoneId: string, mimeType: string, bytes: Buffer): SimMedia {
    if (mimeType === '' || mimeType === 'application/octet-stream') {
      throw new SimError(400, 100, '(#100) Param file must be a file with one of the supported types.');
    }
    const limit = MAX_BYTES[mimeType.split('/')[0] ?? ''] ?? 0;
    if (bytes.length > limit)
      throw new SimError(400, 131053, '(#131053) Media upload error', { details: `At most ${limit} bytes.` });
    return this.attach(phoneId, mimeType, bytes);
  }

  /** A file of a customer, who may send more than businesses may. */
  attach(phoneId: string, mimeType: string, bytes: Buffer): SimMedia {
    const media = { id: this.world.newId(), phoneId, mimeType, bytes, createdAt: this.world.now() };
    this.world.media.set(media.id, media);
    return media;
  }

  require(id: string): SimMedia {
    const media = this.world.media.get(id);
    if (media === undefined || this.world.now() > media.createdAt + ID_LIFETIME_MS) {
      throw new SimError(400, 100, `Unsupported get request. Object with ID '${id}' does not exist.`, { subcode: 33 });
    }
    return media;
  }

  describe(media: SimMedia, baseUrl: string): Record<string, unknown> {
    const expires = Math.floor((this.world.now() + URL_LIFETIME_MS) / 1000);
    return {
      messaging_product: 'whatsapp',
      url: `${baseUrl}/whatsapp_business/attachments/?mid=${media.id}&ext=${expires}&hash=${this.hash(media.id, expires)}`,
      mime_type: media.mimeType,
      sha256: createHash('sha256').update(media.bytes).digest('hex'),
      file_size: media.bytes.length,
      id: media.id,
    };
  }

  /** The bytes behind a URL; null when it has expired or was made up. */
  open(mid: string, ext: string, hash: string): SimMedia | null {
    if (hash !== this.hash(mid, Number(ext)) || this.world.now() > Number(ext) * 1000) return null;
    return this.world.media.get(mid) ?? null;
  }

  private hash(id: string, expires: number): string {
    return createHash('sha256').update(`${this.key} ${id} ${expires}`).digest('base64url').slice(0, 24);
  }
}
