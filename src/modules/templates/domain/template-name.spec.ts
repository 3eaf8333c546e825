import { freeNameAmong, isDerivedName, losesLetters, metaNameOf } from './template-name.js';

describe('The name at Meta', () => {
  it.each([
    ['Order shipped!', 'order_shipped'],
    ['Größe & Maß', 'grosse_mass'],
    ['  Crème brûlée — 2027 ', 'creme_brulee_2027'],
    ['Łódź, Ærø', 'lodz_aero'],
    ['注文', 'template'],
    ['注文 5', '5'],
    ['x'.repeat(512), 'x'.repeat(500)],
  ])('of %s is %s', (displayName, name) => expect(metaNameOf(displayName)).toBe(name));

  it.each(['Заказ отправлен', 'تم الشحن', '注文', 'ご注文 5', 'आदेश भेजा गया', 'คำสั่งซื้อ', '🎉🎉', '٣٤', '…'])(
    'does not say all of %s',
    (title) => expect(losesLetters(title)).toBe(true),
  );

  it.each(['Order sent', 'ORDER SENT', 'Größe', 'Crème brûlée', 'Łódź', 'Order 🎉', '2027', '① first'])(
    'says all of %s',
    (title) => expect(losesLetters(title)).toBe(false),
  );

  it('is derived, with a number where titles share it', () => {
    expect(isDerivedName('template_2', '注文')).toBe(true);
    expect(isDerivedName('template', '注文')).toBe(true);
    expect(isDerivedName('template_old', '注文')).toBe(false);
    expect(isDerivedName('order_sent_2', 'Order sent')).toBe(false);
    expect(isDerivedName('order_sent', 'Order sent')).toBe(true);
  });

  it('is the first that is free', () => {
    expect(freeNameAmong(new Set(), 'template')).toBe('template');
    expect(freeNameAmong(new Set(['template', 'template_2', 'template_4']), 'template')).toBe('template_3');
  });
});
