import type { OutgoingContentInput } from '../../../../generated/graphql';
import type { FormKind } from './form-kinds';
import { inputOf, type FormField, type FormValues } from './form-values';

type ContentName = OutgoingContentInput extends infer Each ? (Each extends unknown ? keyof Each : never) : never;

interface MessageForm {
  /** The field of OutgoingContentInput that it fills. */
  content: ContentName;
  /** What nobody fills in. */
  fixed?: Readonly<Record<string, string>>;
  fields: readonly FormField[];
}

const BODY: FormField = { type: 'TEXT', name: 'body', label: 'compose.body', rows: 3, isRequired: true };
const ANY_BODY: FormField = { type: 'TEXT', name: 'body', label: 'compose.anyBody', rows: 3 };
const HEADER: FormField = { type: 'TEXT', name: 'header', label: 'extra.header' };
const FOOTER: FormField = { type: 'TEXT', name: 'footer', label: 'extra.footer' };
const URL: FormField = { type: 'TEXT', name: 'url', label: 'compose.url', isRequired: true, isCode: true };
const URL_TEXT: FormField = { type: 'TEXT', name: 'urlText', label: 'compose.urlText', isRequired: true };
const REFERENCE = { type: 'TEXT', isRequired: true, isCode: true } as const;
const CATALOG: FormField = { ...REFERENCE, name: 'catalogId', label: 'compose.catalog', hint: 'compose.catalog.hint' };
const PRODUCTS = { type: 'LINES', name: 'productIds', label: 'compose.products' } as const;

/** Order details are no form: they need the positions, charges and payments of a shop's system, which sends them through the API. */
export const MESSAGE_FORMS: Record<FormKind, MessageForm> = {
  CALL_TO_ACTION: {
    content: 'interactive',
    fixed: { kind: 'CALL_TO_ACTION' },
    fields: [BODY, URL, URL_TEXT, HEADER, FOOTER],
  },
  CAROUSEL: {
    content: 'carousel',
    fields: [
      BODY,
      {
        ...{ type: 'LIST', name: 'cards', label: 'compose.card', addLabel: 'compose.addCard', min: 2, max: 10 },
        fields: [
          {
            type: 'FILE',
            name: 'mediaId',
            label: 'compose.file',
            hint: 'compose.file.hint',
            accept: 'image/*,video/*',
          },
          ANY_BODY,
          URL,
          URL_TEXT,
        ],
      },
    ],
  },
  FLOW: {
    content: 'flow',
    fields: [
      { ...REFERENCE, name: 'flowName', label: 'compose.flow', hint: 'compose.flow.hint', isCode: false },
      BODY,
      { type: 'TEXT', name: 'label', label: 'compose.buttonLabel', isRequired: true },
      { type: 'TEXT', name: 'screen', label: 'compose.screen', isCode: true },
      HEADER,
      FOOTER,
    ],
  },
  PRODUCT: {
    content: 'product',
    fields: [CATALOG, { ...REFERENCE, name: 'productId', label: 'compose.product' }, ANY_BODY, FOOTER],
  },
  PRODUCT_LIST: {
    content: 'productList',
    fields: [
      CATALOG,
      { type: 'TEXT', name: 'header', label: 'compose.heading', isRequired: true },
      BODY,
      {
        ...{
          type: 'LIST',
          name: 'sections',
          label: 'compose.section',
          addLabel: 'compose.addSection',
          min: 1,
          max: 10,
        },
        fields: [
          { type: 'TEXT', name: 'title', label: 'compose.sectionTitle' },
          { ...PRODUCTS, hint: 'compose.products.hint' },
        ],
      },
      FOOTER,
    ],
  },
  PRODUCT_CAROUSEL: {
    content: 'productCarousel',
    fields: [CATALOG, BODY, { ...PRODUCTS, hint: 'compose.products.hint' }],
  },
  CATALOG: {
    content: 'catalog',
    fields: [BODY, { type: 'TEXT', name: 'thumbnailProductId', label: 'compose.thumbnail', isCode: true }, FOOTER],
  },
  LOCATION_REQUEST: { content: 'interactive', fixed: { kind: 'LOCATION_REQUEST' }, fields: [BODY] },
  CONTACT_REQUEST: { content: 'contactRequest', fields: [BODY] },
  ADDRESS_REQUEST: {
    content: 'addressRequest',
    fields: [
      {
        ...{ type: 'CHOICE', name: 'country', label: 'compose.country' },
        options: [
          { value: 'IN', label: 'compose.india' },
          { value: 'SG', label: 'compose.singapore' },
        ],
      },
      BODY,
      HEADER,
      FOOTER,
    ],
  },
  CALL_BUTTON: {
    content: 'callButton',
    fields: [
      BODY,
      { type: 'TEXT', name: 'label', label: 'compose.callLabel' },
      { type: 'TEXT', name: 'ttlMinutes', label: 'compose.minutes', hint: 'compose.minutes.hint', isNumber: true },
    ],
  },
  CALL_PERMISSION_REQUEST: { content: 'callPermissionRequest', fields: [ANY_BODY] },
  ORDER_STATUS: {
    content: 'orderStatus',
    fields: [
      { ...REFERENCE, name: 'referenceId', label: 'compose.order', hint: 'compose.order.hint' },
      {
        ...{ type: 'CHOICE', name: 'status', label: 'compose.orderStatus' },
        options: [
          { value: 'PROCESSING', label: 'order.PROCESSING' },
          { value: 'PARTIALLY_SHIPPED', label: 'order.PARTIALLY_SHIPPED' },
          { value: 'SHIPPED', label: 'order.SHIPPED' },
          { value: 'COMPLETED', label: 'order.COMPLETED' },
          { value: 'CANCELED', label: 'order.CANCELED' },
          { value: 'PENDING', label: 'order.PENDING' },
        ],
      },
      BODY,
      { type: 'TEXT', name: 'description', label: 'compose.reason' },
      FOOTER,
    ],
  },
};

/** What a form sends; that its fields are those of the API, the tests say. */
export function contentOf(kind: FormKind, values: FormValues): OutgoingContentInput {
  const { content, fixed, fields } = MESSAGE_FORMS[kind];
  return { [content]: { ...fixed, ...inputOf(fields, values) } } as unknown as OutgoingContentInput;
}

/** Where in the input of sendMessage a field of the form stands. */
export function pathOf(kind: FormKind, path: string): string {
  return `content.${MESSAGE_FORMS[kind].content}.${path}`;
}
