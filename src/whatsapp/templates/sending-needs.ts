import { metaTypeOf } from './template-buttons.js';
import type { TemplateContent } from './template-content.js';

export const SENDING_NEEDS = [
  'PRODUCT',
  'CARD_PRODUCTS',
  'PRODUCT_SECTIONS',
  'CARD_FILES',
  'OFFER_END',
  'ORDER_DETAILS',
  'ORDER_STATUS',
] as const;
export type SendingNeed = (typeof SENDING_NEEDS)[number];

/** What is about one order of one customer. */
export const ORDER_NEEDS: readonly SendingNeed[] = ['ORDER_DETAILS', 'ORDER_STATUS'];

/** Sending needs: what a template asks for when it is sent, beside texts and the file of its header. */
export function sendingNeeds(content: TemplateContent, subCategory: string | null): SendingNeed[] {
  const { header, cards, buttons, limitedTimeOffer } = content;
  const types = buttons.map(metaTypeOf);
  const isAsked: Record<SendingNeed, boolean> = {
    PRODUCT: header.type === 'PRODUCT',
    CARD_PRODUCTS: cards.some(({ headerType }) => headerType === 'PRODUCT'),
    PRODUCT_SECTIONS: types.includes('MPM'),
    CARD_FILES: cards.some(({ headerType }) => headerType !== 'PRODUCT' && headerType !== 'NONE'),
    OFFER_END: limitedTimeOffer?.hasExpiration === true,
    ORDER_DETAILS: types.includes('ORDER_DETAILS'),
    ORDER_STATUS: subCategory?.toUpperCase() === 'ORDER_STATUS',
  };
  return SENDING_NEEDS.filter((need) => isAsked[need]);
}

/** Whether every card shows a product: they are all alike, so that there may be more of them than Meta has approved. */
export function isProductCarousel({ cards }: Pick<TemplateContent, 'cards'>): boolean {
  return cards.length > 0 && cards.every(({ headerType }) => headerType === 'PRODUCT');
}

/** The content with as many cards as products are to be shown. Other carousels are sent as they were approved. */
export function withProductCards(content: TemplateContent, products: number): TemplateContent {
  const last = content.cards.at(-1);
  if (last === undefined || !isProductCarousel(content)) return content;
  return { ...content, cards: Array.from({ length: products }, (_, index) => content.cards[index] ?? last) };
}
