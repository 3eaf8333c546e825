import { conditionsOf } from './search/search-terms.js';
import { searchText } from './search-text.js';

/** Whether somebody who types this finds that. */
function finds(search: string, text: string): boolean {
  const stored = searchText(text);
  return conditionsOf(search, 'WHOLE').every(({ operator, value }) =>
    operator === '~'
      ? new RegExp(value.replaceAll('[^[:alnum:]]', '[^\\p{L}\\p{N}]'), 'u').test(stored)
      : stored.includes(value.slice(1, -1).replace(/\\([\\%_])/g, '$1')),
  );
}

describe('A search', () => {
  it.each([
    ['bestell', 'Kundenbestellung vom Montag'],
    ['uber', 'ÜBER UNS'],
    ['Über', 'uber uns'],
    ['strasse', 'Lange Straße 5'],
    ['cafe', 'Café'],
    ['sao paulo', 'Entrega em São Paulo amanhã'],
    ['paulo sao', 'Entrega em São Paulo amanhã'],
    ['lodz', 'ŁÓDŹ'],
    ['istanbul', 'İSTANBUL'],
    ['еще', 'Ещё раз, пожалуйста'],
    ['ορος', 'Ὄρος'],
    ['مرحبا', 'مَرْحَبًا'],
    ['احمد', 'أحمد'],
    ['שלום', 'שָׁלוֹם'],
    ['世界', '你好世界'],
    ['ﾃｽﾄ', 'テスト'],
    ['한국', '한국어'],
    ['हिन्दी', 'यह हिन्दी है'],
    ['860-198', 'Order 860-198'],
    ['50%', 'now 50% off'],
    ['a_b', 'file a_b.pdf'],
    ['🌵', 'Hello 🌵'],
  ])('for %p finds %p', (search, text) => expect(finds(search, text)).toBe(true));

  it.each([
    ['がぎ', 'かき'],
    ['की', 'का'],
    ['aXb', 'a_b'],
    ['order invoice', 'order only'],
    ['50%', '501'],
  ])('for %p does not find %p', (search, text) => expect(finds(search, text)).toBe(false));

  it('has no words when nothing was typed', () => expect(conditionsOf('  \n ', 'WHOLE')).toEqual([]));
});
