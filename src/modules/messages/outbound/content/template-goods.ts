import type { Problem } from '../../../../common/errors/domain-error.js';
import type { TemplateProduct } from '../../../../whatsapp/messages/template-message.js';
import type { SendingNeed } from '../../../../whatsapp/templates/sending-needs.js';
import type { TemplateContent } from '../../../../whatsapp/templates/template-content.js';
import { goodsProblems, type TemplateGoods } from '../../domain/template-goods.js';
import type { TemplateGoodsFields } from '../../schema/template-goods.inputs.js';
import { givenTotalProblems, orderFrom, orderUpdateFrom } from './order-from-input.js';

interface ReadGoods {
  goods: TemplateGoods;
  problems: Problem[];
}

/** Goods as they are stored, of what somebody gives with a template, and everything that is wrong with them. */
export function readGoods(
  content: TemplateContent,
  needs: readonly SendingNeed[],
  { product, cardProducts, orderDetails, orderStatus }: TemplateGoodsFields,
  now: Date,
  path: string[],
): ReadGoods {
  const goods = {
    product: product == null ? null : productFrom(product),
    cardProducts: (cardProducts ?? []).map(productFrom),
    orderDetails: orderDetails == null ? null : orderFrom(orderDetails),
    orderStatus: orderStatus == null ? null : orderUpdateFrom(orderStatus),
  };
  const total = orderDetails == null ? [] : givenTotalProblems(orderDetails, [...path, 'orderDetails']);
  return { goods, problems: [...total, ...goodsProblems(content, needs, goods, now, path)] };
}

function productFrom({ catalogId, productRetailerId }: TemplateProduct): TemplateProduct {
  return { catalogId, productRetailerId };
}
