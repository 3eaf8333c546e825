import { readTable } from './read-table';

const tableOf = async (content: string | Uint8Array<ArrayBuffer>) => readTable(new File([content], 'list.csv'));

describe('A file of recipients', () => {
  it.each([
    ['commas', 'Name,Phone\nAda,+491\n'],
    ['semicolons and a byte order mark', '\uFEFFName;Phone\r\nAda;+491\r\n'],
    ['tabs', 'Name\tPhone\nAda\t+491'],
    ['quotes', '"Name","Phone"\n"Ada","+491"'],
  ])('is read with %s', async (_how, text) => {
    expect(await tableOf(text)).toEqual({
      columns: ['Name', 'Phone'],
      rows: [{ line: 2, cells: ['Ada', '+491'] }],
      unreadable: [],
    });
  });

  it('keeps delimiters, line breaks and formulas inside of quotes as text, and counts lines', async () => {
    const { rows } = await tableOf('Name,Note\nAda,"a, b\nc"\n\nBo,=1+1\n');
    expect(rows).toEqual([
      { line: 3, cells: ['Ada', 'a, b\nc'] },
      { line: 5, cells: ['Bo', '=1+1'] },
    ]);
  });

  it('is read as Latin-1 where it is no UTF-8', async () => {
    expect((await tableOf(Uint8Array.from([...Buffer.from('Näme\nJörg', 'latin1')]))).rows[0]?.cells).toEqual(['Jörg']);
  });

  it('loses no other line by one that cannot be read', async () => {
    const { rows, unreadable } = await tableOf('Name,Phone\nAda,+491\n"x"y,+492\nBo,+493\n');
    expect(rows.map(({ line }) => line)).toEqual([2, 4]);
    expect(unreadable).toMatchObject([{ line: 3 }]);
  });

  it('of nothing has nothing', async () => {
    expect(await tableOf('')).toEqual({ columns: [], rows: [], unreadable: [] });
  });
});
