import { readTable, type Table } from './read-table';

// One file without imports when it is built: the policy of a script lets it load nothing.

/** What comes back of a file: first what it is, then its rows in parts, so that no part holds up the page. */
export type TableNews =
  | { kind: 'TABLE'; table: Omit<Table, 'rows'> }
  | { kind: 'ROWS'; rows: Table['rows'] }
  | { kind: 'END' }
  | { kind: 'UNREADABLE' };

const ROWS_A_PART = 2_000;

const tell = (news: TableNews): void => postMessage(news);

onmessage = async ({ data }: MessageEvent<File>) => {
  try {
    const { rows, ...table } = await readTable(data);
    tell({ kind: 'TABLE', table });
    for (let from = 0; from < rows.length; from += ROWS_A_PART)
      tell({ kind: 'ROWS', rows: rows.slice(from, from + ROWS_A_PART) });
    tell({ kind: 'END' });
  } catch {
    tell({ kind: 'UNREADABLE' });
  }
};
