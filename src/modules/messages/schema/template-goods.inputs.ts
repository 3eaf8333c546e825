import { Field, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional } from 'class-validator';
import { ListUpTo } from '../../../common/graphql/input-checks.js';
import { TemplateProductInput } from '../../templates/schema/template-parts.inputs.js';
import { TemplateOrderDetailsInput, TemplateOrderStatusInput } from './interactive/order.inputs.js';

/** The products that a template shows, and the order that it is about. */
@InputType({ isAbstract: true })
export abstract class TemplateGoodsFields {
  @Field(() => TemplateProductInput, {
    nullable: true,
    description: 'Product for a PRODUCT header; VARIABLE_MISSING without it.',
  })
  @Type(() => TemplateProductInput)
  product?: TemplateProductInput | null;
  @Field(() => [TemplateProductInput], {
    nullable: true,
    description:
      'Products for a carousel of products, 2 to 10, a card each: more or fewer than the template has, unless its cards have placeholders.',
  })
  @IsOptional()
  @ListUpTo(100)
  @Type(() => TemplateProductInput)
  cardProducts?: TemplateProductInput[] | null;
  @Field(() => TemplateOrderDetailsInput, {
    nullable: true,
    description: 'Order that the ORDER_DETAILS button opens; VARIABLE_MISSING without it.',
  })
  orderDetails?: TemplateOrderDetailsInput | null;
  @Field(() => TemplateOrderStatusInput, {
    nullable: true,
    description: 'News of an order, for a template of the subcategory ORDER_STATUS; VARIABLE_MISSING without them.',
  })
  orderStatus?: TemplateOrderStatusInput | null;
}

@InputType({
  description: 'Goods for a preview of a template: products that it shows, and the order that it is about.',
})
export class TemplateGoodsInput extends TemplateGoodsFields {}
