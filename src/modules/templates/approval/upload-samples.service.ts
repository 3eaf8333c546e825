import { Injectable } from '@nestjs/common';
import { fileTypeFromBuffer } from 'file-type';
import { because } from '../../../common/errors/because.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import type { AccountKeys } from '../../../whatsapp/accounts-api.js';
import { GraphUnreachableError } from '../../../whatsapp/errors/graph-error.js';
import type { JsonRecord } from '../../../whatsapp/json.js';
import { sampleLinks, type SampleHandles } from '../../../whatsapp/templates/sample-links.js';
import type { HeaderType } from '../../../whatsapp/templates/template-content.js';
import { RefusedAddressError } from '../../../whatsapp/transport/meta-hosts.js';
import { UploadsApi } from '../../../whatsapp/uploads-api.js';
import { MediaService } from '../../media/media.service.js';
import { HEADER_SAMPLES } from '../domain/checks/sample-problems.js';
import type { TemplateEntity } from '../template.entity.js';

/** A sample that a header needs: kept here, or at Meta. */
interface WantedSample {
  type: HeaderType;
  mediaId: string | null;
  link: string | null;
  /** Where it stands in an update. */
  path: string[];
}

/** Samples for a submission: Meta takes uploads alone, also of what it has itself. */
@Injectable()
export class UploadSamplesService {
  constructor(
    private readonly uploads: UploadsApi,
    private readonly media: MediaService,
  ) {}

  /**
   * Uploads the samples of the header and the cards: those that are kept here, else those that Meta has, fetched from it.
   * `remote`: the components that Meta has; none where the template is new.
   * @throws DomainError (REQUIRED) where one is neither here nor to be fetched
   */
  async upload(
    keys: AccountKeys,
    { content, accountId }: TemplateEntity,
    remote: readonly JsonRecord[],
  ): Promise<SampleHandles> {
    const links = sampleLinks(remote);
    const { type, mediaId } = content.header;
    const header = await this.uploadOne(keys, accountId, {
      ...{ type, mediaId, link: links.header, path: ['header', 'mediaId'] },
    });
    const cards: (string | null)[] = [];
    for (const [index, card] of content.cards.entries()) {
      const path = ['cardMediaIds', String(index)];
      const wanted = { type: card.headerType, mediaId: card.mediaId ?? null, link: links.cards[index] ?? null, path };
      cards.push(await this.uploadOne(keys, accountId, wanted));
    }
    return { header, cards };
  }

  private async uploadOne(keys: AccountKeys, accountId: string, wanted: WantedSample): Promise<string | null> {
    const sample = HEADER_SAMPLES[wanted.type];
    if (sample === undefined) return null;
    const media = wanted.mediaId === null ? null : await this.media.ofAccount(accountId, wanted.mediaId);
    if (media === null) return this.uploads.upload(keys, await this.fetch(wanted, sample));
    const { mimeType, fileName } = media;
    return this.media.withBlob(media, (bytes) =>
      this.uploads.upload(keys, { mimeType, fileName: fileName ?? 'sample', bytes }),
    );
  }

  private async fetch({ link, path }: WantedSample, { types, maxBytes }: { types: string[]; maxBytes: number }) {
    if (link === null) throw missing('Meta names no link', path);
    try {
      const bytes = await this.uploads.read(link, maxBytes);
      const mimeType = bytes === null ? null : ((await fileTypeFromBuffer(bytes))?.mime ?? null);
      if (bytes === null || mimeType === null || !types.includes(mimeType)) throw missing('it is another file', path);
      return { mimeType, fileName: 'sample', bytes: new Blob([new Uint8Array(bytes)]) };
    } catch (error) {
      if (error instanceof RefusedAddressError) throw missing(error.why, path);
      if (error instanceof GraphUnreachableError) throw missing('it does not come', path);
      throw error;
    }
  }
}

function missing(why: string, path: string[]): DomainError {
  return new DomainError({ code: 'REQUIRED', ...because('SAMPLE_AT_META_MISSING', { why }), path });
}
