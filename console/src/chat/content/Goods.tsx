import { ShoppingBag } from 'lucide-react';
import { useIntl } from 'react-intl';
import { useText, type TextId } from '../../language/text';
import { money, type ContentOf } from './CardViews';
import css from './Content.module.css';

type Interactive = ContentOf<'InteractiveContent'>;

/** Products that are shown to a customer, by their ids in the catalogue. */
export function ProductList({ sections }: { sections: NonNullable<Interactive['products']>['sections'] }) {
  return sections.map(({ title, productIds }, index) => (
    <div key={index} className={css.card}>
      <ShoppingBag aria-hidden="true" />
      <div>
        {title !== null && <strong dir="auto">{title}</strong>}
        <ul>
          {productIds.map((productId) => (
            <li key={productId}>
              <bdi>{productId}</bdi>
            </li>
          ))}
        </ul>
      </div>
    </div>
  ));
}

/** An order that is to be paid, or news of one. */
export function OrderLines({ order }: { order: NonNullable<Interactive['order']> }) {
  const t = useText();
  const { locale } = useIntl();
  const { status, description, currency, totalAmount, lines } = order;
  const state: TextId = `order.${status}`;
  const sum = (amount: string): string => money(locale, amount, currency ?? '');
  return (
    <div className={css.card}>
      <ShoppingBag aria-hidden="true" />
      <div>
        <strong>{t(state)}</strong>
        {description !== null && <p dir="auto">{description}</p>}
        <ul>
          {lines.map(({ name, quantity, price, salePrice }, index) => (
            <li key={index}>
              <bdi>{name}</bdi> · {quantity} × {sum(salePrice ?? price)}
            </li>
          ))}
        </ul>
        {totalAmount !== null && <p>{t('order.total', { amount: sum(totalAmount) })}</p>}
      </div>
    </div>
  );
}
