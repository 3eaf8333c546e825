import { Field, ObjectType } from '@nestjs/graphql';
import type { Problem } from '../../../common/errors/domain-error.js';
import { UserError } from '../../../common/graphql/errors/user-error.types.js';
import { TemplateProduct } from '../../templates/schema/template-parts.types.js';
import { InteractiveOrder } from './interactive/interactive-order.types.js';

@ObjectType({ description: 'Goods of a preview: what a customer would see of products and of an order.' })
export class TemplateGoodsPreview {
  @Field(() => TemplateProduct, { nullable: true, description: 'Product in the header; null without one.' })
  product: TemplateProduct | null;
  @Field(() => [TemplateProduct], { description: 'Products of the cards, in order; empty: none.' })
  cardProducts: TemplateProduct[];
  @Field(() => InteractiveOrder, { nullable: true, description: 'Order with its sums, or news of one; null: none.' })
  order: InteractiveOrder | null;
  @Field(() => [UserError], { description: 'Errors that would refuse these goods, each with its path; empty: none.' })
  errors: Problem[];
}
