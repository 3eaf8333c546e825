import type {
  OrderCharge,
  OrderContents,
  OrderDetails,
  PaymentSetting,
} from '../../../../whatsapp/messages/interactive/order-content.js';
import { subtotalOf, totalOf } from '../../domain/outgoing/order-limits.js';
import type {
  OrderChargeInput,
  OutgoingOrderDetailsInput,
  PaymentSettingInput,
} from '../../schema/interactive/order.inputs.js';

/** An order as it is stored, with its sums. What is no amount makes a sum of 0; the amount itself is told of. */
export function orderFrom(input: OutgoingOrderDetailsInput): OrderDetails {
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

function contentsFrom(
  input: OutgoingOrderDetailsInput,
  lines: NonNullable<OutgoingOrderDetailsInput['items']>,
): OrderContents {
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
