import type { Table } from './read-table';
import type { TableNews } from './table.worker';

/** Reads a file of a spreadsheet beside the page, which goes on meanwhile, however many rows there are. @throws Error where it is no table */
export async function readAside(file: File, signal: AbortSignal): Promise<Table> {
  const worker = new Worker(new URL('./table.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise<Table>((resolve, reject) => {
      const table: Table = { columns: [], rows: [], unreadable: [] };
      const refuse = (): void => reject(new Error('It is no table.'));
      worker.onerror = refuse;
      signal.addEventListener('abort', refuse);
      worker.onmessage = ({ data: news }: MessageEvent<TableNews>) => {
        if (news.kind === 'TABLE') Object.assign(table, news.table);
        else if (news.kind === 'ROWS') table.rows.push(...news.rows);
        else if (news.kind === 'END') resolve(table);
        else refuse();
      };
      worker.postMessage(file);
    });
  } finally {
    worker.terminate();
  }
}
