import { INBOUND_MEDIA_KINDS, REPLY_KINDS } from '../../../../whatsapp/webhooks/inbound/inbound-content.types.js';
import type { MessageKind } from '../message-content.js';
import { INTERACTIVE, ORDER, ORDER_UPDATE } from './interactive-shapes.js';
import { anything, id, integer, list, number, oneOf, optional, record, text, truth, type Shape } from './shapes.js';

const TYPED = { type: optional(text) };
const CARD = record({
  formattedName: text,
  firstName: optional(text),
  phones: list(text),
  emails: list(text),
  organization: optional(text),
  parts: optional(
    record({
      middleName: optional(text),
      lastName: optional(text),
      prefix: optional(text),
      suffix: optional(text),
      birthday: optional(text),
      department: optional(text),
      jobTitle: optional(text),
      origin: optional(text),
      vcard: optional(text),
      phoneNumbers: list(record({ ...TYPED, number: optional(text), waId: optional(text), userId: optional(text) })),
      emailAddresses: list(record({ ...TYPED, address: text })),
      urls: list(record({ ...TYPED, url: text })),
      messengers: list(record({ service: optional(text), userId: optional(text) })),
      addresses: list(
        record({
          ...TYPED,
          street: optional(text),
          city: optional(text),
          state: optional(text),
          zip: optional(text),
          country: optional(text),
          countryCode: optional(text),
        }),
      ),
    }),
  ),
});

const PRODUCT = record({ catalogId: text, productRetailerId: text });

/** Content shapes: what the content of each kind must have at least, so that every field of the API can be answered. */
export const CONTENT_SHAPES: Readonly<Record<Exclude<MessageKind, 'EDIT'>, Shape>> = {
  TEXT: record({ body: text }),
  MEDIA: record({
    mediaKind: oneOf(INBOUND_MEDIA_KINDS),
    mediaId: id,
    caption: optional(text),
    fileName: optional(text),
    isAnimated: optional(truth),
  }),
  LOCATION: record({
    latitude: number,
    longitude: number,
    name: optional(text),
    address: optional(text),
    url: optional(text),
  }),
  CONTACTS: record({ contacts: list(CARD) }),
  TEMPLATE: record({
    name: text,
    language: text,
    header: optional(text),
    body: text,
    footer: optional(text),
    buttons: list(text),
    mediaId: optional(id),
    headerLink: optional(text),
    headerFileName: optional(text),
    product: optional(PRODUCT),
    cardProducts: optional(list(PRODUCT)),
    orderDetails: optional(ORDER),
    orderStatus: optional(ORDER_UPDATE),
    components: anything,
  }),
  INTERACTIVE,
  REPLY: record({ replyKind: oneOf(REPLY_KINDS), id: optional(text), title: text, payload: optional(text) }),
  ORDER: record({
    catalogId: text,
    text: optional(text),
    items: list(record({ productId: text, quantity: integer, price: text, currency: text })),
  }),
  SYSTEM: record({ type: text, body: text }),
  NOTE: record({ body: text }),
  REACTION: record({ emoji: optional(text) }),
  REVOKE: anything,
  UNSUPPORTED: record({ type: text, details: optional(text), text: optional(text) }),
};
