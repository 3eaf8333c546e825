import { csvOf } from './csv';

describe('A table as CSV', () => {
  const cell = (text: string): string =>
    csvOf([[text]])
      .replace('\uFEFF', '')
      .replace(/\r\n$/, '');

  it.each(['=1+1', '@SUM(A1)', '-1+2', '+1-2', '\t=1'])('holds no formula: %j', (text) => {
    expect(cell(text)).toBe(`'${text}`);
  });

  it('leaves phone numbers as they are, and quotes what would end a cell', () => {
    expect(cell('+4915112345678')).toBe('+4915112345678');
    expect(cell('a, "b"')).toBe('"a, ""b"""');
    expect(cell('a\nb')).toBe('"a\nb"');
  });
});
