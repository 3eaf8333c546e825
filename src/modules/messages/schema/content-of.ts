import { refusalFrom } from '../../../whatsapp/errors/graph-error.js';
import { isRecord, listOf } from '../../../whatsapp/json.js';
import type { StoredContent, StoredContents } from '../domain/message-content.js';
import { contactCardOf } from './contact-card.types.js';
import { orderAbout } from './interactive/interactive-order.types.js';
import { absoluteUrl, interactiveOf } from './interactive/interactive-of.js';
import type { LocationContent, UnionMember } from './message-content.types.js';

/** A readable content as a member of the union. An edit becomes what it says, a deletion a notice. */
export function contentOf(
  stored: StoredContent,
  extras: { templateId: string | null; referral: unknown },
): UnionMember {
  switch (stored.kind) {
    case 'TEXT':
      return { contentKind: stored.kind, ...stored.content, ...extras };
    case 'TEMPLATE':
      return {
        contentKind: stored.kind,
        ...stored.content,
        templateName: stored.content.name,
        headerLink: absoluteUrl(stored.content.headerLink),
        headerFileName: stored.content.headerFileName ?? null,
        product: stored.content.product ?? null,
        cardProducts: stored.content.cardProducts ?? [],
        order: orderAbout(stored.content),
        ...extras,
      } as UnionMember;
    case 'INTERACTIVE':
      return { contentKind: stored.kind, ...interactiveOf(stored.content) };
    case 'REPLY': {
      const { id: optionId, ...reply } = stored.content;
      return { contentKind: stored.kind, kind: reply.replyKind, optionId, ...reply } as UnionMember;
    }
    case 'LOCATION':
      return located(stored.content);
    case 'CONTACTS':
      return { contentKind: stored.kind, contacts: stored.content.contacts.map(contactCardOf) } as UnionMember;
    case 'EDIT': {
      const { edited } = stored.content;
      return edited === null ? notice('revoked', 'This message was deleted.') : contentOf(edited, extras);
    }
    case 'REVOKE':
      return notice('revoke', 'A message that is not known here was deleted.');
    case 'UNSUPPORTED':
      return { contentKind: stored.kind, ...stored.content, error: errorIn(stored.content.raw) } as UnionMember;
    case 'MEDIA':
      return { contentKind: stored.kind, kind: stored.content.mediaKind, ...stored.content } as UnionMember;
    case 'ORDER':
    case 'SYSTEM':
    case 'NOTE':
    case 'REACTION':
      return { contentKind: stored.kind, ...stored.content };
  }
}

function notice(type: string, body: string): UnionMember {
  return { contentKind: 'SYSTEM', type, body } as UnionMember;
}

/** What Meta says of why it does not pass a message on. */
function errorIn(raw: unknown): ReturnType<typeof refusalFrom> | null {
  const [error] = listOf(raw, 'errors');
  return isRecord(error) ? refusalFrom(error) : null;
}

function located(content: StoredContents['LOCATION']): UnionMember & LocationContent {
  return { contentKind: 'LOCATION', ...content, url: absoluteUrl(content.url) };
}
