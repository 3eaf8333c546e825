import type { SendingNeed, TemplateProductInput } from '../../generated/graphql';
import { useText } from '../../language/text';
import css from './TemplatePicker.module.css';

/** The products of a template as they are written in its form. */
export interface WrittenProducts {
  catalogId: string;
  /** An id a line. */
  productIds: string;
}

export const NO_PRODUCTS: WrittenProducts = { catalogId: '', productIds: '' };

/** What the form of a template gives, beside texts and a record. */
const GIVEN_HERE: readonly SendingNeed[] = ['PRODUCT', 'CARD_PRODUCTS'];
const CARDS = { min: 2, max: 10 };

interface Props {
  needs: readonly SendingNeed[];
  written: WrittenProducts;
  onChange: (written: WrittenProducts) => void;
}

/** The products that a template shows, by their ids in the catalogue; what a program alone can give is said. */
export function ProductFields({ needs, written, onChange }: Props) {
  const t = useText();
  if (isForPrograms(needs)) return <p role="alert">{t('picker.throughApi')}</p>;
  if (needs.length === 0) return null;
  const isOne = needs.includes('PRODUCT');
  return (
    <>
      <label className="field">
        <span>{t('picker.catalogId')}</span>
        <input
          dir="ltr"
          required
          value={written.catalogId}
          onChange={(event) => onChange({ ...written, catalogId: event.target.value })}
        />
      </label>
      <label className="field">
        <span>{t(isOne ? 'picker.productId' : 'picker.productIds', CARDS)}</span>
        {isOne ? (
          <input
            dir="ltr"
            required
            value={written.productIds}
            onChange={(event) => onChange({ ...written, productIds: event.target.value })}
          />
        ) : (
          <textarea
            dir="ltr"
            required
            rows={4}
            className={css.products}
            value={written.productIds}
            onChange={(event) => onChange({ ...written, productIds: event.target.value })}
          />
        )}
      </label>
    </>
  );
}

/** Whether it needs something that no form here gives, such as an order. */
export function isForPrograms(needs: readonly SendingNeed[]): boolean {
  return needs.some((need) => !GIVEN_HERE.includes(need));
}

interface Goods {
  product?: TemplateProductInput;
  cardProducts?: TemplateProductInput[];
}

/** The products as they are sent; null: some are missing, or there are too many. */
export function goodsOf(needs: readonly SendingNeed[], { catalogId, productIds }: WrittenProducts): Goods | null {
  if (isForPrograms(needs)) return null;
  const products = productIds
    .split('\n')
    .map((id) => id.trim())
    .filter((id) => id !== '')
    .map((productRetailerId) => ({ catalogId: catalogId.trim(), productRetailerId }));
  const [product] = products;
  const isNamed = catalogId.trim() !== '' && product !== undefined;
  if (needs.includes('PRODUCT')) return isNamed && products.length === 1 ? { product } : null;
  if (!needs.includes('CARD_PRODUCTS')) return {};
  return isNamed && products.length >= CARDS.min && products.length <= CARDS.max ? { cardProducts: products } : null;
}
