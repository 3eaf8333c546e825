import { Injectable } from '@nestjs/common';
import { DomainError, type Problem } from '../../../../common/errors/domain-error.js';
import { visibleOrNull } from '../../../../common/text/visible-text.js';
import type { OutgoingMediaKind } from '../../../../whatsapp/messages/outgoing-content.js';
import type { Conversation } from '../../../conversations/conversations.service.js';
import type { Viewer } from '../../../users/domain/viewer.js';
import type { StoredContent } from '../../domain/message-content.js';
import { contactsProblems } from '../../domain/outgoing/card-limits.js';
import { captionProblems, locationProblems, textProblems } from '../../domain/outgoing/outgoing-limits.js';
import type { OutgoingContentInput, OutgoingMediaInput } from '../../schema/outgoing-content.inputs.js';
import { cardFrom } from './content-from-input.js';
import { InteractiveContentService } from './interactive-content.service.js';
import { OutgoingFilesService } from './outgoing-files.service.js';
import { because } from '../../../../common/errors/because.js';

type Prepared = { stored: StoredContent; problems: Problem[] } | { stored: null; problems: Problem[] };

/** Free content that somebody wants to send: checked against every limit of Meta's before it is stored. */
@Injectable()
export class OutgoingContentService {
  constructor(
    private readonly files: OutgoingFilesService,
    private readonly interactive: InteractiveContentService,
  ) {}

  /** @throws DomainError with everything that is wrong, each with its path */
  async prepare(viewer: Viewer, conversation: Conversation, input: OutgoingContentInput): Promise<StoredContent> {
    const { stored, problems } = await this.read(viewer, conversation, input);
    if (problems.length > 0) throw new DomainError(...problems);
    if (stored === null) {
      throw new DomainError({ code: 'REQUIRED', ...because('CONTENT_MISSING'), path: ['content'] });
    }
    return stored;
  }

  private async read(viewer: Viewer, conversation: Conversation, input: OutgoingContentInput): Promise<Prepared> {
    const { text, media, location, contacts } = input;
    if (text != null) {
      const content = { body: text.body, previewUrl: text.previewUrl ?? true };
      return { stored: { kind: 'TEXT', content }, problems: textProblems(content, ['content', 'text']) };
    }
    if (media != null) return this.readMedia(viewer, conversation, media);
    if (location != null) {
      const { latitude, longitude, name, address } = location;
      const content = { latitude, longitude, name: name ?? null, address: address ?? null };
      return { stored: { kind: 'LOCATION', content }, problems: locationProblems(content, ['content', 'location']) };
    }
    if (contacts != null) {
      const content = { contacts: contacts.map(cardFrom) };
      return { stored: { kind: 'CONTACTS', content }, problems: contactsProblems(content, ['content', 'contacts']) };
    }
    const interactive = await this.interactive.read(viewer, conversation, input);
    if (interactive === null) return { stored: null, problems: [] };
    const { content, problems } = interactive;
    return { stored: content === null ? null : { kind: 'INTERACTIVE', content }, problems };
  }

  private async readMedia(
    viewer: Viewer,
    { accountId }: Conversation,
    { mediaId, kind, caption }: OutgoingMediaInput,
  ): Promise<Prepared> {
    const path = ['content', 'media'];
    const asked = (kind as OutgoingMediaKind | null | undefined) ?? null;
    const found = await this.files.find(viewer, accountId, { mediaId, asked }, path);
    if (found.file === null) return { stored: null, problems: found.problems };
    const { id, fileName } = found.file;
    const content = { mediaKind: found.kind, mediaId: id, caption: visibleOrNull(caption), fileName };
    return { stored: { kind: 'MEDIA', content }, problems: captionProblems(content, path) };
  }
}
