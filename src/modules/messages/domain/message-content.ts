import type {
  InboundContent,
  ContactCard,
  OrderedItem,
  ReplyKind,
} from '../../../whatsapp/webhooks/inbound/inbound-content.types.js';
import type { JsonRecord } from '../../../whatsapp/json.js';
import type { OrderDetails, OrderUpdate } from '../../../whatsapp/messages/interactive/order-content.js';
import type { OutgoingContents } from '../../../whatsapp/messages/outgoing-content.js';
import type { TemplateProduct } from '../../../whatsapp/messages/template-message.js';

/** A template as it was filled in: what the customer reads, whatever becomes of the template. */
export interface StoredTemplate {
  name: string;
  language: string;
  header: string | null;
  body: string;
  footer: string | null;
  buttons: string[];
  /** Our file in the header. */
  mediaId: string | null;
  /** Where the file in the header is fetched, if it is none of ours. */
  headerLink?: string | null;
  /** Under which name a document in the header is shown. */
  headerFileName?: string | null;
  /** Of the header. */
  product?: TemplateProduct | null;
  /** Of the cards, in order. */
  cardProducts?: TemplateProduct[];
  orderDetails?: OrderDetails | null;
  orderStatus?: OrderUpdate | null;
  /** What Meta is sent, with our ids in the place of media ids. */
  components: JsonRecord[];
}

/** What messages say, as it is stored, by kind. */
export interface StoredContents extends Omit<OutgoingContents, 'TEMPLATE' | 'MEDIA' | 'LOCATION'> {
  /** `isAnimated`: whether a sticker moves, where Meta says. */
  MEDIA: OutgoingContents['MEDIA'] & { isAnimated?: boolean | null };
  LOCATION: OutgoingContents['LOCATION'] & { url?: string | null };
  CONTACTS: { contacts: ContactCard[] };
  TEMPLATE: StoredTemplate;
  REPLY: {
    replyKind: ReplyKind;
    id: string | null;
    title: string;
    payload: string | null;
    response: JsonRecord | null;
  };
  ORDER: { catalogId: string; text: string | null; items: OrderedItem[] };
  SYSTEM: { type: string; body: string };
  NOTE: { body: string };
  /** What the message says from now on; empty once it was deleted. */
  EDIT: { edited: StoredContent | null };
  REVOKE: Record<string, never>;
  /** `text`: what of it can be read, such as a caption. */
  UNSUPPORTED: { type: string; details: string | null; text?: string | null; raw: object };
}

export type MessageKind = keyof StoredContents;
export type StoredContent = { [Kind in MessageKind]: { kind: Kind; content: StoredContents[Kind] } }[MessageKind];

/** Amendments change another message, their target. They are shown by themselves only while that is not known. */
export const AMENDMENT_KINDS: readonly MessageKind[] = ['REACTION', 'EDIT', 'REVOKE'];

/** What a customer deleted is not kept. */
export const REVOKED: StoredContent = {
  kind: 'SYSTEM',
  content: { type: 'revoked', body: 'This message was deleted.' },
};

/** An inbound message as it is stored; `mediaId` is ours, of the file that came with it. */
export function storedContent(content: InboundContent, mediaId: string): StoredContent {
  switch (content.kind) {
    case 'TEXT':
      return { kind: 'TEXT', content: { body: content.body } };
    case 'MEDIA': {
      const { mediaKind, caption, fileName, isAnimated } = content;
      return { kind: 'MEDIA', content: { mediaKind, mediaId, caption, fileName, isAnimated } };
    }
    case 'LOCATION': {
      const { latitude, longitude, name, address, url } = content;
      return { kind: 'LOCATION', content: { latitude, longitude, name, address, url } };
    }
    case 'CONTACTS':
      return { kind: 'CONTACTS', content: { contacts: content.contacts } };
    case 'REPLY': {
      const { replyKind, id, title, payload, response } = content;
      return { kind: 'REPLY', content: { replyKind, id, title, payload, response } };
    }
    case 'ORDER': {
      const { catalogId, text, items } = content;
      return { kind: 'ORDER', content: { catalogId, text, items } };
    }
    case 'SYSTEM':
      return { kind: 'SYSTEM', content: { type: content.type, body: content.body } };
    case 'REACTION': {
      const { targetWhatsappId, emoji } = content;
      return { kind: 'REACTION', content: { targetWhatsappId, emoji } };
    }
    case 'EDIT':
      return { kind: 'EDIT', content: { edited: storedContent(content.content, mediaId) } };
    case 'REVOKE':
      return { kind: 'REVOKE', content: {} };
    case 'UNSUPPORTED': {
      const { type, details, text, raw } = content;
      return { kind: 'UNSUPPORTED', content: { type, details, text, raw } };
    }
  }
}
