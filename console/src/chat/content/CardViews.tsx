import { MapPin, ShoppingBag } from 'lucide-react';
import { useIntl } from 'react-intl';
import type { MessageBodyFragment } from '../../generated/graphql';
import { useText } from '../../language/text';
import { FormattedText } from '../text/FormattedText';
import { safeHref } from '../text/formatting';
import css from './Content.module.css';

export type ContentOf<Kind extends MessageBodyFragment['__typename']> = Extract<
  MessageBodyFragment,
  { __typename: Kind }
>;

const MAP = 'https://www.openstreetmap.org/';

export function LocationView({ location }: { location: ContentOf<'LocationContent'> }) {
  const t = useText();
  const { latitude, longitude, name, address, url } = location;
  const place = `${latitude}/${longitude}`;
  return (
    <div className={css.card}>
      <MapPin aria-hidden="true" />
      <div>
        <p>
          <strong>
            <bdi>{name ?? t('content.LocationContent')}</bdi>
          </strong>
        </p>
        {address !== null && (
          <p>
            <bdi>{address}</bdi>
          </p>
        )}
        <a
          href={(url === null ? null : safeHref(url)) ?? `${MAP}?mlat=${latitude}&mlon=${longitude}#map=16/${place}`}
          target="_blank"
          rel="noopener noreferrer"
        >
          {t('content.map')}
        </a>
      </div>
    </div>
  );
}

export function OrderView({ order: { items, orderText } }: { order: ContentOf<'OrderContent'> }) {
  const t = useText();
  const { locale } = useIntl();
  const total = totalOf(items);
  return (
    <>
      <div className={css.card}>
        <ShoppingBag aria-hidden="true" />
        <div>
          <strong>{t('content.OrderContent')}</strong>
          <ul>
            {items.map(({ productId, quantity, price, currency }, index) => (
              <li key={index}>
                <bdi>{productId}</bdi> · {quantity} × {money(locale, price, currency)}
              </li>
            ))}
          </ul>
          {total !== null && <p>{t('order.total', { amount: money(locale, total.amount, total.currency) })}</p>}
        </div>
      </div>
      {orderText !== null && <FormattedText text={orderText} />}
    </>
  );
}

/** Meta tells the price of one of each. null: there is nothing to add up, or it is in several currencies. */
function totalOf(items: ContentOf<'OrderContent'>['items']): { amount: string; currency: string } | null {
  const [first] = items;
  const amount = items.reduce((sum, { quantity, price }) => sum + quantity * Number(price), 0);
  if (first === undefined || !Number.isFinite(amount)) return null;
  const { currency } = first;
  return items.every((item) => item.currency === currency) ? { amount: String(amount), currency } : null;
}

export function money(locale: string, price: string, currency: string): string {
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(Number(price));
  } catch {
    return `${price} ${currency}`;
  }
}
