import type { Problem } from '../../../../common/errors/domain-error.js';
import {
  decimalOf,
  hundredthsOf,
  type OrderCharge,
  type OrderContents,
  type OrderDetails,
  type OrderLine,
  type OrderUpdate,
  type PaymentSetting,
} from '../../../../whatsapp/messages/interactive/order-content.js';
import {
  badForm,
  countProblems,
  filledIn,
  filledInIfGiven,
  invalid,
  notTooLong,
  required,
  webAddress,
} from './limit-checks.js';
import { because } from '../../../../common/errors/because.js';

/** Meta's limits, in characters and entries. */
const LIMITS = {
  referenceId: 35,
  itemName: 60,
  description: 60,
  statusDescription: 120,
  items: 999,
  text: 1_000,
} as const;
const REFERENCE = /^[A-Za-z0-9_.-]+$/;
const CURRENCY = /^[A-Z]{3}$/;
/** A computed total. */
const NOTHING_TO_PAY = /^(-.*|0\.00)$/;
const MIN_EXPIRY_MS = 300_000;

/** An amount that is asked for, less what is taken off; null where one of them is no amount. */
export function subtotalOf(items: readonly Pick<OrderLine, 'price' | 'salePrice' | 'quantity'>[]): string | null {
  const sums = items.map(({ price, salePrice, quantity }) => {
    const each = hundredthsOf(salePrice ?? price);
    return each === null ? null : each * quantity;
  });
  return sums.includes(null) ? null : decimalOf(sums.reduce<number>((sum, each) => sum + (each ?? 0), 0));
}

/** What is to be paid: Meta refuses every other sum. */
export function totalOf({ subtotal, tax, shipping, discount }: OrderContents): string | null {
  const [base, added, sent, off] = [subtotal, tax.amount, shipping?.amount ?? '0', discount?.amount ?? '0'].map(
    hundredthsOf,
  );
  if (base == null || added == null || sent == null || off == null) return null;
  return decimalOf(base + added + sent - off);
}

export function orderProblems(order: OrderDetails, now: Date, path: string[]): Problem[] {
  const { referenceId, currency, total, contents, paymentType, paymentConfiguration, paymentSettings } = order;
  return [
    ...referenceProblems(referenceId, [...path, 'referenceId']),
    ...(CURRENCY.test(currency) ? [] : [badForm(because('CURRENCY_EXPECTED'), [...path, 'currency'])]),
    ...filledIn(paymentType, LIMITS.text, [...path, 'paymentType']),
    ...filledInIfGiven(paymentConfiguration, LIMITS.description, [...path, 'paymentConfiguration']),
    ...(paymentConfiguration === null && paymentSettings.length === 0
      ? [required([...path, 'paymentConfiguration'])]
      : []),
    ...paymentSettings.flatMap((setting, index) =>
      settingProblems(setting, [...path, 'paymentSettings', String(index)]),
    ),
    ...(contents === null ? totalProblems(total, path) : contentsProblems(contents, now, path)),
    ...(contents !== null && NOTHING_TO_PAY.test(total)
      ? [invalid(because('NOTHING_TO_PAY'), [...path, 'discount'])]
      : []),
  ];
}

export function orderUpdateProblems({ referenceId, description }: OrderUpdate, path: string[]): Problem[] {
  return [
    ...referenceProblems(referenceId, [...path, 'referenceId']),
    ...filledInIfGiven(description, LIMITS.statusDescription, [...path, 'description']),
  ];
}

function referenceProblems(referenceId: string, path: string[]): Problem[] {
  if (referenceId === '') return [required(path)];
  const long = notTooLong(referenceId, LIMITS.referenceId, path);
  const form = REFERENCE.test(referenceId) ? [] : [badForm(because('ORDER_REFERENCE_FORM'), path)];
  return [...long, ...form];
}

function contentsProblems(contents: OrderContents, now: Date, path: string[]): Problem[] {
  const { items, tax, shipping, discount, expiresAt, expirationText } = contents;
  const at = [...path, 'items'];
  return [
    ...countProblems(items.length, LIMITS.items, at),
    ...items.flatMap((line, index) => lineProblems(line, [...at, String(index)])),
    ...chargeProblems(tax, [...path, 'tax']),
    ...chargeProblems(shipping, [...path, 'shipping']),
    ...chargeProblems(discount, [...path, 'discount']),
    ...filledInIfGiven(discount?.programName ?? null, LIMITS.description, [...path, 'discount', 'programName']),
    ...(expiresAt !== null && Date.parse(expiresAt) < now.getTime() + MIN_EXPIRY_MS
      ? [invalid(because('ORDER_ENDS_TOO_SOON'), [...path, 'expiresAt'])]
      : []),
    ...filledInIfGiven(expirationText, LIMITS.statusDescription, [...path, 'expirationText']),
    ...((expiresAt === null) === (expirationText === null)
      ? []
      : [required([...path, expiresAt === null ? 'expiresAt' : 'expirationText'])]),
  ];
}

function lineProblems({ productId, name, price, salePrice, quantity }: OrderLine, path: string[]): Problem[] {
  const [full, sale] = [hundredthsOf(price), salePrice === null ? null : hundredthsOf(salePrice)];
  return [
    ...filledIn(productId, LIMITS.text, [...path, 'productId']),
    ...filledIn(name, LIMITS.itemName, [...path, 'name']),
    ...amountProblems(price, [...path, 'price']),
    ...(salePrice === null ? [] : amountProblems(salePrice, [...path, 'salePrice'])),
    ...(full !== null && sale !== null && sale >= full
      ? [invalid(because('PRICE_NOT_REDUCED'), [...path, 'salePrice'])]
      : []),
    ...(quantity >= 1 ? [] : [invalid(because('QUANTITY_TOO_SMALL'), [...path, 'quantity'])]),
  ];
}

/** Of an order without items. */
function totalProblems(total: string, path: string[]): Problem[] {
  return total === '' ? [required([...path, 'items'])] : amountProblems(total, [...path, 'totalAmount']);
}

function chargeProblems(charge: OrderCharge | null, path: string[]): Problem[] {
  if (charge === null) return [];
  return [
    ...amountProblems(charge.amount, [...path, 'amount']),
    ...filledInIfGiven(charge.description, LIMITS.description, [...path, 'description']),
  ];
}

function amountProblems(amount: string, path: string[]): Problem[] {
  return hundredthsOf(amount) === null ? [badForm(because('AMOUNT_FORM'), path)] : [];
}

function settingProblems(setting: PaymentSetting, path: string[]): Problem[] {
  const each = (name: string, texts: Record<string, string>): Problem[] =>
    Object.entries(texts).flatMap(([field, text]) => filledIn(text, LIMITS.text, [...path, name, field]));
  switch (setting.type) {
    case 'PAYMENT_LINK':
      return webAddress(setting.url, [...path, 'paymentLink']);
    case 'PIX': {
      const { type: _type, ...pix } = setting;
      return each('pix', pix);
    }
    case 'BOLETO':
      return filledIn(setting.digitableLine, LIMITS.text, [...path, 'boleto']);
    case 'PAYMENT_GATEWAY': {
      const { type: _type, ...gateway } = setting;
      return each('paymentGateway', gateway);
    }
  }
}
