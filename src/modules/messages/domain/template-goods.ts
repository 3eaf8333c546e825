import { because } from '../../../common/errors/because.js';
import type { Problem } from '../../../common/errors/domain-error.js';
import type { OrderDetails, OrderUpdate } from '../../../whatsapp/messages/interactive/order-content.js';
import type { TemplateProduct } from '../../../whatsapp/messages/template-message.js';
import type { SendingNeed } from '../../../whatsapp/templates/sending-needs.js';
import { placeholdersOf, type TemplateContent } from '../../../whatsapp/templates/template-content.js';
import { filledIn, fromTo } from './outgoing/limit-checks.js';
import { orderProblems, orderUpdateProblems } from './outgoing/order-limits.js';

/** Template goods: the products that a template shows, and the order that it is about. */
export interface TemplateGoods {
  product: TemplateProduct | null;
  cardProducts: TemplateProduct[];
  orderDetails: OrderDetails | null;
  orderStatus: OrderUpdate | null;
}

const MAX_ID_LENGTH = 1_000;
const CARDS = { min: 2, max: 10 };

/** What is missing of the goods that a template needs, what it has no use for, and what Meta would refuse. */
export function goodsProblems(
  content: TemplateContent,
  needs: readonly SendingNeed[],
  { product, cardProducts, orderDetails, orderStatus }: TemplateGoods,
  now: Date,
  path: string[],
): Problem[] {
  const given: [SendingNeed, string, boolean, (at: string[]) => Problem[]][] = [
    ['PRODUCT', 'product', product !== null, (at) => (product === null ? [] : productProblems(product, at))],
    ['CARD_PRODUCTS', 'cardProducts', cardProducts.length > 0, (at) => cardProblems(content, cardProducts, at)],
    [
      'ORDER_DETAILS',
      'orderDetails',
      orderDetails !== null,
      (at) => (orderDetails === null ? [] : orderProblems(orderDetails, now, at)),
    ],
    [
      'ORDER_STATUS',
      'orderStatus',
      orderStatus !== null,
      (at) => (orderStatus === null ? [] : orderUpdateProblems(orderStatus, at)),
    ],
  ];
  return given.flatMap(([need, field, isGiven, problemsAt]): Problem[] => {
    const at = [...path, field];
    const isNeeded = needs.includes(need);
    if (isNeeded && isGiven) return problemsAt(at);
    if (isNeeded) return [{ code: 'VARIABLE_MISSING', ...because('TEMPLATE_NEEDS', { field }), path: at }];
    return isGiven ? [{ code: 'INVALID_INPUT', ...because('TEMPLATE_NEEDS_NOT', { field }), path: at }] : [];
  });
}

function productProblems({ catalogId, productRetailerId }: TemplateProduct, path: string[]): Problem[] {
  return [
    ...filledIn(catalogId, MAX_ID_LENGTH, [...path, 'catalogId']),
    ...filledIn(productRetailerId, MAX_ID_LENGTH, [...path, 'productRetailerId']),
  ];
}

function cardProblems(content: TemplateContent, products: readonly TemplateProduct[], path: string[]): Problem[] {
  const { cards } = content;
  const hasPlaceholders = placeholdersOf(content).some(({ cardIndex }) => cardIndex !== null);
  const isFixed: Problem[] =
    hasPlaceholders && products.length !== cards.length
      ? [{ code: 'INVALID_INPUT', ...because('CARD_PRODUCTS_FIXED', { count: cards.length }), path }]
      : [];
  return [
    ...fromTo(products.length, CARDS.min, CARDS.max, path),
    ...isFixed,
    ...products.flatMap((product, index) => productProblems(product, [...path, String(index)])),
  ];
}
