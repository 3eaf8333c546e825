import { isRecord, listOf, textOf } from '../json.js';
import { namesIn } from './template-content.js';

/** A part of a template that asks for something when it is sent which cannot be given here (yet). */
export interface UnsendablePart {
  /** In words: `the header shows a product`. */
  what: string;
  /** Where it stands in a draft: `header`, `buttons.0`, `cards.1.header`. */
  path: string[];
}

const HEADERS: ReadonlySet<string> = new Set(['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION', 'GIF']);
const CARD_HEADERS: ReadonlySet<string> = new Set(['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'GIF']);
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
  'VOICE_CALL',
  'REQUEST_CONTACT_INFO',
]);
/** The products of a card would have to be given card by card. */
const CARD_BUTTONS: ReadonlySet<string> = new Set(['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'COPY_CODE', 'VOICE_CALL']);
const COMPONENTS: ReadonlySet<string> = new Set([
  'HEADER',
  'BODY',
  'FOOTER',
  'BUTTONS',
  'CAROUSEL',
  'LIMITED_TIME_OFFER',
  'CALL_PERMISSION_REQUEST',
]);
const ORDERS: ReadonlySet<string> = new Set(['ORDER_DETAILS', 'ORDER_STATUS', 'RICH_ORDER_STATUS']);

const BUTTON_WORDS: Readonly<Record<string, string>> = {
  SPM: 'shows a single product',
  MPM: 'shows several products',
  ORDER_DETAILS: 'opens the details of an order',
};

/**
 * The unsendable parts of a template, by its components as Meta has them and Meta's subcategory: Meta would refuse every
 * message of it, because a required parameter is missing (132012, 131008). Empty: it can be sent.
 */
export function unsendableParts(components: readonly unknown[], subCategory: string | null = null): UnsendablePart[] {
  const order = subCategory?.toUpperCase() ?? '';
  return [
    ...components.flatMap(partsOfComponent),
    ...(ORDERS.has(order) ? [{ what: `it is about an order (${order})`, path: [] }] : []),
  ];
}

function partsOfComponent(component: unknown): UnsendablePart[] {
  const type = upper(component, 'type');
  switch (type) {
    case 'HEADER':
      return headerParts(component, HEADERS, 'the header', ['header']);
    case 'BUTTONS':
      return buttonParts(component, BUTTONS, '', ['buttons']);
    case 'CAROUSEL':
      return listOf(component, 'cards').flatMap(cardParts);
    default:
      return COMPONENTS.has(type) ? [] : [{ what: `its ${named(type)} is not known here`, path: [] }];
  }
}

function cardParts(card: unknown, index: number): UnsendablePart[] {
  const place = `of card ${index + 1}`;
  const path = ['cards', String(index)];
  return listOf(card, 'components').flatMap((component) => {
    const type = upper(component, 'type');
    if (type === 'HEADER') {
      const header = headerParts(component, CARD_HEADERS, `the header ${place}`, [...path, 'header']);
      const hasVariable = namesIn(textOf(component, 'text')).length > 0;
      return hasVariable
        ? [...header, { what: `the header ${place} has a variable`, path: [...path, 'header'] }]
        : header;
    }
    if (type === 'BUTTONS') return buttonParts(component, CARD_BUTTONS, ` ${place}`, [...path, 'buttons']);
    return type === 'BODY' ? [] : [{ what: `a ${named(type)} ${place} is not known here`, path }];
  });
}

function headerParts(component: unknown, known: ReadonlySet<string>, header: string, path: string[]): UnsendablePart[] {
  const format = upper(component, 'format');
  if (known.has(format)) return [];
  if (format === 'PRODUCT') return [{ what: `${header} shows a product`, path }];
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
