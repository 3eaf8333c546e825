import type { JsonRecord } from '../../json.js';
import type { OrderDetails, OrderUpdate } from './order-content.js';

export const INTERACTIVE_KINDS = [
  'BUTTONS',
  'LIST',
  'CALL_TO_ACTION',
  'LOCATION_REQUEST',
  'FLOW',
  'PRODUCT',
  'PRODUCT_LIST',
  'CATALOG',
  'PRODUCT_CAROUSEL',
  'CAROUSEL',
  'CALL_PERMISSION_REQUEST',
  'CALL_BUTTON',
  'ADDRESS_REQUEST',
  'CONTACT_REQUEST',
  'ORDER_DETAILS',
  'ORDER_STATUS',
] as const;
export type InteractiveKind = (typeof INTERACTIVE_KINDS)[number];

/** Kinds whose text and options say everything. */
export const PLAIN_INTERACTIVE_KINDS = ['BUTTONS', 'LIST', 'CALL_TO_ACTION', 'LOCATION_REQUEST'] as const;
export type PlainInteractiveKind = (typeof PLAIN_INTERACTIVE_KINDS)[number];

export interface InteractiveOption {
  id: string;
  title: string;
  description: string | null;
}

export const HEADER_MEDIA_KINDS = ['IMAGE', 'VIDEO', 'DOCUMENT'] as const;
export type HeaderMediaKind = (typeof HEADER_MEDIA_KINDS)[number];

/** A file above the text; its id is ours, and becomes Meta's when it is sent. */
export interface HeaderMedia {
  mediaKind: HeaderMediaKind;
  mediaId: string;
  fileName: string | null;
}

/** What every message with something to tap may have. `body` is empty where WhatsApp needs none. */
export interface InteractiveFrame {
  header: string | null;
  /** Missing in what was stored before headers had files. */
  headerMedia?: HeaderMedia | null;
  body: string;
  footer: string | null;
  buttons: InteractiveOption[];
  listButton: string | null;
  sections: { title: string | null; rows: InteractiveOption[] }[];
  url: string | null;
  urlText: string | null;
}

export const FLOW_ACTIONS = ['NAVIGATE', 'DATA_EXCHANGE'] as const;
export type FlowAction = (typeof FLOW_ACTIONS)[number];

/** A Flow, by its id or by its name, and how it begins. */
export interface FlowStart {
  flowId: string | null;
  flowName: string | null;
  label: string;
  isDraft: boolean;
  action: FlowAction;
  screen: string | null;
  data: JsonRecord | null;
  /** Comes back with the answer. */
  token: string;
}

/** Products of a catalogue of Meta's, by their `product_retailer_id`. Without a catalogue: all of the one that is connected. */
export interface ProductSelection {
  catalogId: string | null;
  sections: { title: string | null; productIds: string[] }[];
  thumbnailProductId: string | null;
}

export interface CarouselCard {
  media: HeaderMedia;
  body: string | null;
  buttons: InteractiveOption[];
  url: string | null;
  urlText: string | null;
}

export interface CallButton {
  label: string | null;
  ttlMinutes: number | null;
  payload: string | null;
}

export const ADDRESS_FIELDS = [
  'NAME',
  'PHONE_NUMBER',
  'IN_PIN_CODE',
  'SG_POST_CODE',
  'HOUSE_NUMBER',
  'FLOOR_NUMBER',
  'TOWER_NUMBER',
  'UNIT_NUMBER',
  'BUILDING_NAME',
  'ADDRESS',
  'LANDMARK_AREA',
  'CITY',
  'STATE',
] as const;
export type AddressField = (typeof ADDRESS_FIELDS)[number];

export interface AddressEntry {
  field: AddressField;
  value: string;
}

/** A form for a postal address: what stands in it, which addresses may be chosen, what was wrong with what was filled in. */
export interface AddressRequest {
  country: string;
  values: AddressEntry[];
  savedAddresses: { addressId: string; values: AddressEntry[] }[];
  problems: AddressEntry[];
}

/** What a message with something to tap says, by its kind. */
export type OutgoingInteractive = InteractiveFrame &
  (
    | { interactiveKind: PlainInteractiveKind | 'CALL_PERMISSION_REQUEST' | 'CONTACT_REQUEST' }
    | { interactiveKind: 'FLOW'; flow: FlowStart }
    | { interactiveKind: 'PRODUCT' | 'PRODUCT_LIST' | 'CATALOG' | 'PRODUCT_CAROUSEL'; products: ProductSelection }
    | { interactiveKind: 'CAROUSEL'; cards: CarouselCard[] }
    | { interactiveKind: 'CALL_BUTTON'; call: CallButton }
    | { interactiveKind: 'ADDRESS_REQUEST'; address: AddressRequest }
    | { interactiveKind: 'ORDER_DETAILS'; order: OrderDetails }
    | { interactiveKind: 'ORDER_STATUS'; update: OrderUpdate }
  );

/** A frame with these parts, and without all others. */
export function frameOf(parts: Partial<InteractiveFrame>): InteractiveFrame {
  return {
    header: null,
    headerMedia: null,
    body: '',
    footer: null,
    buttons: [],
    listButton: null,
    sections: [],
    url: null,
    urlText: null,
    ...parts,
  };
}

/** Our files in it. */
export function filesInInteractive(content: OutgoingInteractive): string[] {
  const cards = content.interactiveKind === 'CAROUSEL' ? content.cards : [];
  return [content.headerMedia, ...cards.map(({ media }) => media)].flatMap((media) => media?.mediaId ?? []);
}
