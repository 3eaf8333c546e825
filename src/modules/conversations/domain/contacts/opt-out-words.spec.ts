import { DEFAULT_OPT_IN_WORDS, DEFAULT_OPT_OUT_WORDS, isWordOf, wordKey } from './opt-out-words.js';

const out = new Set(DEFAULT_OPT_OUT_WORDS.map(wordKey));
const back = new Set(DEFAULT_OPT_IN_WORDS.map(wordKey));

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
