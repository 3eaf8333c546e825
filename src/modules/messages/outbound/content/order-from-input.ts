import { because } from '../../../../common/errors/because.js';
import type { Problem } from '../../../../common/errors/domain-error.js';
import type {
  OrderCharge,
  OrderContents,
  OrderDetails,
  OrderUpdate,
  PaymentSetting,
} from '../../../../whatsapp/messages/interactive/order-content.js';
import { subtotalOf, totalOf } from '../../domain/outgoing/order-limits.js';
import type {
  OrderChargeInput,
  OrderDetailsInput,
  OrderStatusInput,
  PaymentSettingInput,
} from '../../schema/interactive/order.inputs.js';

/** The total of an order with items is computed. */
export function givenTotalProblems({ items, totalAmount }: OrderDetailsInput, path: string[]): Problem[] {
  if (items == null || totalAmount == null) return [];
  return [{ code: 'INVALID_INPUT', ...because('ORDER_TOTAL_COMPUTED'), path: [...path, 'totalAmount'] }];
}

export function orderUpdateFrom({ referenceId, status, description }: OrderStatusInput): OrderUpdate {
  return { referenceId, status, description: description ?? null };
}

/** An order as it is stored, with its sums. What is no amount makes a sum of 0; the amount itself is told of. */
export function orderFrom(input: OrderDetailsInput): OrderDetails {
  const contents = input.items == null ? null : contentsFrom(input, input.items);
  return {
    referenceId: input.referenceId,
    goodsType: input.goodsType,
    currency: input.currency,
    total: contents === null ? (input.totalAmount ?? '') : (totalOf(contents) ?? '0'),
    contents,
    paymentType: input.paymentType,
    paymentConfiguration: input.paymentConfiguration ?? null,
    paymentSettings: (input.paymentSettings ?? []).map(settingFrom),
  };
}

function contentsFrom(input: OrderDetailsInput, lines: NonNullable<OrderDetailsInput['items']>): OrderContents {
  const items = lines.map(({ productId, name, price, salePrice, quantity }) => ({
    productId,
    name,
    price,
    salePrice: salePrice ?? null,
    quantity,
  }));
  const { discount } = input;
  return {
    catalogId: input.catalogId ?? null,
    items,
    subtotal: subtotalOf(items) ?? '0',
    tax: chargeFrom(input.tax) ?? { amount: '0', description: null },
    shipping: chargeFrom(input.shipping),
    discount:
      discount == null
        ? null
        : {
            amount: discount.amount,
            description: discount.description ?? null,
            programName: discount.programName ?? null,
          },
    expiresAt: input.expiresAt?.toISOString() ?? null,
    expirationText: input.expirationText ?? null,
  };
}

function chargeFrom(charge: OrderChargeInput | null | undefined): OrderCharge | null {
  return charge == null ? null : { amount: charge.amount, description: charge.description ?? null };
}

function settingFrom({ paymentLink, pix, boleto, paymentGateway }: PaymentSettingInput): PaymentSetting {
  if (paymentLink != null) return { type: 'PAYMENT_LINK', url: paymentLink };
  if (pix != null) return { type: 'PIX', ...pix };
  if (paymentGateway != null) return { type: 'PAYMENT_GATEWAY', ...paymentGateway };
  return { type: 'BOLETO', digitableLine: boleto ?? '' };
}
