export const GOODS_TYPES = ['DIGITAL', 'PHYSICAL'] as const;
export type GoodsType = (typeof GOODS_TYPES)[number];

export const ORDER_STATUSES = [
  'PENDING',
  'PROCESSING',
  'PARTIALLY_SHIPPED',
  'SHIPPED',
  'COMPLETED',
  'CANCELED',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** Amounts are decimals with at most two places, such as 15.00. */
export interface OrderLine {
  productId: string;
  name: string;
  price: string;
  /** What is asked for instead; less than the price. */
  salePrice: string | null;
  quantity: number;
}

export interface OrderCharge {
  amount: string;
  description: string | null;
}

export interface OrderContents {
  catalogId: string | null;
  items: OrderLine[];
  subtotal: string;
  tax: OrderCharge;
  shipping: OrderCharge | null;
  discount: (OrderCharge & { programName: string | null }) | null;
  /** ISO 8601. */
  expiresAt: string | null;
  expirationText: string | null;
}

export type PaymentSetting =
  | { type: 'PAYMENT_LINK'; url: string }
  | { type: 'PIX'; code: string; merchantName: string; key: string; keyType: string }
  | { type: 'BOLETO'; digitableLine: string }
  | { type: 'PAYMENT_GATEWAY'; gateway: string; configurationName: string };

export const PAYMENT_SETTING_TYPES = ['PAYMENT_LINK', 'PIX', 'BOLETO', 'PAYMENT_GATEWAY'] as const;

/** An order to be paid. `contents` is null where the sum alone is said. */
export interface OrderDetails {
  referenceId: string;
  goodsType: GoodsType;
  /** ISO 4217. */
  currency: string;
  total: string;
  contents: OrderContents | null;
  /** Meta's word for the payments of a country: upi, br … */
  paymentType: string;
  paymentConfiguration: string | null;
  paymentSettings: PaymentSetting[];
}

/** How far an order has come that was sent before. */
export interface OrderUpdate {
  referenceId: string;
  status: OrderStatus;
  description: string | null;
}

const AMOUNT = /^(\d{1,10})(?:\.(\d{1,2}))?$/;

/** A decimal in hundredths; null where it is none. */
export function hundredthsOf(amount: string): number | null {
  const [, whole, places = ''] = AMOUNT.exec(amount) ?? [];
  return whole === undefined ? null : Number(whole) * 100 + Number(places.padEnd(2, '0'));
}

export function decimalOf(hundredths: number): string {
  return (hundredths / 100).toFixed(2);
}
