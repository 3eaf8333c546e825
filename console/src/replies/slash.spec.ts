import { slashBefore, withReply } from './slash';

describe('A slash', () => {
  it('begins a word before the caret', () => {
    expect(slashBefore('/', 1)).toEqual({ start: 0, word: '' });
    expect(slashBefore('Hello /öff-1', 12)).toEqual({ start: 6, word: 'öff-1' });
    expect(slashBefore('Hello\n/a more', 8)).toEqual({ start: 6, word: 'a' });
  });

  it('is none in the middle of a word, an address or a date, nor when the word is over', () => {
    for (const text of ['and/or', 'https://example.com', '1/2', '/hello ', '']) {
      expect(slashBefore(text, text.length)).toBeNull();
    }
  });

  it('gives way to the reply, and what stands around stays', () => {
    expect(withReply('Hi /he, you', { start: 3, word: 'he' }, 'hello')).toEqual({ text: 'Hi hello, you', caret: 8 });
  });
});
