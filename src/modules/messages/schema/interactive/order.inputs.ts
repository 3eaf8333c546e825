import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../../common/graphql/date-time.scalar.js';
import { TextField } from '../../../../common/graphql/texts/text-rule.js';
import type { GoodsType, OrderStatus } from '../../../../whatsapp/messages/interactive/order-content.js';
import { GoodsTypeEnum, OrderStatusEnum } from './interactive-enums.js';

@InputType({ description: 'Item of an order that is to be paid.' })
export class OrderLineInput {
  @Field({ description: 'Id of the product: product_retailer_id of the catalogue, or one of yours.' })
  productId: string;
  @Field({ description: 'Name of the product, up to 60 characters.' }) @TextField('CONTENT') name: string;
  @Field({ description: 'Price of one, as a decimal such as 15.00.' }) price: string;
  @Field(() => String, { nullable: true, description: 'Reduced price of one, below the price; it is what counts.' })
  salePrice?: string | null;
  @Field(() => Int, { description: 'Number of pieces.' }) quantity: number;
}

@InputType({ description: 'Sum that is added to an order, or taken off.' })
export class OrderChargeInput {
  @Field({ description: 'Amount as a decimal such as 4.90.' }) amount: string;
  @Field(() => String, { nullable: true, description: 'Text of up to 60 characters.' })
  @TextField('CONTENT')
  description?: string | null;
  @Field(() => String, { nullable: true, description: 'Name of the programme of a discount; of nothing else.' })
  @TextField('CONTENT')
  programName?: string | null;
}

@InputType({ description: 'Pix code by which an order is paid (Brazil).' })
export class PixPaymentInput {
  @Field({ description: 'Pix code to be copied.' }) code: string;
  @Field({ description: 'Name of the account’s holder.' }) @TextField('CONTENT') merchantName: string;
  @Field({ description: 'Pix key.' }) key: string;
  @Field({ description: 'Kind of the key, in Meta’s words: CPF, CNPJ, EMAIL, PHONE, EVP.' }) keyType: string;
}

@InputType({ description: 'Payment gateway by which an order is paid (India).' })
export class PaymentGatewayInput {
  @Field({ description: 'Gateway, in Meta’s words: razorpay, payu, billdesk, zaakpay.' }) gateway: string;
  @Field({ description: 'Name of the payment configuration at Meta.' }) configurationName: string;
}

@InputType({ isOneOf: true, description: 'Way to pay an order: exactly one of these.' })
export class PaymentSettingInput {
  @Field(() => String, { nullable: true, description: 'Address of a page on which it is paid.' }) paymentLink?: string;
  @Field(() => PixPaymentInput, { nullable: true, description: 'Pix code (Brazil).' }) pix?: PixPaymentInput;
  @Field(() => String, { nullable: true, description: 'Digitable line of a Boleto (Brazil).' }) boleto?: string;
  @Field(() => PaymentGatewayInput, { nullable: true, description: 'Payment gateway (India).' })
  paymentGateway?: PaymentGatewayInput;
}

/** An order that is to be paid, wherever it stands. */
@InputType({ isAbstract: true })
export abstract class OrderDetailsInput {
  @Field({ description: 'Id of the order in your system: letters, digits, _ . -, up to 35; used once.' })
  referenceId: string;
  @Field(() => GoodsTypeEnum, { description: 'Kind of the goods.' }) goodsType: GoodsType;
  @Field({ description: 'Currency by ISO 4217, such as INR.' }) currency: string;
  @Field({ description: 'Payments of a country, in Meta’s words: upi (India), br (Brazil).' }) paymentType: string;
  @Field(() => String, {
    nullable: true,
    description: 'Name of the payment configuration at Meta; this or paymentSettings.',
  })
  paymentConfiguration?: string | null;
  @Field(() => [PaymentSettingInput], { nullable: true, description: 'Ways to pay, in order.' })
  paymentSettings?: PaymentSettingInput[] | null;
  @Field(() => String, { nullable: true, description: "Meta's id of the catalogue that the items are of." })
  catalogId?: string | null;
  @Field(() => [OrderLineInput], { nullable: true, description: 'Items of the order; these or totalAmount.' })
  items?: OrderLineInput[] | null;
  @Field(() => OrderChargeInput, { nullable: true, description: 'Tax; 0 unless given.' }) tax?: OrderChargeInput | null;
  @Field(() => OrderChargeInput, { nullable: true, description: 'Cost of shipping.' })
  shipping?: OrderChargeInput | null;
  @Field(() => OrderChargeInput, { nullable: true, description: 'Discount, which is taken off.' })
  discount?: OrderChargeInput | null;
  @Field(() => String, { nullable: true, description: 'Sum that is to be paid, of an order without items.' })
  totalAmount?: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time until which it can be paid, at least 5 minutes from now; with expirationText.',
  })
  expiresAt?: Date | null;
  @Field(() => String, { nullable: true, description: 'Text of up to 120 characters that says what happens then.' })
  @TextField('CONTENT')
  expirationText?: string | null;
}

@InputType({
  description:
    'Order that the customer is asked to pay. Subtotal and total are computed from the items; without items, the total alone is shown (Brazil).',
})
export class OutgoingOrderDetailsInput extends OrderDetailsInput {
  @Field({ description: 'Text of up to 1,024 characters.' }) @TextField('CONTENT') body: string;
  @Field(() => ID, { nullable: true, description: 'UUID of a picture above the text.' }) headerMediaId?: string | null;
  @Field(() => String, { nullable: true, description: 'Small text below, up to 60 characters.' })
  @TextField('CONTENT')
  footer?: string | null;
}

@InputType({
  description:
    'Order that a template asks the customer to pay, whose text is that of the template. Subtotal and total are computed from the items; without items, the total alone is shown (Brazil).',
})
export class TemplateOrderDetailsInput extends OrderDetailsInput {}

/** News of an order, wherever they stand. */
@InputType({ isAbstract: true })
export abstract class OrderStatusInput {
  @Field({ description: 'Id of the order, as it stood in the order details.' }) referenceId: string;
  @Field(() => OrderStatusEnum, { description: 'State that the order is in now.' }) status: OrderStatus;
  @Field(() => String, { nullable: true, description: 'Text of up to 120 characters, such as a reason.' })
  @TextField('CONTENT')
  description?: string | null;
}

@InputType({ description: 'News of an order that the customer was asked to pay.' })
export class OutgoingOrderStatusInput extends OrderStatusInput {
  @Field({ description: 'Text of up to 1,024 characters.' }) @TextField('CONTENT') body: string;
  @Field(() => String, { nullable: true, description: 'Small text below, up to 60 characters.' })
  @TextField('CONTENT')
  footer?: string | null;
}

@InputType({ description: 'News of an order that a template brings, whose text is that of the template.' })
export class TemplateOrderStatusInput extends OrderStatusInput {}
