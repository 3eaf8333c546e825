import type { JsonRecord } from '../../json.js';
import type {
  AddressEntry,
  AddressRequest,
  CallButton,
  CarouselCard,
  FlowStart,
  HeaderMedia,
  InteractiveKind,
  InteractiveOption,
  OutgoingInteractive,
  ProductSelection,
} from './interactive-content.js';
import { orderDetailsForMeta, orderStatusForMeta } from './order-payload.js';

/** Meta's `interactive` of each kind. */
export const INTERACTIVE_TYPES: Readonly<Record<InteractiveKind, string>> = {
  BUTTONS: 'button',
  LIST: 'list',
  CALL_TO_ACTION: 'cta_url',
  LOCATION_REQUEST: 'location_request_message',
  FLOW: 'flow',
  PRODUCT: 'product',
  PRODUCT_LIST: 'product_list',
  CATALOG: 'catalog_message',
  PRODUCT_CAROUSEL: 'carousel',
  CAROUSEL: 'carousel',
  CALL_PERMISSION_REQUEST: 'call_permission_request',
  CALL_BUTTON: 'voice_call',
  ADDRESS_REQUEST: 'address_message',
  CONTACT_REQUEST: 'request_contact_info',
  ORDER_DETAILS: 'order_details',
  ORDER_STATUS: 'order_status',
};

type RemoteIds = ReadonlyMap<string, string>;

export function interactiveForMeta(content: OutgoingInteractive, remoteIds: RemoteIds): JsonRecord {
  const { body, footer } = content;
  return {
    type: INTERACTIVE_TYPES[content.interactiveKind],
    ...headerForMeta(content, remoteIds),
    ...(body === '' ? {} : { body: { text: body } }),
    ...(footer === null ? {} : { footer: { text: footer } }),
    action: actionForMeta(content, remoteIds),
  };
}

function headerForMeta({ header, headerMedia }: OutgoingInteractive, remoteIds: RemoteIds): JsonRecord {
  if (headerMedia != null) return { header: mediaForMeta(headerMedia, remoteIds) };
  return header === null ? {} : { header: { type: 'text', text: header } };
}

function mediaForMeta({ mediaKind, mediaId, fileName }: HeaderMedia, remoteIds: RemoteIds): JsonRecord {
  const type = mediaKind.toLowerCase();
  const filename = mediaKind === 'DOCUMENT' ? fileName : null;
  return { type, [type]: { id: remoteIds.get(mediaId), ...withoutNulls({ filename }) } };
}

function actionForMeta(content: OutgoingInteractive, remoteIds: RemoteIds): JsonRecord {
  switch (content.interactiveKind) {
    case 'BUTTONS':
      return { buttons: content.buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } })) };
    case 'LIST':
      return listForMeta(content);
    case 'CALL_TO_ACTION':
      return linkForMeta(content);
    case 'LOCATION_REQUEST':
      return { name: 'send_location' };
    case 'FLOW':
      return flowForMeta(content.flow);
    case 'PRODUCT':
    case 'PRODUCT_LIST':
    case 'CATALOG':
    case 'PRODUCT_CAROUSEL':
      return productsForMeta(content.interactiveKind, content.products);
    case 'CAROUSEL':
      return { cards: content.cards.map((card, index) => cardForMeta(card, index, remoteIds)) };
    case 'CALL_PERMISSION_REQUEST':
      return { name: 'call_permission_request' };
    case 'CALL_BUTTON':
      return callForMeta(content.call);
    case 'ADDRESS_REQUEST':
      return addressForMeta(content.address);
    case 'CONTACT_REQUEST':
      return { name: 'request_contact_info' };
    case 'ORDER_DETAILS':
      return orderDetailsForMeta(content.order);
    case 'ORDER_STATUS':
      return orderStatusForMeta(content.update);
  }
}

function listForMeta({ listButton, sections }: Pick<OutgoingInteractive, 'listButton' | 'sections'>): JsonRecord {
  return {
    button: listButton,
    sections: sections.map(({ title, rows }) => ({ ...withoutNulls({ title }), rows: rows.map(rowForMeta) })),
  };
}

