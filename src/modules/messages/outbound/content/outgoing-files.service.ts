import { Injectable } from '@nestjs/common';
import type { Problem } from '../../../../common/errors/domain-error.js';
import {
  HEADER_MEDIA_KINDS,
  type HeaderMedia,
  type HeaderMediaKind,
} from '../../../../whatsapp/messages/interactive/interactive-content.js';
import type { OutgoingMediaKind } from '../../../../whatsapp/messages/outgoing-content.js';
import { MediaService, type Media } from '../../../media/media.service.js';
import { sendableKind } from '../../../media/domain/sendable-kind.js';
import type { Viewer } from '../../../users/domain/viewer.js';
import { MessagesService } from '../../messages.service.js';
import { because } from '../../../../common/errors/because.js';

export type FoundFile = { file: Media; kind: OutgoingMediaKind; problems: [] } | { file: null; problems: Problem[] };

/** Files that somebody wants to send: those of the account, and those of customers for whoever sees their message. */
@Injectable()
export class OutgoingFilesService {
  constructor(
    private readonly media: MediaService,
    private readonly messages: MessagesService,
  ) {}

  /** @param path of the input that has the `mediaId`; `asked` is its `kind` */
  async find(
    viewer: Viewer,
    accountId: string,
    { mediaId, asked }: { mediaId: string; asked: OutgoingMediaKind | null },
    path: string[],
  ): Promise<FoundFile> {
    const file = await this.visible(viewer, accountId, mediaId);
    if (file === null) {
      const why = because('FILE_NOT_OF_CONVERSATION');
      return { file: null, problems: [{ code: 'NOT_FOUND', ...why, path: [...path, 'mediaId'] }] };
    }
    const { kind, problem } = sendableKind(file, asked);
    if (kind === null) {
      const at = problem.code === 'INVALID_INPUT' ? 'kind' : 'mediaId';
      return { file: null, problems: [{ ...problem, path: [...path, at] }] };
    }
    return { file, kind, problems: [] };
  }

  /** A file that stands above a text, or on a card: a picture, a video, or a document. */
  async findHeader(
    viewer: Viewer,
    accountId: string,
    mediaId: string,
    path: string[],
  ): Promise<{ media: HeaderMedia | null; problems: Problem[] }> {
    const found = await this.find(viewer, accountId, { mediaId, asked: null }, path);
    const problems = found.problems.map((problem) => ({ ...problem, path }));
    if (found.file === null) return { media: null, problems };
    const { file, kind } = found;
    if (isHeaderKind(kind)) return { media: { mediaKind: kind, mediaId: file.id, fileName: file.fileName }, problems };
    const why = because('HEADER_FILE_UNFIT', { type: file.mimeType });
    return { media: null, problems: [{ code: 'INVALID_FORMAT', ...why, path }] };
  }

  /** What a customer sent may be passed on by those who see it. */
  private async visible(viewer: Viewer, accountId: string, mediaId: string): Promise<Media | null> {
    const file = await this.media.ofAccount(accountId, mediaId);
    if (file === null || file.messageId === null) return file;
    return (await this.messages.find(viewer, file.messageId)) === null ? null : file;
  }
}

function isHeaderKind(kind: OutgoingMediaKind): kind is HeaderMediaKind {
  return (HEADER_MEDIA_KINDS as readonly string[]).includes(kind);
}
