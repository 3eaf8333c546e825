import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { machine } from './environment.js';
import { fillCommand } from './fill/command.js';
import { measureIntake } from './intake.js';
import { measureLive } from './live.js';
import { measureConsoleFields } from './live-console.js';
import { measureMedia } from './media.js';
import { measureProcessing } from './processing.js';
import { measureResume } from './resume.js';
import { measureFourNumbers, measureLargeBroadcast } from './sending-many.js';
import { measureSending } from './sending.js';
import { measureTemplates } from './templates.js';
import { tableOf, type Row } from './report.js';

/**
 * `npm run bench [-- intake processing live console resume templates media sending numbers broadcasts]`: the rows of architecture.md §7 beside their baselines, in one run on one
 * machine. On PostgreSQL at BENCH_DATABASE_URL (a server on which databases may be made); with BENCH_DATABASE_URL=embedded
 * on the embedded database. Prints a table and writes bench/results/<time>.json.
 */
const MEASUREMENTS: Record<string, (databaseUrl: string | null) => Promise<Row[]>> = {
  intake: measureIntake,
  processing: measureProcessing,
  live: measureLive,
  console: measureConsoleFields,
  resume: measureResume,
  templates: measureTemplates,
  media: measureMedia,
  sending: measureSending,
  numbers: measureFourNumbers,
  broadcasts: measureLargeBroadcast,
};

if (process.argv[2] === 'fill') {
  await fillCommand(process.argv.slice(3));
  process.exit(0);
}
const wanted = process.argv.slice(2);
const url = process.env.BENCH_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const databaseUrl = url === 'embedded' ? null : url;
const rows: Row[] = [];
for (const [name, measure] of Object.entries(MEASUREMENTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  rows.push(...(await measure(databaseUrl)));
}
const engine = databaseUrl === null ? 'embedded' : 'PostgreSQL';
process.stdout.write(`${engine}, ${machine()}\n\n${tableOf(rows)}\n`);
mkdirSync('bench/results', { recursive: true });
const time = new Date().toISOString();
writeFileSync(
  join('bench/results', `${time.replaceAll(':', '-')}.json`),
  JSON.stringify({ time, engine, machine: machine(), rows }, null, 2),
);
process.exit(0);
