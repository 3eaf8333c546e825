import { parse } from 'csv-parse/browser/esm/sync';

/** One row of a file: its line, counted from 1, and what stands in its columns. */
export interface TableRow {
  line: number;
  cells: string[];
}

export interface Table {
  columns: string[];
  rows: TableRow[];
  /** Lines that cannot be read as a row, each with the reason in the words of the library. */
  unreadable: { line: number; reason: string }[];
}

type Parse = (text: string) => TableRow[];

const DELIMITERS = [',', ';', '\t'];

/** Reads a CSV file with a first row of names: UTF-8 or Latin-1, with commas, semicolons or tabs. */
export async function readTable(file: File): Promise<Table> {
  const text = decoded(await file.arrayBuffer());
  const parseTable = parserOf(delimiterOf(text));
  const { rows, unreadable } = readWhole(parseTable, text) ?? readLineByLine(parseTable, text);
  const [names, ...others] = rows;
  const columns = (names?.cells ?? []).map((name, index) => (name === '' ? String(index + 1) : name));
  return { columns, rows: others, unreadable };
}

function parserOf(delimiter: string): Parse {
  return (text) => {
    const options = { delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const;
    const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ line: info.lines, cells: record }));
  };
}

/** null: a quote stands where none can, and nobody knows where its cell would end. */
function readWhole(parseTable: Parse, text: string): Omit<Table, 'columns'> | null {
  try {
    return { rows: parseTable(text), unreadable: [] };
  } catch {
    return null;
  }
}

/** So that one bad line takes no other with it. */
function readLineByLine(parseTable: Parse, text: string): Omit<Table, 'columns'> {
  const rows: TableRow[] = [];
  const unreadable: Table['unreadable'] = [];
  text.split(/\r?\n/).forEach((written, index) => {
    const line = index + 1;
    try {
      rows.push(...parseTable(written).map(({ cells }) => ({ line, cells })));
    } catch (error) {
      unreadable.push({ line, reason: error instanceof Error ? error.message : String(error) });
    }
  });
  return { rows, unreadable };
}

/** UTF-8 unless it is none: spreadsheets write the code page of Western Europe. Byte order marks are no text. */
function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** What stands most often in the first line, outside of quotes. */
function delimiterOf(text: string): string {
  const [first = ''] = text.replaceAll(/"[^"]*"/g, '').split(/\r?\n/, 1);
  const counts = DELIMITERS.map((delimiter) => first.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}
