import { DomainError } from '../errors/domain-error.js';
import { searchTerms, UNFINDABLE, type ShortWords } from './search-terms.js';

const part = (text: string) => ({ operator: 'LIKE', value: `%${text}%` });
const whole = (word: string) => ({ operator: '~', value: `(^|[^[:alnum:]])${word}([^[:alnum:]]|$)` });

const conditions = (search: string, shortWords: ShortWords = 'WHOLE') => searchTerms(search, shortWords)?.conditions;
const indexed = (search: string) => searchTerms(search, 'WHOLE')?.indexed;

describe('The terms of a search', () => {
  it('are parts of words from three characters on, and whole words below', () => {
    expect(conditions('Order on ÉTÉ')).toEqual([part('order'), whole('on'), part('ete')]);
    expect(conditions('a')).toEqual([whole('a')]);
    expect(conditions('c# 5')).toEqual([whole('c#'), whole('5')]);
    expect(conditions('on', 'BEGINNING')).toEqual([{ operator: '~', value: '(^|[^[:alnum:]])on' }]);
  });

  it.each(['订单', '単', '한국', 'สี', '🌵', '€'])(
    'are parts of whatever holds them where words are not parted: %p',
    (word) => expect(conditions(word)).toEqual([part(word)]),
  );

  it('take patterns and expressions for what they are', () => {
    expect(conditions('50% a_b \\o/')).toEqual([part('50\\%'), part('a\\_b'), part('\\\\o/')]);
    expect(conditions('c+')).toEqual([whole('c\\+')]);
    expect(conditions('ok %')).toEqual([whole('ok'), part('\\%')]);
  });

  it.each(['%', '...', '?!', '+', '%_%', '¿', '—'])('are refused when they are punctuation alone: %p', (search) => {
    const refusal = () => searchTerms(search, 'WHOLE', 'query');
    expect(refusal).toThrow(DomainError);
    expect(refusal).toThrow(/at least 3 letters/);
  });

  it('are none where nothing was typed, each once, and nothing where they cannot be stored', () => {
    expect(searchTerms(' \n ', 'WHOLE')).toBeNull();
    expect(conditions('order ORDER')).toEqual([part('order')]);
    expect(searchTerms(UNFINDABLE, 'WHOLE')).toMatchObject({ isFindable: false });
    expect(searchTerms('order', 'WHOLE')).toMatchObject({ isFindable: true });
  });

  it('are all there, however many; the longest are looked up', () => {
    const words = Array.from({ length: 200 }, (_, index) => `word${'x'.repeat(index % 7)}${index}`);
    expect(conditions(words.join(' '))).toHaveLength(200);
    expect(indexed(words.join(' '))).toHaveLength(3);
    expect(indexed('to send invoices')).toEqual([part('invoices'), part('send'), whole('to')]);
  });

  it.each(['订单', '🌵', '(5', 'สี'])('are not looked up where an index of trigrams would not help: %p', (search) =>
    expect(indexed(search)).toEqual([]),
  );
  it.each(['订单号', 'abc', 'ok', '7', '-12', '50%', '\\o/'])('are looked up where it helps: %p', (search) =>
    expect(indexed(search)).toHaveLength(1),
  );
});
