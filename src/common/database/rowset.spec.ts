import { rowset } from './rowset.js';

describe('rowset', () => {
  it('numbers its arrays after the leading parameters', () => {
    const rows = [
      { id: 'a', text: 'one' },
      { id: 'b', text: null },
    ];
    expect(rowset('entry', { id: 'uuid', text: 'text | null' }, rows, ['account', 7])).toEqual({
      sql: 'unnest($3::uuid[], $4::text[]) AS entry (id, text)',
      sqlInOrder: 'unnest($3::uuid[], $4::text[]) WITH ORDINALITY AS entry (id, text, ordinality)',
      parameters: ['account', 7, ['a', 'b'], ['one', null]],
    });
  });

  it('goes by the names of the columns, whatever the order in a row', () => {
    const { parameters } = rowset('pair', { first: 'text', second: 'text' }, [{ second: '2', first: '1' }]);
    expect(parameters).toEqual([['1'], ['2']]);
  });

  it('keeps its text however many the rows', () => {
    const textOf = (ids: string[]) =>
      rowset(
        'entry',
        { id: 'uuid' },
        ids.map((id) => ({ id })),
      ).sql;
    expect(textOf([])).toBe(textOf(['a', 'b', 'c']));
  });

  it('writes times in UTC, documents as JSON, and null as NULL', () => {
    const columns = { at: 'timestamptz | null', content: 'jsonb | null', is_new: 'boolean', place: 'integer' } as const;
    const full = { at: new Date(0), content: { a: [null, '"'] }, is_new: false, place: 0 };
    const empty = { at: null, content: null, is_new: true, place: 1 };
    expect(rowset('entry', columns, [full, empty]).parameters).toEqual([
      ['1970-01-01T00:00:00.000Z', null],
      ['{"a":[null,"\\""]}', null],
      [false, true],
      [0, 1],
    ]);
  });

  it('is held to its columns by the compiler', () => {
    const columns = { id: 'uuid', text: 'text', place: 'integer | null' } as const;
    // @ts-expect-error a column is missing
    rowset('entry', columns, [{ id: 'a', place: 1 }]);
    // @ts-expect-error a column has another name
    rowset('entry', columns, [{ id: 'a', txt: '', place: 1 }]);
    // @ts-expect-error a column has another type
    rowset('entry', columns, [{ id: 'a', text: 1, place: 1 }]);
    // @ts-expect-error a column may not be empty
    rowset('entry', columns, [{ id: 'a', text: null, place: 1 }]);
    // @ts-expect-error there is no such type
    rowset('entry', { id: 'uid' }, [{ id: 'a' }]);
    // @ts-expect-error a document is not given as text
    rowset('entry', { content: 'jsonb' }, [{ content: '{}' }]);
    expect(rowset('entry', columns, [{ id: 'a', text: '', place: null }]).parameters).toEqual([['a'], [''], [null]]);
  });
});
