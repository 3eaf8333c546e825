import { isRecord, listOf, textOf } from '../json.js';
import { namesIn } from './template-content.js';

/** A part of a template that asks for something when it is sent which cannot be given here (yet). */
export interface UnsendablePart {
  /** In words: `the header shows a product`. */
  what: string;
  /** Where it stands in a draft: `header`, `buttons.0`, `cards.1.header`. */
  path: string[];
}

const HEADERS: ReadonlySet<string> = new Set(['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION', 'GIF', 'PRODUCT']);
const CARD_HEADERS: ReadonlySet<string> = new Set(['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'GIF', 'PRODUCT']);
/** Buttons whose parameters are given here, or that have none. */
const BUTTONS: ReadonlySet<string> = new Set([
  'QUICK_REPLY',
  'URL',
  'PHONE_NUMBER',
  'COPY_CODE',
  'OTP',
  'FLOW',
  'CATALOG',
  'MPM',
  'SPM',
  'ORDER_DETAILS',
  'VOICE_CALL',
  'REQUEST_CONTACT_INFO',
]);
const CARD_BUTTONS: ReadonlySet<string> = new Set([
  ...['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'COPY_CODE', 'SPM', 'VOICE_CALL'],
]);
const COMPONENTS: ReadonlySet<string> = new Set([
  'HEADER',
  'BODY',
  'FOOTER',
  'BUTTONS',
  'CAROUSEL',
  'LIMITED_TIME_OFFER',
  'CALL_PERMISSION_REQUEST',
]);

const BUTTON_WORDS: Readonly<Record<string, string>> = {
  SPM: 'shows a single product, and the header none',
  MPM: 'shows several products',
  ORDER_DETAILS: 'opens the details of an order',
};

/**
 * The unsendable parts of a template, by its components as Meta has them and Meta's subcategory: Meta would refuse every
 * message of it, because a required parameter is missing (132012, 131008). Empty: it can be sent.
 */
export function unsendableParts(components: readonly unknown[], subCategory: string | null = null): UnsendablePart[] {
  const known = withoutProduct(BUTTONS, components);
  return [
    ...components.flatMap((component) => partsOfComponent(component, known)),
    ...orderParts(components, subCategory),
  ];
}

/** The button of a product has none of its own: it is that of the header. */
function withoutProduct(buttons: ReadonlySet<string>, components: readonly unknown[]): ReadonlySet<string> {
  return components.some(isProductHeader) ? buttons : new Set([...buttons].filter((type) => type !== 'SPM'));
}

/** Of a status in pictures, and of details that no button opens, Meta's guides do not say how they are sent. */
function orderParts(components: readonly unknown[], subCategory: string | null): UnsendablePart[] {
  const order = subCategory?.toUpperCase() ?? '';
  const buttons = components.flatMap((part) => listOf(part, 'buttons').map((button) => upper(button, 'type')));
  const isUnknown = order === 'RICH_ORDER_STATUS' || (order === 'ORDER_DETAILS' && !buttons.includes('ORDER_DETAILS'));
  return isUnknown ? [{ what: `it is about an order (${order})`, path: [] }] : [];
}

function partsOfComponent(component: unknown, knownButtons: ReadonlySet<string>): UnsendablePart[] {
  const type = upper(component, 'type');
  switch (type) {
    case 'HEADER':
      return headerParts(component, HEADERS, 'the header', ['header']);
    case 'BUTTONS':
      return buttonParts(component, knownButtons, '', ['buttons']);
    case 'CAROUSEL':
      return carouselParts(listOf(component, 'cards'));
    default:
      return COMPONENTS.has(type) ? [] : [{ what: `its ${named(type)} is not known here`, path: [] }];
  }
}

/** Meta's carousels show either products or files. */
function carouselParts(cards: readonly unknown[]): UnsendablePart[] {
  const showsProduct = cards.map((card) => listOf(card, 'components').some(isProductHeader));
  const isMixed = new Set(showsProduct).size > 1;
  const mixed = isMixed ? [{ what: 'some of its cards show a product, and others none', path: ['cards'] }] : [];
  return [...mixed, ...cards.flatMap(cardParts)];
}

function isProductHeader(component: unknown): boolean {
  return upper(component, 'type') === 'HEADER' && upper(component, 'format') === 'PRODUCT';
}

function cardParts(card: unknown, index: number): UnsendablePart[] {
  const place = `of card ${index + 1}`;
  const path = ['cards', String(index)];
  const components = listOf(card, 'components');
  const knownButtons = withoutProduct(CARD_BUTTONS, components);
  return components.flatMap((component) => {
    const type = upper(component, 'type');
    if (type === 'HEADER') {
      const header = headerParts(component, CARD_HEADERS, `the header ${place}`, [...path, 'header']);
      const hasVariable = namesIn(textOf(component, 'text')).length > 0;
      return hasVariable
        ? [...header, { what: `the header ${place} has a variable`, path: [...path, 'header'] }]
        : header;
    }
    if (type === 'BUTTONS') return buttonParts(component, knownButtons, ` ${place}`, [...path, 'buttons']);
    return type === 'BODY' ? [] : [{ what: `a ${named(type)} ${place} is not known here`, path }];
  });
}

function headerParts(component: unknown, known: ReadonlySet<string>, header: string, path: string[]): UnsendablePart[] {
  const format = upper(component, 'format');
  if (known.has(format)) return [];
  return [{ what: `${header} is of a kind that is not known here (${named(format)})`, path }];
}

function buttonParts(component: unknown, known: ReadonlySet<string>, place: string, path: string[]): UnsendablePart[] {
  return listOf(component, 'buttons').flatMap((button, index) => {
    const type = upper(button, 'type');
    if (known.has(type)) return [];
    const words = BUTTON_WORDS[type] ?? `is of a kind that is not known here (${named(type)})`;
    return [{ what: `button ${index + 1}${place} ${words}`, path: [...path, String(index)] }];
  });
}

/** Meta's word as it may stand in a sentence: whatever it is, it stays short. */
function named(word: string): string {
  return /^[A-Z0-9_]{1,60}$/.test(word) ? word : 'unnamed part';
}

function upper(value: unknown, key: string): string {
  return (isRecord(value) ? (textOf(value, key) ?? '') : '').toUpperCase();
}
