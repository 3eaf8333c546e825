import { Injectable } from '@nestjs/common';
import { DomainError, type Problem } from '../../../common/errors/domain-error.js';
import { visibleOrNull } from '../../../common/text/visible-text.js';
import type { InteractiveOption, OutgoingMediaKind } from '../../../whatsapp/messages/outgoing-content.js';
import type { Conversation } from '../../conversations/conversations.service.js';
import { MediaService, type Media } from '../../media/media.service.js';
import { sendableKind } from '../../media/domain/sendable-kind.js';
import type { Viewer } from '../../users/domain/viewer.js';
import {
  captionProblems,
  contactsProblems,
  interactiveProblems,
  locationProblems,
  textProblems,
} from '../domain/outgoing-limits.js';
import type { StoredContent } from '../domain/message-content.js';
import type {
  ContactCardInput,
  InteractiveInput,
  InteractiveOptionInput,
  OutgoingContentInput,
  OutgoingMediaInput,
} from '../schema/outgoing-content.inputs.js';
import { MessagesService } from '../messages.service.js';

type Prepared = { stored: StoredContent; problems: Problem[] } | { stored: null; problems: Problem[] };

/** Free content that somebody wants to send: checked against every limit of Meta's before it is stored. */
@Injectable()
export class OutgoingContentService {
  constructor(
    private readonly media: MediaService,
    private readonly messages: MessagesService,
  ) {}

  /** @throws DomainError with everything that is wrong, each with its path */
  async prepare(viewer: Viewer, conversation: Conversation, input: OutgoingContentInput): Promise<StoredContent> {
    const { stored, problems } = await this.read(viewer, conversation, input);
    if (problems.length > 0) throw new DomainError(...problems);
    if (stored === null) {
      throw new DomainError({ code: 'REQUIRED', message: 'There is nothing to send.', path: ['content'] });
    }
    return stored;
  }

  private async read(viewer: Viewer, conversation: Conversation, input: OutgoingContentInput): Promise<Prepared> {
    const { text, media, location, contacts, interactive } = input;
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
    if (interactive != null) {
      const content = interactiveFrom(interactive);
      const problems = interactiveProblems(content, ['content', 'interactive']);
      return { stored: { kind: 'INTERACTIVE', content }, problems };
    }
    return { stored: null, problems: [] };
  }

  private async readMedia(
    viewer: Viewer,
    { accountId }: Conversation,
    { mediaId, kind: asked, caption }: OutgoingMediaInput,
  ): Promise<Prepared> {
    const path = ['content', 'media'];
    const file = await this.find(viewer, accountId, mediaId);
    if (file === null) {
      const message = 'There is no such file on the account of this conversation. Upload it with POST /media.';
      return { stored: null, problems: [{ code: 'NOT_FOUND', message, path: [...path, 'mediaId'] }] };
    }
    const { kind, problem } = sendableKind(file, (asked as OutgoingMediaKind | null | undefined) ?? null);
    if (kind === null) {
      const at = problem.code === 'INVALID_INPUT' ? 'kind' : 'mediaId';
      return { stored: null, problems: [{ ...problem, path: [...path, at] }] };
    }
    const content = { mediaKind: kind, mediaId: file.id, caption: visibleOrNull(caption), fileName: file.fileName };
    return { stored: { kind: 'MEDIA', content }, problems: captionProblems(content, path) };
  }

  /** What a customer sent may be passed on by those who see it. */
  private async find(viewer: Viewer, accountId: string, mediaId: string): Promise<Media | null> {
    const file = await this.media.ofAccount(accountId, mediaId);
    if (file === null || file.messageId === null) return file;
    return (await this.messages.find(viewer, file.messageId)) === null ? null : file;
  }
}

function cardFrom({ formattedName, firstName, phones, emails, organization }: ContactCardInput) {
  return {
    formattedName,
    firstName: firstName ?? null,
    phones: phones ?? [],
    emails: emails ?? [],
    organization: organization ?? null,
  };
}

function interactiveFrom(input: InteractiveInput) {
  return {
    interactiveKind: input.kind,
    header: input.header ?? null,
    body: input.body,
    footer: input.footer ?? null,
    buttons: (input.buttons ?? []).map(optionFrom),
    listButton: input.listButton ?? null,
    sections: (input.sections ?? []).map(({ title, rows }) => ({ title: title ?? null, rows: rows.map(optionFrom) })),
    url: input.url ?? null,
    urlText: input.urlText ?? null,
  };
}

function optionFrom({ optionId: id, title, description }: InteractiveOptionInput): InteractiveOption {
  return { id, title, description: description ?? null };
}
