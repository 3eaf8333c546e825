import type { JsonRecord } from '../../json.js';
import {
  hundredthsOf,
  type GoodsType,
  type OrderCharge,
  type OrderContents,
  type OrderDetails,
  type OrderStatus,
  type OrderUpdate,
  type PaymentSetting,
} from './order-content.js';

const GOODS: Readonly<Record<GoodsType, string>> = { DIGITAL: 'digital-goods', PHYSICAL: 'physical-goods' };
const STATUSES: Readonly<Record<OrderStatus, string>> = {
  PENDING: 'pending',
  PROCESSING: 'processing',
  PARTIALLY_SHIPPED: 'partially-shipped',
  SHIPPED: 'shipped',
  COMPLETED: 'completed',
  CANCELED: 'canceled',
};

/** `action` of an order that is to be paid. */
export function orderDetailsForMeta(order: OrderDetails): JsonRecord {
  const { referenceId, goodsType, currency, total, contents, paymentType, paymentConfiguration } = order;
  return {
    name: 'review_and_pay',
    parameters: {
      reference_id: referenceId,
      type: GOODS[goodsType],
      payment_type: paymentType,
      ...(paymentConfiguration === null ? {} : { payment_configuration: paymentConfiguration }),
      ...(order.paymentSettings.length === 0 ? {} : { payment_settings: order.paymentSettings.map(settingForMeta) }),
      currency,
      total_amount: amountForMeta(total),
      ...(contents === null ? {} : { order: contentsForMeta(contents) }),
    },
  };
}

/** `action` of the news of an order. */
export function orderStatusForMeta({ referenceId, status, description }: OrderUpdate): JsonRecord {
  const order = { status: STATUSES[status], ...(description === null ? {} : { description }) };
  return { name: 'review_order', parameters: { reference_id: referenceId, order } };
}

function contentsForMeta(contents: OrderContents): JsonRecord {
  const { catalogId, items, subtotal, tax, shipping, discount, expiresAt, expirationText } = contents;
  const program = discount?.programName == null ? {} : { discount_program_name: discount.programName };
  return {
    status: STATUSES.PENDING,
    ...(catalogId === null ? {} : { catalog_id: catalogId }),
    items: items.map(({ productId, name, price, salePrice, quantity }) => ({
      retailer_id: productId,
      name,
      amount: amountForMeta(price),
      ...(salePrice === null ? {} : { sale_amount: amountForMeta(salePrice) }),
      quantity,
    })),
    subtotal: amountForMeta(subtotal),
    tax: chargeForMeta(tax),
    ...(shipping === null ? {} : { shipping: chargeForMeta(shipping) }),
    ...(discount === null ? {} : { discount: { ...chargeForMeta(discount), ...program } }),
    ...(expiresAt === null
      ? {}
      : {
          expiration: {
            timestamp: String(Math.floor(Date.parse(expiresAt) / 1000)),
            description: expirationText ?? '',
          },
        }),
  };
}

function chargeForMeta({ amount, description }: OrderCharge): JsonRecord {
  return { ...amountForMeta(amount), ...(description === null ? {} : { description }) };
}

/** Meta counts in hundredths, whatever the currency. */
function amountForMeta(amount: string): JsonRecord {
  return { value: hundredthsOf(amount), offset: 100 };
}

function settingForMeta(setting: PaymentSetting): JsonRecord {
  switch (setting.type) {
    case 'PAYMENT_LINK':
      return { type: 'payment_link', payment_link: { uri: setting.url } };
    case 'PIX': {
      const { code, merchantName, key, keyType } = setting;
      return {
        type: 'pix_dynamic_code',
        pix_dynamic_code: { code, merchant_name: merchantName, key, key_type: keyType },
      };
    }
    case 'BOLETO':
      return { type: 'boleto', boleto: { digitable_line: setting.digitableLine } };
    case 'PAYMENT_GATEWAY': {
      const { gateway, configurationName } = setting;
      return { type: 'payment_gateway', payment_gateway: { type: gateway, configuration_name: configurationName } };
    }
  }
}
