import { MAX_FILE_NAME_LENGTH, storableFileName } from './file-name.js';

describe('Names of files', () => {
  it.each([
    ['invoice.pdf', 'invoice.pdf'],
    [' Rechnung für Zoë 🌵.pdf ', 'Rechnung für Zoë 🌵.pdf'],
    ['a\u202efdp.exe', 'afdp.exe'],
    ['a\r\nSet-Cookie: b.pdf', 'a_Set-Cookie: b.pdf'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['C:\\temp\\a.pdf', 'C:_temp_a.pdf'],
    ['a\0b.png', 'a\ufffdb.png'],
    ['half \ud83d.png', 'half \ufffd.png'],
    ['', null],
    [' ', null],
    ['\u2800\u200b', null],
    [null, null],
    [undefined, null],
  ])('%j is %j', (name, expected) => expect(storableFileName(name)).toBe(expected));

  it.each([`${'x'.repeat(5_000)}.pdf`, `${'😀'.repeat(300)}.pdf`, `x${'😀'.repeat(300)}.pdf`])(
    'are cut, with their ending kept',
    (name) => {
      const short = storableFileName(name) ?? '';
      expect(short.length).toBeGreaterThan(MAX_FILE_NAME_LENGTH - 3);
      expect(short.length).toBeLessThanOrEqual(MAX_FILE_NAME_LENGTH);
      expect([short.endsWith('.pdf'), short.isWellFormed()]).toEqual([true, true]);
    },
  );

  it('have an ending only when it is short', () => {
    expect(storableFileName(`a.${'x'.repeat(500)}`)).toBe(`a.${'x'.repeat(MAX_FILE_NAME_LENGTH - 2)}`);
  });
});
