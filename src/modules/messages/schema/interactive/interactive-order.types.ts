import { Field, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../../common/graphql/date-time.scalar.js';
import type {
  OrderDetails,
  OrderUpdate,
  PaymentSetting,
} from '../../../../whatsapp/messages/interactive/order-content.js';
import { GoodsTypeEnum, OrderStatusEnum, PaymentSettingTypeEnum } from './interactive-enums.js';

@ObjectType({ description: 'Item of an order that the customer is asked to pay.' })
export class OrderLine {
  @Field({ description: 'Id of the product, as it was sent.' }) productId: string;
  @Field({ description: 'Name of the product.' }) name: string;
  @Field({ description: 'Price of one, as a decimal.' }) price: string;
  @Field(() => String, { nullable: true, description: 'Reduced price of one, as a decimal; null: the price counts.' })
  salePrice: string | null;
  @Field(() => Int, { description: 'Number of pieces.' }) quantity: number;
}

@ObjectType({ description: 'Sum that is added to an order, or taken off.' })
export class OrderCharge {
  @Field({ description: 'Amount as a decimal.' }) amount: string;
  @Field(() => String, { nullable: true, description: 'Text of the sum; null without one.' }) description:
    string | null;
  @Field(() => String, { nullable: true, description: 'Name of the programme of a discount; null without one.' })
  programName?: string | null;
}

@ObjectType({ description: 'Way to pay an order.' })
export class OrderPaymentSetting {
  @Field(() => PaymentSettingTypeEnum, { description: 'Kind of the way.' }) type: string;
  @Field(() => String, { nullable: true, description: 'Address of a page on which it is paid; null of others.' })
  paymentLink: string | null;
  @Field(() => String, { nullable: true, description: 'Pix code, or digitable line of a Boleto; null of others.' })
  code: string | null;
  @Field(() => String, { nullable: true, description: 'Name of the account’s holder (Pix); null of others.' })
  merchantName: string | null;
  @Field(() => String, { nullable: true, description: 'Pix key; null of others.' }) key: string | null;
  @Field(() => String, { nullable: true, description: 'Kind of the Pix key; null of others.' }) keyType: string | null;
  @Field(() => String, { nullable: true, description: 'Payment gateway in Meta’s words; null of others.' })
  gateway: string | null;
  @Field(() => String, { nullable: true, description: 'Payment configuration of a gateway; null of others.' })
  configurationName: string | null;
}

@ObjectType({ description: 'Order that the customer is asked to pay, or news of one (status); null: not said by it.' })
export class InteractiveOrder {
  @Field({ description: 'Id of the order in your system.' }) referenceId: string;
  @Field(() => OrderStatusEnum, { description: 'State of the order, as the message says.' }) status: string;
  @Field(() => String, { nullable: true, description: 'Text with the state; null without one.' })
  description: string | null;
  @Field(() => GoodsTypeEnum, { nullable: true, description: 'Kind of the goods; null of news.' })
  goodsType: string | null;
  @Field(() => String, { nullable: true, description: 'Currency by ISO 4217; null of news.' }) currency: string | null;
  @Field(() => String, { nullable: true, description: "Meta's id of the catalogue; null without one." })
  catalogId: string | null;
  @Field(() => [OrderLine], { description: 'Items; none of news, and where the total alone was sent.' })
  items: OrderLine[];
  @Field(() => String, { nullable: true, description: 'Sum of the items, as a decimal; null without items.' })
  subtotal: string | null;
  @Field(() => OrderCharge, { nullable: true, description: 'Tax; null without items.' }) tax: OrderCharge | null;
  @Field(() => OrderCharge, { nullable: true, description: 'Cost of shipping; null without.' })
  shipping: OrderCharge | null;
  @Field(() => OrderCharge, { nullable: true, description: 'Discount, which is taken off; null without.' })
  discount: OrderCharge | null;
  @Field(() => String, { nullable: true, description: 'Sum to be paid, as a decimal; null of news.' })
  totalAmount: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Time until which it can be paid; null: for ever.' })
  expiresAt: Date | null;
  @Field(() => String, { nullable: true, description: 'Text of what happens then; null without one.' })
  expirationText: string | null;
  @Field(() => String, { nullable: true, description: 'Payments of a country, in Meta’s words; null of news.' })
  paymentType: string | null;
  @Field(() => String, { nullable: true, description: 'Payment configuration at Meta; null without one.' })
  paymentConfiguration: string | null;
  @Field(() => [OrderPaymentSetting], { description: 'Ways to pay, in order.' })
  paymentSettings: OrderPaymentSetting[];
}

/** The order that a template is about: to be paid, or with news of it; null: none. */
export function orderAbout(template: {
  orderDetails?: OrderDetails | null;
  orderStatus?: OrderUpdate | null;
}): InteractiveOrder | null {
  if (template.orderDetails != null) return orderOf(template.orderDetails);
  return template.orderStatus == null ? null : orderUpdateOf(template.orderStatus);
}

export function orderOf(order: OrderDetails): InteractiveOrder {
  const { referenceId, goodsType, currency, total, contents, paymentType, paymentConfiguration } = order;
  return {
    referenceId,
    status: 'PENDING',
    description: null,
    goodsType,
    currency,
    catalogId: contents?.catalogId ?? null,
    items: contents?.items ?? [],
    subtotal: contents?.subtotal ?? null,
    tax: contents?.tax ?? null,
    shipping: contents?.shipping ?? null,
    discount: contents?.discount ?? null,
    totalAmount: total,
    expiresAt: contents?.expiresAt == null ? null : new Date(contents.expiresAt),
    expirationText: contents?.expirationText ?? null,
    paymentType,
    paymentConfiguration,
    paymentSettings: order.paymentSettings.map(settingOf),
  };
}

export function orderUpdateOf({ referenceId, status, description }: OrderUpdate): InteractiveOrder {
  return {
    referenceId,
    status,
    description,
    goodsType: null,
    currency: null,
    catalogId: null,
    items: [],
    subtotal: null,
    tax: null,
    shipping: null,
    discount: null,
    totalAmount: null,
    expiresAt: null,
    expirationText: null,
    paymentType: null,
    paymentConfiguration: null,
    paymentSettings: [],
  };
}

const NO_SETTING = {
  paymentLink: null,
  code: null,
  merchantName: null,
  key: null,
  keyType: null,
  gateway: null,
  configurationName: null,
};

function settingOf(setting: PaymentSetting): OrderPaymentSetting {
  switch (setting.type) {
    case 'PAYMENT_LINK':
      return { ...NO_SETTING, type: setting.type, paymentLink: setting.url };
    case 'BOLETO':
      return { ...NO_SETTING, type: setting.type, code: setting.digitableLine };
    case 'PIX':
    case 'PAYMENT_GATEWAY':
      return { ...NO_SETTING, ...setting };
  }
}
