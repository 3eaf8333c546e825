import { searchText } from '../../../common/search-text.js';
import type { StoredContent } from './message-content.js';
import { wordsToTap } from './words-to-tap.js';

/** The text of any content, as people would read it; null where there is none. */
export function textOf(stored: StoredContent): string | null {
  const text = readable(stored);
  return text === '' ? null : text;
}

function readable(stored: StoredContent): string | null {
  switch (stored.kind) {
    case 'TEXT':
    case 'NOTE':
    case 'SYSTEM':
      return stored.content.body;
    case 'MEDIA':
      return stored.content.caption;
    case 'LOCATION':
      return joined(', ', stored.content.name, stored.content.address);
    case 'CONTACTS':
      return joined(', ', ...stored.content.contacts.map(({ formattedName }) => formattedName));
    case 'TEMPLATE':
    case 'INTERACTIVE':
      return joined('\n', stored.content.header, stored.content.body, stored.content.footer);
    case 'REPLY':
      return stored.content.title;
    case 'ORDER':
      return (
        stored.content.text ??
        joined(', ', ...stored.content.items.map(({ productId, quantity }) => `${quantity} × ${productId}`))
      );
    case 'REACTION':
      return stored.content.emoji;
    case 'EDIT':
      return stored.content.edited === null ? null : readable(stored.content.edited);
    case 'REVOKE':
      return null;
    case 'UNSUPPORTED':
      return stored.content.text ?? null;
  }
}

/** Everything by which a person would search for it. Null for amendments. */
export function searchableText(stored: StoredContent, text: string | null): string | null {
  switch (stored.kind) {
    case 'REACTION':
    case 'EDIT':
    case 'REVOKE':
      return null;
    case 'MEDIA':
      return searchText(text, stored.content.fileName) || null;
    case 'CONTACTS':
      return (
        searchText(
          text,
          ...stored.content.contacts.flatMap(({ phones, emails, organization }) => [
            ...phones,
            ...emails,
            organization,
          ]),
        ) || null
      );
    case 'INTERACTIVE':
      return searchText(text, ...wordsToTap(stored.content)) || null;
    case 'TEXT':
    case 'NOTE':
    case 'SYSTEM':
    case 'LOCATION':
    case 'TEMPLATE':
    case 'REPLY':
    case 'ORDER':
    case 'UNSUPPORTED':
      return searchText(text) || null;
  }
}

const MEDIA_WORDS = {
  IMAGE: 'Photo',
  VIDEO: 'Video',
  AUDIO: 'Audio',
  VOICE: 'Voice message',
  DOCUMENT: 'Document',
  STICKER: 'Sticker',
} as const;

/** Text of a notification, one line: what came, also where there is nothing to read. */
export function notificationText(stored: StoredContent, text: string | null): string {
  switch (stored.kind) {
    case 'MEDIA': {
      const { mediaKind, fileName } = stored.content;
      return joined(': ', MEDIA_WORDS[mediaKind], text ?? fileName) ?? '';
    }
    case 'LOCATION':
      return joined(': ', 'Location', text) ?? '';
    case 'CONTACTS':
      return joined(': ', 'Contact', text) ?? '';
    case 'ORDER':
      return joined(': ', 'Order', text) ?? '';
    case 'REACTION':
      return `Reacted with ${stored.content.emoji ?? ''}`;
    case 'TEXT':
    case 'NOTE':
    case 'SYSTEM':
    case 'TEMPLATE':
    case 'INTERACTIVE':
    case 'REPLY':
    case 'EDIT':
    case 'REVOKE':
    case 'UNSUPPORTED':
      return text ?? 'A message that can only be read on the phone';
  }
}

function joined(separator: string, ...parts: (string | null)[]): string | null {
  return parts.filter((part) => part !== null && part !== '').join(separator) || null;
}
