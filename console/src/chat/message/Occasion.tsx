import { Megaphone, ShoppingBag } from 'lucide-react';
import type { ChatMessageFragment } from '../../generated/graphql';
import { useText } from '../../language/text';
import { safeHref } from '../text/formatting';
import css from './MessageBubble.module.css';

/** What a customer had before them as they wrote: an ad or a post, a product. Without it, "Is it still there?" says nothing. */
export function Occasion({ message: { referral, referredProduct } }: { message: ChatMessageFragment }) {
  const t = useText();
  const source = sourceOf(referral);
  const product = referredProduct?.productId ?? null;
  return (
    <>
      {source !== null && (
        <p className={css.occasion}>
          <Megaphone aria-hidden="true" />
          <span>
            {t(source.isPost ? 'chat.fromPost' : 'chat.fromAd')}
            {source.headline !== '' && ': '}
            <bdi>
              {source.href === null ? (
                source.headline
              ) : (
                <a href={source.href} target="_blank" rel="noopener noreferrer">
                  {source.headline}
                </a>
              )}
            </bdi>
          </span>
        </p>
      )}
      {product !== null && (
        <p className={css.occasion}>
          <ShoppingBag aria-hidden="true" />
          <span>{t('chat.aboutProduct', { product: `\u2068${product}\u2069` })}</span>
        </p>
      )}
    </>
  );
}

interface Source {
  isPost: boolean;
  /** Empty where Meta names none. */
  headline: string;
  href: string | null;
}

/** Meta's description of an ad or a post, of which nothing is sure. */
function sourceOf(referral: unknown): Source | null {
  if (typeof referral !== 'object' || referral === null) return null;
  const text = (key: string): string => {
    const value: unknown = Reflect.get(referral, key);
    return typeof value === 'string' ? value : '';
  };
  const url = text('source_url');
  return {
    isPost: text('source_type') === 'post',
    headline: text('headline') || text('body') || url,
    href: url === '' ? null : safeHref(url),
  };
}
