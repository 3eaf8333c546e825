import { hasVisible, readableName, visibleOrNull } from './visible-text.js';

const INVISIBLE = [
  '',
  ' ',
  '   ',
  '\u00a0',
  '\u3000',
  '\u2003\u2009',
  '\u200b\u200b',
  '\u200c',
  '\u200d',
  '\u200e',
  '\u200f',
  '\u2028',
  '\u202e',
  '\u2060',
  '\u2066\u2069',
  '\u2800',
  '\u2800\u2800',
  '\u3164',
  '\uffa0',
  '\u115f\u1160',
  '\u17b4',
  '\u180e',
  '\u00ad',
  '\u034f',
  '\u061c',
  '\ufeff',
  '\ufff9\ufffb',
  '\ufe0f',
  '\u{e0020}\u{e007f}',
  '\u{1d173}',
  '\u0000\u0007\u009f',
  '\t\r\n',
  '\ud83d',
  '\uffff',
];

describe('Texts that nobody can see', () => {
  it.each(INVISIBLE)('%j is one', (text) => {
    expect({ sees: hasVisible(text), kept: visibleOrNull(text), name: readableName(text) }).toEqual({
      sees: false,
      kept: null,
      name: null,
    });
  });

  it.each(['.', '-', '0', 'ا', '\u0600', '👍', '👨‍👩‍👧', '\u0301', '\u200bx', '￼', '\ufffd', '\u2801', 'ㅤㄱ'])(
    '%j is none',
    (text) => expect([hasVisible(text), visibleOrNull(text)]).toEqual([true, text]),
  );
});

describe('Names as they are shown', () => {
  it.each([
    ['Ann\nLee     Smith', 'Ann Lee Smith'],
    ['  Ann\tLee\u00a0', 'Ann Lee'],
    ['\u200bAnn\u200e', 'Ann'],
    ['Ann \u202egpj.exe', 'Ann gpj.exe'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['👨\u200d👩\u200d👧 Lee', '👨\u200d👩\u200d👧 Lee'],
    ['Ann ❤\ufe0f', 'Ann ❤\ufe0f'],
    [
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    ],
    ['Ann\u2028Lee', 'Ann Lee'],
    ['a\u0000b', 'a b'],
  ])('%j is %j', (name, expected) => expect(readableName(name)).toBe(expected));

  it('are missing where they are missing', () => {
    expect([readableName(null), readableName(undefined)]).toEqual([null, null]);
  });
});
