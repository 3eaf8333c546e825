import type { ContentOf } from './CardViews';
import { OrderLines, ProductList } from './Goods';

/** The products that a template shows, and the order that it is about. */
export function TemplateGoods({ content }: { content: ContentOf<'TemplateContent'> }) {
  const { product, cardProducts, order } = content;
  const productIds = [...(product === null ? [] : [product]), ...cardProducts].map((each) => each.productRetailerId);
  return (
    <>
      {productIds.length > 0 && <ProductList sections={[{ title: null, productIds }]} />}
      {order !== null && <OrderLines order={order} />}
    </>
  );
}
