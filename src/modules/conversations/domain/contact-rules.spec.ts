import { isWordOf, USUAL_OPT_IN_WORDS, USUAL_OPT_OUT_WORDS, wordKey } from './opt-out-words.js';
import { numberVariants } from './number-variants.js';

const out = new Set(USUAL_OPT_OUT_WORDS.map(wordKey));
const back = new Set(USUAL_OPT_IN_WORDS.map(wordKey));

describe('A word that ends marketing', () => {
  it.each(['STOP', 'stop', ' Stop. ', '“Stop!”', 'ARRET', 'arrêt', 'Unsubscribe', 'стоп', 'إيقاف', '停止', 'Baja'])(
    'is %p',
    (text) => expect(isWordOf(out, text)).toBe(true),
  );
  it.each(['Please stop by tomorrow', 'nonstop', 'cancel', '', '!', 'x'.repeat(100), null])('is not %p', (text) =>
    expect(isWordOf(out, text)).toBe(false),
  );
  it('is never one that begins it', () => {
    expect(isWordOf(back, 'Start')).toBe(true);
    for (const word of back) expect(out.has(word)).toBe(false);
  });
});

describe('A number', () => {
  it.each([
    ['5511987654321', ['5511987654321', '551187654321']],
    ['551187654321', ['551187654321', '5511987654321']],
    ['551133334444', ['551133334444']], // a landline has no ninth digit
    ['525512345678', ['525512345678', '5215512345678']],
    ['5215512345678', ['5215512345678', '525512345678']],
    ['5491123456789', ['5491123456789', '541123456789']],
    ['4915112345678', ['4915112345678']],
    ['16505551234', ['16505551234']],
  ])('%p may be known as %p', (number, variants) => expect(numberVariants(number)).toEqual(variants));
});
