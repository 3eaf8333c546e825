import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Clock } from '../../common/clock/clock.js';
import { TemplatePreview } from '../templates/schema/template.types.js';
import { readGoods } from './outbound/content/template-goods.js';
import { orderAbout } from './schema/interactive/interactive-order.types.js';
import { TemplateGoodsInput } from './schema/template-goods.inputs.js';
import { TemplateGoodsPreview } from './schema/template-goods.types.js';

/** `TemplatePreview.goods`: the products and the order that a template would be sent with. */
@Resolver(() => TemplatePreview)
export class TemplatePreviewResolver {
  constructor(private readonly clock: Clock) {}

  @ResolveField(() => TemplateGoodsPreview, {
    description: 'Goods that it would be sent with: sums are computed, and what is missing or unfit is said.',
  })
  goods(
    @Parent() { content, needs }: TemplatePreview,
    @Args('input', { description: 'Products or order, as sendMessage takes them; {} where the template needs none.' })
    input: TemplateGoodsInput,
  ): TemplateGoodsPreview {
    const { goods, problems } = readGoods(content, needs, input, this.clock.now(), []);
    const { product, cardProducts } = goods;
    return { product, cardProducts, order: orderAbout(goods), errors: problems };
  }
}
