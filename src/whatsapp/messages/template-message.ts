import type { JsonRecord } from '../json.js';
import {
  namesIn,
  placeholderKey,
  type HeaderType,
  type ParameterFormat,
  type Placeholder,
  type TemplateButton,
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
  productSections: readonly ProductSection[];
  thumbnailProductId: string | null;
  /** Comes back with a flow's answer. */
  flowToken: string;
  /** What a flow begins with. */
  flowData: JsonRecord | null;
  quickReplyPayloads: readonly QuickReplyPayload[];
}

/** Before our media ids in components, until the file has been uploaded. */
const MEDIA_PREFIX = 'parley:';

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
    ...buttonComponents(content.buttons, null, content, values),
    ...(content.cards.length === 0
      ? []
      : [
          {
            type: 'carousel',
            cards: content.cards.map((_card, index) => cardComponents(content, index, format, values)),
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
  if (values.link !== null) return mediaParameter(header.type, { link: values.link }, values.fileName);
  return values.mediaId === null ? [] : mediaParameter(header.type, ourFile(values.mediaId), values.fileName);
}

const MEDIA_PARAMETERS: Partial<Record<HeaderType, string>> = {
  IMAGE: 'image',
  VIDEO: 'video',
  GIF: 'gif',
  DOCUMENT: 'document',
};

function ourFile(mediaId: string): JsonRecord {
  return { id: `${MEDIA_PREFIX}${mediaId}` };
}

function mediaParameter(headerType: HeaderType, file: JsonRecord, fileName: string | null): JsonRecord[] {
  const type = MEDIA_PARAMETERS[headerType];
  if (type === undefined) return [];
  const named = type === 'document' && fileName !== null ? { filename: fileName } : {};
  return [{ type, [type]: { ...file, ...named } }];
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
    case 'CALL_NUMBER':
    case 'VOICE_CALL':
    case 'UNKNOWN':
      return null;
  }
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
  cardIndex: number,
  format: ParameterFormat,
  values: MessageValues,
): JsonRecord {
  const card = content.cards[cardIndex];
  const mediaId = values.cardMediaIds[cardIndex];
  if (card === undefined) return { card_index: cardIndex, components: [] };
  const header = mediaId === undefined ? [] : mediaParameter(card.headerType, ourFile(mediaId), null);
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

/** Media ids of ours that components still refer to. */
export function mediaIdsIn(components: unknown): string[] {
  if (typeof components === 'string')
    return components.startsWith(MEDIA_PREFIX) ? [components.slice(MEDIA_PREFIX.length)] : [];
  if (Array.isArray(components)) return components.flatMap(mediaIdsIn);
  if (typeof components !== 'object' || components === null) return [];
  return Object.entries(components).flatMap(([key, value]) =>
    typeof value === 'string' && key !== 'id' ? [] : mediaIdsIn(value),
  );
}

/** The components with Meta's media ids instead of ours. */
export function withRemoteMedia(components: unknown, remoteIds: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(components)) return components.map((entry) => withRemoteMedia(entry, remoteIds));
  if (typeof components !== 'object' || components === null) return components;
  return Object.fromEntries(
    Object.entries(components).map(([key, value]) => [
      key,
      key === 'id' && typeof value === 'string' && value.startsWith(MEDIA_PREFIX)
        ? (remoteIds.get(value.slice(MEDIA_PREFIX.length)) ?? value)
        : withRemoteMedia(value, remoteIds),
    ]),
  );
}
