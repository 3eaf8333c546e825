import type { MetaJson, RenderedTemplate, SimFile, SimMessage } from '../../../../src/simulator/control-api';
import type {
  InteractiveKind,
  MediaFileFragment,
  MediaKind,
  MessageBodyFragment,
  OrderStatus,
} from '../../../src/generated/graphql';
import { fileUrl } from '../control/file-url';
import { listIn, textIn } from './meta-json';

type OfferedContent = Extract<MessageBodyFragment, { __typename: 'InteractiveContent' }>;

type SentTemplate = Extract<MessageBodyFragment, { __typename: 'TemplateContent' }>;

const MEDIA: Record<string, MediaKind> = {
  image: 'IMAGE',
  video: 'VIDEO',
  audio: 'AUDIO',
  document: 'DOCUMENT',
  sticker: 'STICKER',
};

/** A message in Meta's words as the parts of the console show it. What can be chosen in it is apart: see taps.ts. */
export function contentOf({ type, body, text, template }: SimMessage, files: readonly SimFile[]): MessageBodyFragment {
  if (template !== undefined) {
    const { headerContent, header, footer } = template;
    const file = headerContent !== null && headerContent.kind in MEDIA ? headerContent.value : null;
    const link = textIn(file?.link);
    return {
      __typename: 'TemplateContent',
      header: header || null,
      body: template.body,
      footer: footer || null,
      buttons: [],
      templateMedia: file === null || link !== null ? null : fileOf(file, files),
      headerLink: link,
      headerFileName: textIn(file?.filename),
      ...goodsIn(template),
    };
  }
  const mediaKind = MEDIA[type];
  if (mediaKind !== undefined)
    return {
      __typename: 'MediaContent',
      mediaKind: body.voice === true ? 'VOICE' : mediaKind,
      caption: textIn(body.caption),
      isAnimated: body.animated === true,
      media: fileOf(body, files),
    };
  switch (type) {
    case 'text':
      return { __typename: 'TextContent', body: textIn(body.body) ?? text };
    case 'location':
      return {
        __typename: 'LocationContent',
        latitude: Number(body.latitude),
        longitude: Number(body.longitude),
        name: textIn(body.name),
        address: textIn(body.address),
        url: textIn(body.url),
      };
    case 'contacts':
      return { __typename: 'ContactsContent', contacts: listIn(body).map(cardOf) };
    case 'order':
      return {
        __typename: 'OrderContent',
        orderText: textIn(body.text),
        items: listIn(body.product_items).map((item) => ({
          productId: String(item.product_retailer_id),
          quantity: Number(item.quantity),
          price: String(item.item_price),
          currency: String(item.currency),
        })),
      };
    case 'button':
      return answer('QUICK_REPLY', textIn(body.text) ?? text);
    case 'interactive':
      return interactiveContent(body, text, files);
    default:
      return { __typename: 'UnsupportedContent', unsupportedKind: type, details: null };
  }
}

/** The product of a header, and the order: those of cards are shown on the cards, as templates of their own. */
function goodsIn({ headerContent, order }: RenderedTemplate): Pick<SentTemplate, 'product' | 'cardProducts' | 'order'> {
  const productId = headerContent?.kind === 'product' ? textIn(headerContent.value.product_retailer_id) : null;
  return {
    product: productId === null ? null : { productRetailerId: productId },
    cardProducts: [],
    order: order === null ? null : orderIn(order.type, order.parameters),
  };
}

function interactiveContent(body: MetaJson, text: string, files: readonly SimFile[]): MessageBodyFragment {
  const { button_reply: button, list_reply: row, nfm_reply: form } = body as Record<string, MetaJson | undefined>;
  if (button !== undefined) return answer('BUTTON', textIn(button.title) ?? text);
  if (row !== undefined) return answer('LIST', textIn(row.title) ?? text, { payload: textIn(row.description) });
  if (form !== undefined) return answer('FLOW', textIn(form.body) ?? text, { response: jsonIn(form.response_json) });
  return offeredContent(body, text, files);
}

/** What a business sent with something to tap; what can be tapped is apart. */
function offeredContent(body: MetaJson, text: string, files: readonly SimFile[]): MessageBodyFragment {
  const partOf = (name: string): string | null => textIn((body[name] as MetaJson | undefined)?.text);
  const header = (body.header ?? {}) as MetaJson;
  const action = (body.action ?? {}) as MetaJson;
  const file = header[String(header.type)];
  const cards = listIn(action.cards);
  return {
    __typename: 'InteractiveContent',
    interactiveKind: KINDS[String(body.type)] ?? 'BUTTONS',
    header: partOf('header'),
    headerMedia: typeof file === 'object' ? fileOf(file as MetaJson, files) : null,
    body: partOf('body') ?? (body.body === undefined ? '' : text),
    footer: partOf('footer'),
    options: [],
    products: productsIn(action, cards),
    cards: cards
      .filter(({ type }) => type !== 'product')
      .map((card) => {
        const shown = (card.header ?? {}) as MetaJson;
        return {
          body: textIn((card.body as MetaJson | undefined)?.text),
          media: fileOf((shown[String(shown.type)] ?? {}) as MetaJson, files),
          options: [],
        };
      }),
    order: orderIn(String(body.type), (action.parameters ?? {}) as MetaJson),
  };
}

