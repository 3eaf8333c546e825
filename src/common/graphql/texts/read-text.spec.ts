import { readText } from './read-text.js';
import type { TextKind } from './text-rule.js';

const HALF = '\ud83d';
const CONTROL = 'This text has control characters, which nobody can see: write or copy it again.';
const CUT = 'This text has been cut in the middle of a character, perhaps an emoji. Cut it by characters instead.';
const ONE_LINE = 'This must be on one line, without line breaks and tabs.';

describe('Texts as they are read', () => {
  it.each<[TextKind, string, string | null]>([
    ['LINE', 'key-1 \u200b', 'key-1 \u200b'],
    ['LINES', 'Dear Ann,\n\tyour order\r\n', 'Dear Ann,\n\tyour order\r\n'],
    ['CONTENT', `great ${HALF}`, 'great \ufffd'],
    ['CONTENT', 'a\0b\u001b[31m\u0085', 'a\ufffdb\ufffd[31m\ufffd'],
    ['CONTENT', 'one\ntwo\tthree\r\n😀\u202e', 'one\ntwo\tthree\r\n😀\u202e'],
    ['NAME', ' Ann\nLee\t\u202e', 'Ann Lee'],
    ['NAME', '\u3164', ''],
    ['ID', '01938c1e', '01938c1e'],
    ['ID', 'a\0', ''],
    ['ID', HALF, ''],
    ['ID', 'x'.repeat(101), ''],
    ['SEARCH', 'ann', 'ann'],
    ['SEARCH', '', null],
    ['SEARCH', ' \u200b\u00a0', null],
    ['SEARCH', 'a\0', '\u{10fffd}\u{10fffd}'],
    ['SEARCH', `a${HALF}`, '\u{10fffd}\u{10fffd}'],
  ])('%s %j is %j', (kind, given, text) => {
    expect(readText(given, { kind, max: 100 })).toEqual({ text, problem: null });
  });

  it.each<[TextKind, string, string]>([
    ['LINE', 'a\0', CONTROL],
    ['LINE', 'a\u0085', CONTROL],
    ['LINE', 'a\nb', ONE_LINE],
    ['LINE', 'a\u2028b', ONE_LINE],
    ['LINE', HALF, CUT],
    ['LINES', 'a\u0007', CONTROL],
    ['LINES', `${HALF}x`, CUT],
    ['NAME', 'a\0', CONTROL],
    ['NAME', `a${HALF}`, CUT],
  ])('%s %j is refused, and what goes on harms nobody', (kind, given, message) => {
    const { text, problem } = readText(given, { kind, max: 100 });
    expect(problem).toMatchObject({ code: 'INVALID_FORMAT', message });
    expect(text).toMatch(/^[^\p{Cc}\p{Cs}]*$/u);
  });

  it('leaves a text that is a little too long to an input check that says so', () => {
    const rule = { kind: 'LINE', max: 100, isCheckedLater: true } as const;
    expect(readText('x'.repeat(101), rule)).toEqual({ text: 'x'.repeat(101), problem: null });
    expect(readText('x'.repeat(10_001), rule).problem).toMatchObject({ code: 'TOO_LONG', limit: 100 });
  });

  it.each<TextKind>(['LINE', 'LINES', 'CONTENT', 'NAME', 'SEARCH'])(
    '%s has a greatest length, in characters',
    (kind) => {
      expect(readText('😀'.repeat(100), { kind, max: 100 }).problem).toBeNull();
      expect(readText('x'.repeat(101), { kind, max: 100 })).toEqual({
        text: '',
        problem: expect.objectContaining({
          code: 'TOO_LONG',
          message: 'At most 100 characters, please.',
          limit: 100,
        }) as object,
      });
    },
  );
});
