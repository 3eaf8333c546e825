import { useState } from 'react';
import { FormFoot } from '../../../../src/parts/form/Choices';
import { Form, TextField } from '../../../../src/parts/form/Form';
import { ModalDialog } from '../../../../src/parts/form/ModalDialog';
import { useText } from '../../language/text';
import type { Written } from '../taps';

const CATALOG = '354160437058781';

/** An order from the catalogue of the business. */
export function OrderDialog({ onWrite, onClose }: { onWrite: (written: Written) => void; onClose: () => void }) {
  const t = useText();
  const [product, setProduct] = useState('BLUE-ALOE');
  const [quantity, setQuantity] = useState('1');
  const [price, setPrice] = useState('12.50');
  const [currency, setCurrency] = useState('EUR');
  const [note, setNote] = useState('');
  const [isAttempted, setAttempted] = useState(false);
  const problemOf = (isRight: boolean): string[] => (isAttempted && !isRight ? [t('sim.order.wrong')] : []);
  const isQuantity = Number.isInteger(Number(quantity)) && Number(quantity) > 0;
  const isPrice = price.trim() !== '' && Number(price) >= 0;
  const isCurrency = /^[A-Za-z]{3}$/.test(currency.trim());
  const isProduct = product.trim() !== '';
  const send = (): void => {
    setAttempted(true);
    if (!isQuantity || !isPrice || !isCurrency || !isProduct) return;
    const item = {
      product_retailer_id: product.trim(),
      quantity: Number(quantity),
      item_price: Number(price),
      currency: currency.trim().toUpperCase(),
    };
    const text = note.trim() === '' ? {} : { text: note.trim() };
    onWrite({ type: 'order', content: { catalog_id: CATALOG, ...text, product_items: [item] } });
  };
  return (
    <ModalDialog title={t('content.OrderContent')} onClose={onClose}>
      <Form refusals={[]} onSubmit={send}>
        <TextField
          label={t('sim.order.product')}
          path="product"
          dir="ltr"
          value={product}
          problems={problemOf(isProduct)}
          onChange={setProduct}
        />
        <TextField
          label={t('sim.order.quantity')}
          path="quantity"
          type="number"
          min={1}
          value={quantity}
          problems={problemOf(isQuantity)}
          onChange={setQuantity}
        />
        <TextField
          label={t('sim.order.price')}
          path="price"
          dir="ltr"
          value={price}
          problems={problemOf(isPrice)}
          onChange={setPrice}
        />
        <TextField
          label={t('sim.order.currency')}
          path="currency"
          dir="ltr"
          value={currency}
          problems={problemOf(isCurrency)}
          onChange={setCurrency}
        />
        <TextField label={t('sim.order.note')} path="note" value={note} onChange={setNote} />
        <FormFoot>
          <button type="submit" className="button primary">
            {t('composer.send')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}