const KINDS: Record<string, InteractiveKind> = {
  button: 'BUTTONS',
  list: 'LIST',
  cta_url: 'CALL_TO_ACTION',
  location_request_message: 'LOCATION_REQUEST',
  flow: 'FLOW',
  product: 'PRODUCT',
  product_list: 'PRODUCT_LIST',
  catalog_message: 'CATALOG',
  carousel: 'CAROUSEL',
  call_permission_request: 'CALL_PERMISSION_REQUEST',
  voice_call: 'CALL_BUTTON',
  address_message: 'ADDRESS_REQUEST',
  request_contact_info: 'CONTACT_REQUEST',
  order_details: 'ORDER_DETAILS',
  order_status: 'ORDER_STATUS',
};

function productsIn(action: MetaJson, cards: readonly MetaJson[]): OfferedContent['products'] {
  const ofCards = cards.flatMap((card) => textIn((card.action as MetaJson | undefined)?.product_retailer_id) ?? []);
  const one = textIn(action.product_retailer_id);
  const alone = one === null ? ofCards : [one];
  if (alone.length > 0) return { sections: [{ title: null, productIds: alone }] };
  const sections = listIn(action.sections).filter(({ product_items: items }) => items !== undefined);
  return sections.length === 0
    ? null
    : {
        sections: sections.map(({ title, product_items: items }) => ({
          title: textIn(title),
          productIds: listIn(items).map((item) => String(item.product_retailer_id)),
        })),
      };
}

const ORDER_STATUSES: Record<string, OrderStatus> = {
  pending: 'PENDING',
  processing: 'PROCESSING',
  'partially-shipped': 'PARTIALLY_SHIPPED',
  shipped: 'SHIPPED',
  completed: 'COMPLETED',
  canceled: 'CANCELED',
};

function orderIn(type: string, { currency, total_amount: total, order }: MetaJson): OfferedContent['order'] {
  if (type !== 'order_details' && type !== 'order_status') return null;
  const { status, description, items } = (order ?? {}) as MetaJson;
  return {
    status: ORDER_STATUSES[String(status)] ?? 'PENDING',
    description: textIn(description),
    currency: textIn(currency),
    totalAmount: total === undefined ? null : amountOf(total),
    lines: listIn(items).map((item) => ({
      name: String(item.name),
      quantity: Number(item.quantity),
      price: amountOf(item.amount),
      salePrice: item.sale_amount === undefined ? null : amountOf(item.sale_amount),
    })),
  };
}

function amountOf(amount: unknown): string {
  const { value, offset } = (amount ?? {}) as MetaJson;
  return (Number(value) / Number(offset)).toFixed(2);
}

function answer(
  replyKind: 'QUICK_REPLY' | 'BUTTON' | 'LIST' | 'FLOW',
  title: string,
  { payload = null, response = null }: { payload?: string | null; response?: unknown } = {},
): MessageBodyFragment {
  return { __typename: 'ReplyContent', replyKind, optionId: null, title, payload, response };
}

/** A file by its id at the simulated Meta; one that is a link stays a link. */
function fileOf({ id, link, filename, mime_type: type }: MetaJson, files: readonly SimFile[]): MediaFileFragment {
  const file = files.find((known) => known.id === id);
  return {
    id: String(id ?? link),
    state: 'STORED',
    url: typeof id === 'string' ? fileUrl(id) : textIn(link),
    mimeType: file?.mimeType ?? textIn(type) ?? 'application/octet-stream',
    fileName: textIn(filename),
    size: file?.size ?? null,
    error: null,
    errorWording: null,
  };
}

function cardOf({ name, phones, emails, org }: MetaJson) {
  return {
    formattedName: textIn((name as MetaJson | undefined)?.formatted_name) ?? '',
    organization: textIn((org as MetaJson | undefined)?.company),
    phones: listIn(phones).map(({ phone }) => String(phone)),
    emails: listIn(emails).map(({ email }) => String(email)),
  };
}

function jsonIn(text: unknown): unknown {
  try {
    return JSON.parse(String(text)) as unknown;
  } catch {
    return null;
  }
}
