import type { JsonRecord } from '../json.js';
import { metaTypeOf } from '../templates/template-buttons.js';
import type { OrderDetails, OrderUpdate } from './interactive/order-content.js';
import { orderDetailsForMeta, orderStatusForMeta } from './interactive/order-payload.js';
import { ourFile } from './media-references.js';
import {
  namesIn,
  placeholderKey,
  type HeaderType,
  type ParameterFormat,
  type Placeholder,
  type TemplateButton,
  type TemplateCard,
  type TemplateContent,
} from '../templates/template-content.js';

export interface Location {
  latitude: number;
  longitude: number;
  name: string | null;
  address: string | null;
}

export interface ProductSection {
  title: string | null;
  productRetailerIds: string[];
}

/** A product of a catalogue that is connected to the account. */
export interface TemplateProduct {
  catalogId: string;
  productRetailerId: string;
}

/** What comes back when a quick reply is tapped, instead of its label. */
export interface QuickReplyPayload {
  buttonIndex: number;
  /** Null: a button of the template itself. */
  cardIndex: number | null;
  payload: string;
}

/** The values of one sending of a template. */
export interface MessageValues {
  /** Texts by `placeholderKey`. */
  texts: ReadonlyMap<string, string>;
  /** Our media id for the header. */
  mediaId: string | null;
  /** Or where Meta fetches its file. */
  link: string | null;
  /** What a document is called. */
  fileName: string | null;
  location: Location | null;
  /** Our media ids, one a card of a carousel. */
  cardMediaIds: readonly string[];
  offerExpiresAt: Date | null;
  /** Of the header. */
  product: TemplateProduct | null;
  /** One a card of a carousel of products. */
  cardProducts: readonly TemplateProduct[];
  orderDetails: OrderDetails | null;
  orderStatus: OrderUpdate | null;
  productSections: readonly ProductSection[];
  thumbnailProductId: string | null;
  /** Comes back with a flow's answer. */
  flowToken: string;
  /** What a flow begins with. */
  flowData: JsonRecord | null;
  quickReplyPayloads: readonly QuickReplyPayload[];
}

/** `components` of a message that sends this (approved) template. What has no parameters is left out. */
export function messageComponents(
  content: TemplateContent,
  format: ParameterFormat,
  values: MessageValues,
): JsonRecord[] {
  const header = headerParameters(content, format, values);
  const body = textParameters(content.body, format, values, 'BODY', null);
  return [
    ...(header.length === 0 ? [] : [{ type: 'header', parameters: header }]),
    ...(body.length === 0 ? [] : [{ type: 'body', parameters: body }]),
    ...offerComponents(content, values),
    ...statusComponents(values),
    ...buttonComponents(content.buttons, null, content, values),
    ...(content.cards.length === 0
      ? []
      : [
          {
            type: 'carousel',
            cards: content.cards.map((card, index) => cardComponents(content, card, index, format, values)),
          },
        ]),
  ];
}

function offerComponents({ limitedTimeOffer }: TemplateContent, { offerExpiresAt }: MessageValues): JsonRecord[] {
  if (limitedTimeOffer?.hasExpiration !== true || offerExpiresAt === null) return [];
  const offer = { expiration_time_ms: offerExpiresAt.getTime() };
  const parameters = [{ type: 'limited_time_offer', limited_time_offer: offer }];
  return [{ type: 'limited_time_offer', parameters }];
}

/** Which order has come how far. */
function statusComponents({ orderStatus }: MessageValues): JsonRecord[] {
  if (orderStatus === null) return [];
  const status = orderStatusForMeta(orderStatus).parameters;
  return [{ type: 'order_status', parameters: [{ type: 'order_status', order_status: status }] }];
}

function headerParameters({ header }: TemplateContent, format: ParameterFormat, values: MessageValues): JsonRecord[] {
  if (header.type === 'TEXT') return textParameters(header.text ?? '', format, values, 'HEADER', null);
  if (header.type === 'LOCATION') {
    const { location } = values;
    if (location === null) return [];
    const { latitude, longitude, name, address } = location;
    return [
      {
        type: 'location',
        location: {
          latitude: String(latitude),
          longitude: String(longitude),
          name: name ?? '',
          address: address ?? '',
        },
      },
    ];
  }
  if (header.type === 'PRODUCT') return values.product === null ? [] : [productParameter(values.product)];
  if (values.link !== null) return mediaParameter(header.type, { link: values.link }, values.fileName);
  return values.mediaId === null ? [] : mediaParameter(header.type, ourFile(values.mediaId), values.fileName);
}

const MEDIA_PARAMETERS: Partial<Record<HeaderType, string>> = {
  IMAGE: 'image',
  VIDEO: 'video',
  GIF: 'gif',
  DOCUMENT: 'document',
};

function mediaParameter(headerType: HeaderType, file: JsonRecord, fileName: string | null): JsonRecord[] {
  const type = MEDIA_PARAMETERS[headerType];
  if (type === undefined) return [];
  const named = type === 'document' && fileName !== null ? { filename: fileName } : {};
  return [{ type, [type]: { ...file, ...named } }];
}

function productParameter({ catalogId, productRetailerId }: TemplateProduct): JsonRecord {
  return { type: 'product', product: { product_retailer_id: productRetailerId, catalog_id: catalogId } };
}

