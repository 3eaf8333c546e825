import { Injectable } from '@nestjs/common';
import { DomainError, notFound, type Problem } from '../../../common/errors/domain-error.js';
import { UploadsApi } from '../../../whatsapp/uploads-api.js';
import { MediaService, type Media } from '../../media/media.service.js';
import { pictureFileProblem, pictureProblem } from '../domain/profile-picture.js';
import { NumberAtMetaService, type OwnNumber } from '../number-at-meta.service.js';

const PATH = 'pictureMediaId';

/** Pictures of profiles: a file of ours, looked at before Meta is given it. Meta keeps a copy, so the file is not marked as used. */
@Injectable()
export class ProfilePictureService {
  constructor(
    private readonly uploads: UploadsApi,
    private readonly media: MediaService,
    private readonly numbers: NumberAtMetaService,
  ) {}

  /** @throws DomainError (NOT_FOUND; INVALID_FORMAT, INVALID_INPUT, TOO_SHORT, TOO_LONG of another picture than Meta takes) */
  async require(number: OwnNumber, mediaId: string): Promise<Media> {
    const media = await this.media.ofAccount(number.accountId, mediaId);
    if (media === null) throw notFound('file', PATH);
    refuse(pictureFileProblem(media.mimeType, media.size ?? 0));
    await this.media.withBlob(media, async (blob) => refuse(pictureProblem(new Uint8Array(await blob.arrayBuffer()))));
    return media;
  }

  /** Gives Meta the picture. @returns its handle. @throws DomainError (META_REFUSED, META_UNREACHABLE) */
  async upload({ keys }: OwnNumber, media: Media): Promise<string> {
    const { mimeType, fileName } = media;
    return this.media.withBlob(media, (bytes) =>
      this.numbers.ask(() => this.uploads.upload(keys, { mimeType, fileName: fileName ?? 'picture', bytes }), PATH),
    );
  }
}

function refuse(problem: Omit<Problem, 'path'> | null): void {
  if (problem !== null) throw new DomainError({ ...problem, path: [PATH] });
}
