import { csvRow } from './csv.js';

describe('A row of CSV', () => {
  it('quotes what separates, and doubles quotes', () => {
    expect(csvRow(['a', 'b,c', 'd"e', 'f\ng', null, 'h;i'])).toBe('a,"b,c","d""e","f\ng",,"h;i"\r\n');
  });

  it.each(['=1+1', '+4930123', '-1', '@SUM(A1)', '\t=1', '\r=1'])('holds no formula: %j', (cell) => {
    expect(csvRow([cell]).replace(/^"/, '')).toMatch(/^'/);
  });
});
