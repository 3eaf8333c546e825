import { isRecord } from '../../../../whatsapp/json.js';
import {
  ADDRESS_FIELDS,
  FLOW_ACTIONS,
  HEADER_MEDIA_KINDS,
  INTERACTIVE_KINDS,
  type InteractiveKind,
} from '../../../../whatsapp/messages/interactive/interactive-content.js';
import { GOODS_TYPES, hundredthsOf, ORDER_STATUSES } from '../../../../whatsapp/messages/interactive/order-content.js';
import { anything, id, integer, list, oneOf, optional, record, text, truth, type Shape } from './shapes.js';

const OPTION = record({ id: text, title: text, description: optional(text) });
const HEADER_MEDIA = record({ mediaKind: oneOf(HEADER_MEDIA_KINDS), mediaId: id, fileName: optional(text) });

const FRAME = record({
  interactiveKind: oneOf(INTERACTIVE_KINDS),
  header: optional(text),
  headerMedia: optional(HEADER_MEDIA),
  body: text,
  footer: optional(text),
  buttons: list(OPTION),
  sections: list(record({ title: optional(text), rows: list(OPTION) })),
  url: optional(text),
  urlText: optional(text),
});

const amount: Shape = (value) => typeof value === 'string' && hundredthsOf(value) !== null;
const CHARGE = record({ amount, description: optional(text), programName: optional(text) });
const ENTRIES = list(record({ field: oneOf(ADDRESS_FIELDS), value: text }));
const PRODUCTS = record({
  products: record({
    catalogId: optional(text),
    sections: list(record({ title: optional(text), productIds: list(text) })),
    thumbnailProductId: optional(text),
  }),
});

const PAYMENT_SETTINGS: Readonly<Record<string, Shape>> = {
  PAYMENT_LINK: record({ url: text }),
  PIX: record({ code: text, merchantName: text, key: text, keyType: text }),
  BOLETO: record({ digitableLine: text }),
  PAYMENT_GATEWAY: record({ gateway: text, configurationName: text }),
};

export const ORDER = record({
  referenceId: text,
  goodsType: oneOf(GOODS_TYPES),
  currency: text,
  total: amount,
  contents: optional(
    record({
      catalogId: optional(text),
      items: list(
        record({ productId: text, name: text, price: amount, salePrice: optional(amount), quantity: integer }),
      ),
      subtotal: amount,
      tax: CHARGE,
      shipping: optional(CHARGE),
      discount: optional(CHARGE),
      expiresAt: optional((value) => typeof value === 'string' && !Number.isNaN(Date.parse(value))),
      expirationText: optional(text),
    }),
  ),
  paymentType: text,
  paymentConfiguration: optional(text),
  paymentSettings: list((value) => isRecord(value) && shapeOf(PAYMENT_SETTINGS, value.type)(value)),
});

export const ORDER_UPDATE = record({
  referenceId: text,
  status: oneOf(ORDER_STATUSES),
  description: optional(text),
});

/** What each kind has beside the frame. */
const PARTS: Readonly<Partial<Record<InteractiveKind, Shape>>> = {
  FLOW: record({
    flow: record({
      flowId: optional(text),
      flowName: optional(text),
      label: text,
      isDraft: truth,
      action: oneOf(FLOW_ACTIONS),
      screen: optional(text),
      data: optional(isRecord),
      token: text,
    }),
  }),
  PRODUCT: PRODUCTS,
  PRODUCT_LIST: PRODUCTS,
  CATALOG: PRODUCTS,
  PRODUCT_CAROUSEL: PRODUCTS,
  CAROUSEL: record({
    cards: list(
      record({
        media: HEADER_MEDIA,
        body: optional(text),
        buttons: list(OPTION),
        url: optional(text),
        urlText: optional(text),
      }),
    ),
  }),
  CALL_BUTTON: record({
    call: record({ label: optional(text), ttlMinutes: optional(integer), payload: optional(text) }),
  }),
  ADDRESS_REQUEST: record({
    address: record({
      country: text,
      values: ENTRIES,
      savedAddresses: list(record({ addressId: text, values: ENTRIES })),
      problems: ENTRIES,
    }),
  }),
  ORDER_DETAILS: record({ order: ORDER }),
  ORDER_STATUS: record({ update: ORDER_UPDATE }),
};

/** A message with something to tap: its frame, and what belongs to its kind. */
export const INTERACTIVE: Shape = (value) =>
  FRAME(value) && isRecord(value) && (PARTS[value.interactiveKind as InteractiveKind] ?? anything)(value);

const nothing: Shape = () => false;

function shapeOf(shapes: Readonly<Record<string, Shape>>, name: unknown): Shape {
  return typeof name === 'string' && Object.hasOwn(shapes, name) ? (shapes[name] ?? nothing) : nothing;
}
