import type { JsonRecord } from '../../json.js';

export interface InboundText {
  kind: 'TEXT';
  body: string;
}

export const INBOUND_MEDIA_KINDS = ['IMAGE', 'VIDEO', 'AUDIO', 'VOICE', 'DOCUMENT', 'STICKER'] as const;
export type InboundMediaKind = (typeof INBOUND_MEDIA_KINDS)[number];

/** A file that lies at Meta, to be fetched by its id. */
export interface InboundMedia {
  kind: 'MEDIA';
  mediaKind: InboundMediaKind;
  /** Null when Meta could not fetch it: see `error`. */
  remoteId: string | null;
  /** What Meta calls it, without parameters. */
  mimeType: string;
  /** Hex; null where Meta does not say. */
  sha256: string | null;
  fileName: string | null;
  caption: string | null;
  /** Of a sticker; null where Meta does not say. */
  isAnimated: boolean | null;
  error: string | null;
}

export interface InboundLocation {
  kind: 'LOCATION';
  latitude: number;
  longitude: number;
  name: string | null;
  address: string | null;
  url: string | null;
}

export interface ContactCard {
  formattedName: string;
  firstName: string | null;
  phones: string[];
  emails: string[];
  organization: string | null;
  /** All else that is on it; missing on cards that were stored before it was kept, and on cards that are sent. */
  parts?: ContactCardParts;
}

/** What a card has beside its names and numbers, as Meta has it. Types are Meta's: HOME, WORK, CELL … */
export interface ContactCardParts {
  middleName: string | null;
  lastName: string | null;
  prefix: string | null;
  suffix: string | null;
  /** YYYY-MM-DD, as it was written. */
  birthday: string | null;
  department: string | null;
  jobTitle: string | null;
  /** Where the card comes from: contact_request (the customer's own), other. */
  origin: string | null;
  vcard: string | null;
  phoneNumbers: { number: string | null; type: string | null; waId: string | null; userId: string | null }[];
  emailAddresses: { address: string; type: string | null }[];
  urls: { url: string; type: string | null }[];
  messengers: { service: string | null; userId: string | null }[];
  addresses: {
    street: string | null;
    city: string | null;
    state: string | null;
    zip: string | null;
    country: string | null;
    countryCode: string | null;
    type: string | null;
  }[];
}

export interface InboundContacts {
  kind: 'CONTACTS';
  contacts: ContactCard[];
  /** Meta's form of the customer's own number, where they shared it because they were asked to. */
  ownWaId: string | null;
}

export const REPLY_KINDS = ['QUICK_REPLY', 'BUTTON', 'LIST', 'FLOW', 'UNKNOWN'] as const;
export type ReplyKind = (typeof REPLY_KINDS)[number];

/** What a customer tapped, or a form that they filled in. */
export interface InboundReply {
  kind: 'REPLY';
  replyKind: ReplyKind;
  id: string | null;
  title: string;
  payload: string | null;
  response: JsonRecord | null;
}

export interface OrderedItem {
  productId: string;
  quantity: number;
  /** Decimal. */
  price: string;
  currency: string;
}

export interface InboundOrder {
  kind: 'ORDER';
  catalogId: string;
  text: string | null;
  items: OrderedItem[];
}

/** Meta's ids of a customer have changed; null: not this one. */
export interface IdentityChange {
  waId: string | null;
  userId: string | null;
  previousUserId: string | null;
}

export interface InboundSystem {
  kind: 'SYSTEM';
  /** Meta's type, such as user_changed_number. */
  type: string;
  body: string;
  change: IdentityChange | null;
}

/** A reaction to an earlier message; without an emoji it is taken back. */
export interface InboundReaction {
  kind: 'REACTION';
  targetWhatsappId: string;
  emoji: string | null;
}

/** What an earlier message says from now on. */
export interface InboundEdit {
  kind: 'EDIT';
  targetWhatsappId: string;
  content: Exclude<InboundContent, InboundEdit>;
}

/** An earlier message was deleted for everybody. */
export interface InboundRevocation {
  kind: 'REVOKE';
  targetWhatsappId: string;
}

/** A kind of message that is stored but not understood. */
export interface InboundUnsupported {
  kind: 'UNSUPPORTED';
  /** Meta's type, such as poll_creation. */
  type: string;
  details: string | null;
  text: string | null;
  raw: JsonRecord;
}

export type InboundContent =
  | InboundText
  | InboundMedia
  | InboundLocation
  | InboundContacts
  | InboundReply
  | InboundOrder
  | InboundSystem
  | InboundReaction
  | InboundEdit
  | InboundRevocation
  | InboundUnsupported;
