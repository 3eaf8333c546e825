import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { machine } from './environment.js';
import { tableOf, type Measurement, type Result, type Row } from './report.js';
import { regressions, withRows, type StoredRows } from './reporting/check.js';
import { writeDocument } from './reporting/document.js';

const USAGE = `npm run bench -- [row …] [--quick] [--engine postgresql|embedded|both] [--check] [--store] [--document]
npm run bench -- fill CONVERSATIONS --database-url postgres://…/an_empty_database`;
const DEFAULT_SERVER = 'postgres://postgres@127.0.0.1:5432/postgres';
const STORED = join('bench', 'stored.json');
const FLAGS = ['--quick', '--check', '--store', '--document', '--engine'];
/** A row that never ends would hold all that come after it. */
const MAX_ROW_MINUTES = { quick: 10, whole: 60 };

/**
 * `npm run bench`: measures the rows that are named, or all. On PostgreSQL at BENCH_DATABASE_URL (a server on which
 * databases may be made), on the embedded database, or on both. Prints tables and writes bench/results/<time>.json;
 * --check exits with 1 when a ratio is worse than stored, --store stores them, --document writes docs/performance.md and
 * its plots.
 */
export async function benchCommand(args: readonly string[], measurements: Record<string, Measurement>): Promise<void> {
  const { wanted, engines, has } = read(args, measurements);
  const results: Result[] = [];
  for (const engine of engines) {
    const databaseUrl = engine === 'embedded' ? null : (process.env.BENCH_DATABASE_URL ?? DEFAULT_SERVER);
    const rows: Row[] = [];
    for (const name of wanted) {
      process.stderr.write(`${engine}: ${name} …\n`);
      const measure = measurements[name];
      if (measure !== undefined) rows.push(...(await measured(name, measure, databaseUrl, has('--quick'))));
    }
    const result = { time: new Date().toISOString(), engine, machine: machine(), isQuick: has('--quick'), rows };
    process.stdout.write(`${engine}, ${machine()}\n\n${tableOf(rows)}\n\n`);
    mkdirSync(join('bench', 'results'), { recursive: true });
    const file = `${result.time.replaceAll(':', '-')}-${engine}.json`;
    writeFileSync(join('bench', 'results', file), JSON.stringify(result, null, 2));
    results.push(result);
  }
  if (has('--document')) writeDocument(results);
  if (has('--check')) check(results);
  if (has('--store')) store(results);
}

/** A measurement that fails, or does not end, is a row that says so: the others are measured all the same. */
async function measured(
  name: string,
  measure: Measurement,
  databaseUrl: string | null,
  isQuick: boolean,
): Promise<Row[]> {
  const minutes = isQuick ? MAX_ROW_MINUTES.quick : MAX_ROW_MINUTES.whole;
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It had not ended after ${minutes} minutes.`)), minutes * 60_000);
  });
  try {
    return await Promise.race([measure(databaseUrl, { isQuick }), tooLong]);
  } catch (error) {
    process.stderr.write(`${(error as Error).stack}\n`);
    return [
      { name, baseline: '-', measured: `failed: ${(error as Error).message}`, ratio: null, target: '-', isMet: false },
    ];
  } finally {
    clearTimeout(timer);
  }
}

function read(args: readonly string[], measurements: Record<string, Measurement>) {
  const engine = args.includes('--engine') ? args[args.indexOf('--engine') + 1] : undefined;
  const names = args.filter((argument, index) => !argument.startsWith('--') && args[index - 1] !== '--engine');
  const unknown = [
    ...names.filter((name) => !(name in measurements)),
    ...args.filter((argument) => argument.startsWith('--') && !FLAGS.includes(argument)),
  ];
  const engines = enginesOf(engine);
  if (unknown.length > 0 || engines === null)
    throw new Error(`Unknown: ${unknown.join(', ') || engine}. Rows: ${Object.keys(measurements).join(' ')}\n${USAGE}`);
  return {
    wanted: Object.keys(measurements).filter((name) => names.length === 0 || names.includes(name)),
    engines,
    has: (flag: string) => args.includes(flag),
  };
}

function enginesOf(engine: string | undefined): ('PostgreSQL' | 'embedded')[] | null {
  switch (engine) {
    case undefined:
      return [process.env.BENCH_DATABASE_URL === 'embedded' ? 'embedded' : 'PostgreSQL'];
    case 'postgresql':
      return ['PostgreSQL'];
    case 'embedded':
      return ['embedded'];
    case 'both':
      return ['PostgreSQL', 'embedded'];
    default:
      return null;
  }
}

function check(results: readonly Result[]): void {
  const stored = storedRows();
  const problems = results.flatMap(({ engine, rows }) =>
    regressions(stored, engine, rows).map((text) => `${engine}: ${text}`),
  );
  for (const problem of problems) process.stderr.write(`Worse: ${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
}

function store(results: readonly Result[]): void {
  const rows = results.reduce((stored, { engine, rows }) => withRows(stored, engine, rows), storedRows());
  writeFileSync(STORED, `${JSON.stringify(rows, null, 2)}\n`);
}

function storedRows(): StoredRows {
  return existsSync(STORED) ? (JSON.parse(readFileSync(STORED, 'utf8')) as StoredRows) : {};
}
