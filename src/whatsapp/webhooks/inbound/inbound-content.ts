import { readContactCards } from '../../messages/contact-cards.js';
import { errorIn, readLocation, readMedia, readOrder, readReply } from './inbound-parts.js';
import { isRecord, textOf, type JsonRecord } from '../../json.js';
import { idsInPlace } from '../../user-id.js';
import type {
  InboundContent,
  InboundEdit,
  InboundMedia,
  InboundSystem,
  InboundUnsupported,
} from './inbound-content.types.js';

/** Meta's types of files; voice is what older versions called a voice note. */
const MEDIA_TYPES: ReadonlySet<string> = new Set(['image', 'video', 'audio', 'voice', 'document', 'sticker']);

/**
 * The content of a message, by its type. A kind that is not known, or that lacks what its type promises, stays whole as
 * UNSUPPORTED: nothing of it is lost.
 */
export function contentOf(message: JsonRecord): InboundContent {
  return readTyped(message, textOf(message, 'type') ?? 'unknown') ?? unsupported(message);
}

/** The file that came with a message, or with an edit; null when there is none. */
export function fileIn(content: InboundContent): InboundMedia | null {
  if (content.kind === 'EDIT') return fileIn(content.content);
  return content.kind === 'MEDIA' ? content : null;
}

function readTyped(message: JsonRecord, type: string): InboundContent | null {
  const part = message[type];
  if (MEDIA_TYPES.has(type)) return readMedia(type, part, errorIn(message));
  switch (type) {
    case 'text': {
      const body = isRecord(part) ? part.body : undefined;
      return typeof body === 'string' ? { kind: 'TEXT', body } : null;
    }
    case 'location':
      return readLocation(part);
    case 'contacts':
      return readContactCards(part);
    case 'button':
    case 'interactive':
      return readReply(type, part);
    case 'order':
      return readOrder(part);
    case 'reaction': {
      const target = textOf(part, 'message_id');
      return target === null ? null : { kind: 'REACTION', targetWhatsappId: target, emoji: textOf(part, 'emoji') };
    }
    case 'edit':
      return readEdit(part);
    case 'revoke': {
      const target = textOf(part, 'original_message_id');
      return target === null ? null : { kind: 'REVOKE', targetWhatsappId: target };
    }
    case 'system':
      return readSystem(part);
    case 'request_welcome':
      return { kind: 'SYSTEM', type, body: 'The customer has opened the chat for the first time.', change: null };
    default:
      return null;
  }
}

/** Edits lie within edits no deeper than this. */
const MAX_EDIT_DEPTH = 8;

/** An edit: of an edit within it, what that says. What no message can say (a reaction, a deletion, a notice) is not understood. */
function readEdit(part: unknown): InboundEdit | null {
  const targetWhatsappId = textOf(part, 'original_message_id');
  const message = editedMessage(part, MAX_EDIT_DEPTH);
  if (targetWhatsappId === null || message === null) return null;
  const content = NO_MESSAGE.has(textOf(message, 'type') ?? '') ? unsupported(message) : contentOf(message);
  return { kind: 'EDIT', targetWhatsappId, content: content.kind === 'EDIT' ? unsupported(message) : content };
}

const NO_MESSAGE: ReadonlySet<string> = new Set(['reaction', 'revoke', 'system', 'request_welcome']);

function editedMessage(part: unknown, depth: number): JsonRecord | null {
  if (!isRecord(part) || !isRecord(part.message)) return null;
  const { message } = part;
  return textOf(message, 'type') === 'edit' && depth > 0
    ? (editedMessage(message.edit, depth - 1) ?? message)
    : message;
}

/** A notice of Meta about the customer. */
function readSystem(part: unknown): InboundSystem | null {
  if (!isRecord(part)) return null;
  const type = textOf(part, 'type') ?? 'system';
  const change = {
    ...idsInPlace({
      waId: textOf(part, 'wa_id') ?? textOf(part, 'new_wa_id'),
      userId: textOf(part, 'user_id'),
    }),
    previousUserId: textOf(part, 'previous_user_id'),
  };
  const isChange =
    type === 'user_changed_number' || type === 'user_changed_user_id' || type === 'customer_changed_number';
  return { kind: 'SYSTEM', type, body: textOf(part, 'body') ?? type, change: isChange ? change : null };
}

function unsupported(message: JsonRecord): InboundUnsupported {
  const type = textOf(message, 'type') ?? 'unknown';
  const unsupportedType = textOf(message.unsupported, 'type');
  const readable = readableText(message[type]);
  return {
    kind: 'UNSUPPORTED',
    type: type === 'unsupported' ? (unsupportedType ?? type) : type,
    details: errorIn(message)?.message ?? null,
    text: readable,
    raw: message,
  };
}

/** The readable text of an unknown kind: a caption, the label of a button. */
function readableText(part: unknown): string | null {
  return (
    textOf(part, 'caption') ??
    textOf(part, 'text') ??
    textOf(part, 'body') ??
    textOf(part, 'title') ??
    textOf(part, 'name')
  );
}