function textParameters(
  text: string,
  format: ParameterFormat,
  { texts }: MessageValues,
  placement: 'HEADER' | 'BODY',
  cardIndex: number | null,
): JsonRecord[] {
  const names = namesIn(text);
  const inOrder = format === 'NAMED' ? names : [...names].sort((a, b) => Number(a) - Number(b));
  return inOrder.map((name) => ({
    type: 'text',
    ...(format === 'NAMED' ? { parameter_name: name } : {}),
    text: texts.get(placeholderKey({ placement, name, buttonIndex: null, cardIndex })) ?? '',
  }));
}

function buttonComponents(
  buttons: readonly TemplateButton[],
  cardIndex: number | null,
  content: TemplateContent,
  values: MessageValues,
): JsonRecord[] {
  return buttons.flatMap((button, buttonIndex) => {
    const parameters = buttonParameters(button, { buttonIndex, cardIndex }, content, values);
    return parameters === null
      ? []
      : [{ type: 'button', sub_type: parameters.subType, index: String(buttonIndex), parameters: parameters.list }];
  });
}

function buttonParameters(
  button: TemplateButton,
  position: Pick<Placeholder, 'buttonIndex' | 'cardIndex'>,
  content: TemplateContent,
  values: MessageValues,
): { subType: string; list: JsonRecord[] } | null {
  const text = (name: string): string =>
    values.texts.get(placeholderKey({ placement: 'BUTTON', name, ...position })) ?? '';
  switch (button.type) {
    case 'VISIT_WEBSITE': {
      const [name] = namesIn(button.url);
      return name === undefined ? null : { subType: 'url', list: [{ type: 'text', text: text(name) }] };
    }
    case 'COPY_CODE':
      return { subType: 'copy_code', list: [{ type: 'coupon_code', coupon_code: text('1') }] };
    case 'ONE_TIME_PASSWORD':
      return { subType: 'url', list: [{ type: 'text', text: codeIn(content, values) }] };
    case 'FLOW':
      return { subType: 'flow', list: [{ type: 'action', action: flowForMeta(values) }] };
    case 'CATALOG':
      return values.thumbnailProductId === null
        ? null
        : {
            subType: 'CATALOG',
            list: [{ type: 'action', action: { thumbnail_product_retailer_id: values.thumbnailProductId } }],
          };
    case 'MULTI_PRODUCT':
      return { subType: 'mpm', list: [{ type: 'action', action: productsForMeta(values) }] };
    case 'QUICK_REPLY':
      return payloadFor(position, values);
    case 'UNKNOWN':
      return metaTypeOf(button) === 'ORDER_DETAILS' ? orderParameters(values) : null;
    case 'CALL_NUMBER':
    case 'VOICE_CALL':
      return null;
  }
}

function orderParameters({ orderDetails }: MessageValues): { subType: string; list: JsonRecord[] } | null {
  if (orderDetails === null) return null;
  const order = orderDetailsForMeta(orderDetails).parameters;
  return { subType: 'order_details', list: [{ type: 'action', action: { order_details: order } }] };
}

function flowForMeta({ flowToken, flowData }: MessageValues): JsonRecord {
  return { flow_token: flowToken, ...(flowData === null ? {} : { flow_action_data: flowData }) };
}

function payloadFor(
  { buttonIndex, cardIndex }: Pick<Placeholder, 'buttonIndex' | 'cardIndex'>,
  { quickReplyPayloads }: MessageValues,
): { subType: string; list: JsonRecord[] } | null {
  const own = quickReplyPayloads.find((entry) => entry.buttonIndex === buttonIndex && entry.cardIndex === cardIndex);
  return own === undefined ? null : { subType: 'quick_reply', list: [{ type: 'payload', payload: own.payload }] };
}

/** The one-time password: it goes into the body and into the button. */
export function codeIn(content: TemplateContent, { texts }: Pick<MessageValues, 'texts'>): string {
  const [name = '1'] = namesIn(content.body);
  return texts.get(placeholderKey({ placement: 'BODY', name, buttonIndex: null, cardIndex: null })) ?? '';
}

function productsForMeta({ productSections, thumbnailProductId }: MessageValues): JsonRecord {
  return {
    thumbnail_product_retailer_id: thumbnailProductId ?? productSections[0]?.productRetailerIds[0],
    sections: productSections.map(({ title, productRetailerIds }) => ({
      ...(title === null ? {} : { title }),
      product_items: productRetailerIds.map((id) => ({ product_retailer_id: id })),
    })),
  };
}

function cardComponents(
  content: TemplateContent,
  card: TemplateCard,
  cardIndex: number,
  format: ParameterFormat,
  values: MessageValues,
): JsonRecord {
  const header = cardHeader(card, values.cardMediaIds[cardIndex], values.cardProducts[cardIndex]);
  const body = textParameters(card.body ?? '', format, values, 'BODY', cardIndex);
  return {
    card_index: cardIndex,
    components: [
      ...(header.length === 0 ? [] : [{ type: 'header', parameters: header }]),
      ...(body.length === 0 ? [] : [{ type: 'body', parameters: body }]),
      ...buttonComponents(card.buttons, cardIndex, content, values),
    ],
  };
}

function cardHeader(
  { headerType }: TemplateCard,
  mediaId: string | undefined,
  product: TemplateProduct | undefined,
): JsonRecord[] {
  if (headerType === 'PRODUCT') return product === undefined ? [] : [productParameter(product)];
  return mediaId === undefined ? [] : mediaParameter(headerType, ourFile(mediaId), null);
}