function rowForMeta({ id, title, description }: InteractiveOption): JsonRecord {
  return { id, title, ...withoutNulls({ description }) };
}

function linkForMeta({ url, urlText }: { url: string | null; urlText: string | null }): JsonRecord {
  return { name: 'cta_url', parameters: { display_text: urlText, url } };
}

/** The only version of such messages that Meta takes. */
const FLOW_MESSAGE_VERSION = '3';

function flowForMeta({ flowId, flowName, label, isDraft, action, screen, data, token }: FlowStart): JsonRecord {
  const payload = { ...withoutNulls({ screen }), ...(data === null ? {} : { data }) };
  return {
    name: 'flow',
    parameters: {
      flow_message_version: FLOW_MESSAGE_VERSION,
      flow_token: token,
      ...withoutNulls({ flow_id: flowId, flow_name: flowName }),
      flow_cta: label,
      mode: isDraft ? 'draft' : 'published',
      flow_action: action.toLowerCase(),
      ...(Object.keys(payload).length === 0 ? {} : { flow_action_payload: payload }),
    },
  };
}

function productsForMeta(
  kind: 'PRODUCT' | 'PRODUCT_LIST' | 'CATALOG' | 'PRODUCT_CAROUSEL',
  { catalogId, sections, thumbnailProductId }: ProductSelection,
): JsonRecord {
  const products = sections.flatMap(({ productIds }) => productIds);
  switch (kind) {
    case 'PRODUCT':
      return { catalog_id: catalogId, product_retailer_id: products[0] };
    case 'PRODUCT_LIST':
      return {
        catalog_id: catalogId,
        sections: sections.map(({ title, productIds }) => ({
          ...withoutNulls({ title }),
          product_items: productIds.map((id) => ({ product_retailer_id: id })),
        })),
      };
    case 'CATALOG':
      return {
        name: 'catalog_message',
        ...(thumbnailProductId === null ? {} : { parameters: { thumbnail_product_retailer_id: thumbnailProductId } }),
      };
    case 'PRODUCT_CAROUSEL':
      return {
        cards: products.map((id, index) => ({
          card_index: index,
          type: 'product',
          action: { product_retailer_id: id, catalog_id: catalogId },
        })),
      };
  }
}

/** A card that leads to a page is a `cta_url`; one with buttons has no type of its own at Meta. */
function cardForMeta(
  { media, body, buttons, url, urlText }: CarouselCard,
  index: number,
  remoteIds: RemoteIds,
): JsonRecord {
  return {
    card_index: index,
    ...(url === null ? {} : { type: 'cta_url' }),
    header: mediaForMeta(media, remoteIds),
    ...(body === null ? {} : { body: { text: body } }),
    action:
      url === null
        ? { buttons: buttons.map(({ id, title }) => ({ type: 'quick_reply', quick_reply: { id, title } })) }
        : linkForMeta({ url, urlText }),
  };
}

function callForMeta({ label, ttlMinutes, payload }: CallButton): JsonRecord {
  const parameters = {
    ...withoutNulls({ display_text: label, payload }),
    ...(ttlMinutes === null ? {} : { ttl_minutes: ttlMinutes }),
  };
  return { name: 'voice_call', ...(Object.keys(parameters).length === 0 ? {} : { parameters }) };
}

function addressForMeta({ country, values, savedAddresses, problems }: AddressRequest): JsonRecord {
  return {
    name: 'address_message',
    parameters: {
      country,
      ...(values.length === 0 ? {} : { values: entriesForMeta(values) }),
      ...(savedAddresses.length === 0
        ? {}
        : {
            saved_addresses: savedAddresses.map((saved) => ({
              id: saved.addressId,
              value: entriesForMeta(saved.values),
            })),
          }),
      ...(problems.length === 0 ? {} : { validation_errors: entriesForMeta(problems) }),
    },
  };
}

function entriesForMeta(entries: readonly AddressEntry[]): JsonRecord {
  return Object.fromEntries(entries.map(({ field, value }) => [field.toLowerCase(), value]));
}

/** The fields that are not null: Meta refuses null. */
export function withoutNulls(fields: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null));
}
