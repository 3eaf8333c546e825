import { useText, type TextId } from '../../language/text';
import { FormattedText } from '../text/FormattedText';
import type { ContentOf } from './CardViews';
import { OrderLines, ProductList } from './Goods';
import { MediaView } from './MediaView';
import css from './Content.module.css';

type Interactive = ContentOf<'InteractiveContent'>;

interface Props {
  content: Interactive;
  onExpired: () => void;
  onRetryMedia: (mediaId: string) => void;
}

/** A message with something to tap: what the customer sees of it. Where nothing else names its kind, its kind stands above. */
export function InteractiveView({ content, onExpired, onRetryMedia }: Props) {
  const t = useText();
  const { interactiveKind, headerMedia, header, body, footer, options, cards, products, order } = content;
  const label: TextId = `interactive.${interactiveKind}`;
  return (
    <>
      {options.length === 0 && cards.length === 0 && <p className={css.kind}>{t(label)}</p>}
      {headerMedia !== null && (
        <MediaView kind={null} media={headerMedia} label={t(label)} onExpired={onExpired} onRetry={onRetryMedia} />
      )}
      {header !== null && <strong dir="auto">{header}</strong>}
      {body !== '' && <FormattedText text={body} />}
      {footer !== null && <p className={css.footer}>{footer}</p>}
      {products !== null && <ProductList sections={products.sections} />}
      {order !== null && <OrderLines order={order} />}
      <ul className={css.options}>
        {options.map(({ optionId, title, description }) => (
          <li key={optionId} dir="auto">
            {title}
            {description !== null && <small>{description}</small>}
          </li>
        ))}
      </ul>
      {cards.map((card, index) => (
        <div key={index}>
          <MediaView kind={null} media={card.media} label={t(label)} onExpired={onExpired} onRetry={onRetryMedia} />
          {card.body !== null && <FormattedText text={card.body} />}
          <ul className={css.options}>
            {card.options.map(({ optionId, title }) => (
              <li key={optionId} dir="auto">
                {title}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}
