import type { Problem } from '../../../../common/errors/domain-error.js';
import type { CarouselCard, ProductSelection } from '../../../../whatsapp/messages/interactive/interactive-content.js';
import {
  countProblems,
  distinct,
  filledIn,
  filledInIfGiven,
  fromTo,
  invalid,
  required,
  tooMany,
} from './limit-checks.js';
import { buttonProblems, linkProblems } from './outgoing-limits.js';
import { because } from '../../../../common/errors/because.js';

/** Meta's limits, in characters and entries. */
const LIMITS = {
  id: 1_000,
  sections: 10,
  products: 30,
  sectionTitle: 24,
  cards: 10,
  cardBody: 160,
  cardBreaks: 2,
  cardButtons: 3,
} as const;
const MIN_CARDS = 2;

function catalogProblems({ catalogId }: ProductSelection, path: string[]): Problem[] {
  return filledIn(catalogId ?? '', LIMITS.id, [...path, 'catalogId']);
}

export function singleProblems(products: ProductSelection, path: string[]): Problem[] {
  const [id = ''] = products.sections.flatMap(({ productIds }) => productIds);
  return [...catalogProblems(products, path), ...filledIn(id, LIMITS.id, [...path, 'productId'])];
}

export function productListProblems(products: ProductSelection, path: string[]): Problem[] {
  const { sections } = products;
  const at = [...path, 'sections'];
  const all = sections.flatMap(({ productIds }) => productIds);
  return [
    ...catalogProblems(products, path),
    ...countProblems(sections.length, LIMITS.sections, at),
    ...(all.length > LIMITS.products
      ? [tooMany(because('TOO_MANY_PRODUCTS_TOGETHER', { limit: LIMITS.products }), LIMITS.products, at)]
      : []),
    ...sections.flatMap(({ title, productIds }, index) => {
      const section = [...at, String(index)];
      return [
        ...(sections.length > 1 || title !== null
          ? filledIn(title ?? '', LIMITS.sectionTitle, [...section, 'title'])
          : []),
        ...(productIds.length === 0 ? [required([...section, 'productIds'])] : []),
        ...productIds.flatMap((id, position) => filledIn(id, LIMITS.id, [...section, 'productIds', String(position)])),
      ];
    }),
    ...distinct(all, 'product', at),
  ];
}

export function productCarouselProblems(products: ProductSelection, path: string[]): Problem[] {
  const ids = products.sections.flatMap(({ productIds }) => productIds);
  const at = [...path, 'productIds'];
  return [
    ...catalogProblems(products, path),
    ...fromTo(ids.length, MIN_CARDS, LIMITS.cards, at),
    ...ids.flatMap((id, index) => filledIn(id, LIMITS.id, [...at, String(index)])),
  ];
}

export function carouselProblems(cards: readonly CarouselCard[], path: string[]): Problem[] {
  const [first] = cards;
  return [
    ...fromTo(cards.length, MIN_CARDS, LIMITS.cards, path),
    ...cards.flatMap((card, index) => cardProblems(card, [...path, String(index)])),
    ...cards.flatMap((card, index) =>
      first !== undefined && !isAlike(card, first) ? [invalid(because('CARDS_DIFFER'), [...path, String(index)])] : [],
    ),
  ];
}

function cardProblems(card: CarouselCard, path: string[]): Problem[] {
  const { media, body, buttons, url, urlText } = card;
  const breaks = (body ?? '').split('\n').length - 1;
  return [
    ...(media.mediaKind === 'DOCUMENT' ? [invalid(because('CARD_FILE_UNFIT'), [...path, 'mediaId'])] : []),
    ...filledInIfGiven(body, LIMITS.cardBody, [...path, 'body']),
    ...(breaks > LIMITS.cardBreaks
      ? [tooMany(because('TOO_MANY_BREAKS', { limit: LIMITS.cardBreaks }), LIMITS.cardBreaks, [...path, 'body'])]
      : []),
    ...(url !== null && buttons.length > 0 ? [invalid(because('CARD_TWO_WAYS'), [...path, 'url'])] : []),
    ...(url === null && urlText === null
      ? buttonProblems(buttons, LIMITS.cardButtons, [...path, 'buttons'])
      : linkProblems({ url, urlText }, path)),
  ];
}

function isAlike(one: CarouselCard, other: CarouselCard): boolean {
  return one.buttons.length === other.buttons.length && (one.url === null) === (other.url === null);
}
