import { blocksOf, inlinesOf, plainText, safeHref } from './formatting';

describe('What somebody wrote', () => {
  it('is bold, italic, struck or code between its marks', () => {
    expect(inlinesOf('a *b* _c_ ~d~ `e`')).toEqual([
      { kind: 'text', text: 'a ' },
      { kind: 'bold', children: [{ kind: 'text', text: 'b' }] },
      { kind: 'text', text: ' ' },
      { kind: 'italic', children: [{ kind: 'text', text: 'c' }] },
      { kind: 'text', text: ' ' },
      { kind: 'strike', children: [{ kind: 'text', text: 'd' }] },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: 'e' },
    ]);
    expect(inlinesOf('*_both_*')).toEqual([
      { kind: 'bold', children: [{ kind: 'italic', children: [{ kind: 'text', text: 'both' }] }] },
    ]);
  });

  it.each(['2 * 3 * 4', 'snake_case_name', 'a*b*c', '* alone', '*open', '**', '__', '5*'])(
    'stays as it is: %s',
    (text) => {
      expect(inlinesOf(text)).toEqual([{ kind: 'text', text }]);
    },
  );

  it('has links to http and https alone', () => {
    expect(inlinesOf('See https://example.com/a_b_c, or www.example.org.')).toEqual([
      { kind: 'text', text: 'See ' },
      { kind: 'link', text: 'https://example.com/a_b_c', href: 'https://example.com/a_b_c' },
      { kind: 'text', text: ', or ' },
      { kind: 'link', text: 'www.example.org', href: 'https://www.example.org/' },
      { kind: 'text', text: '.' },
    ]);
    expect(inlinesOf('javascript:alert(1) data:text/html,x')).toEqual([
      { kind: 'text', text: 'javascript:alert(1) data:text/html,x' },
    ]);
    for (const text of ['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'not an address'])
      expect(safeHref(text)).toBeNull();
  });

  it('is text, whatever it looks like', () => {
    expect(inlinesOf('<img src=x onerror=alert(1)>')).toEqual([{ kind: 'text', text: '<img src=x onerror=alert(1)>' }]);
  });

  it('has lists, quotes and blocks', () => {
    expect(blocksOf('> said\n- one\n- two\n1. first\n```\nx = 1\n```\nend').map(({ kind }) => kind)).toEqual([
      'quote',
      'bullets',
      'numbers',
      'pre',
      'paragraph',
    ]);
  });

  it('is one line without marks in a list', () => {
    expect(plainText('*Hello*\n_there_ ```x```')).toBe('Hello there x');
  });
});
