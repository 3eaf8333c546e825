import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operatorsToNotify } from './colleagues.js';
import { startServer } from './environment.js';
import { postEach, type LoadResult } from './load.js';
import { findMaximum } from './maximum.js';
import { inboundText } from './payloads.js';
import type { BenchOptions, Row } from './report.js';

const CUSTOMERS = 500;
const CONNECTIONS = 32;
const OPERATORS = 3;
const SECONDS = { quick: 3, whole: 8 };
const MAX_TRIALS = { quick: 6, whole: 10 };
const MAX_P99_MS = 100;
const TARGET = 2_000;
const SYNCS = 300;

/**
 * What a newcomer has: one process on the embedded database that takes webhooks and processes them at once. The highest
 * rate that it accepts with a p99 below 100 ms, beside how often this disk can force a record to it.
 */
export async function measureEmbedded(_databaseUrl: string | null, { isQuick }: BenchOptions): Promise<Row[]> {
  const size = isQuick ? 'quick' : 'whole';
  const syncs = syncsPerSecond();
  const server = await startServer(null);
  try {
    await operatorsToNotify(server, OPERATORS);
    const url = `${server.url}/webhooks/whatsapp`;
    const bodies = (count: number) => Array.from({ length: count }, () => inboundText(CUSTOMERS));
    await postEach(url, bodies(200), 4, 100);
    const best: { rate: number; result: LoadResult }[] = [];
    const { rate, trials } = await findMaximum(
      async (wanted) => {
        const result = await postEach(url, bodies(wanted * SECONDS[size]), CONNECTIONS, wanted);
        const isSustained =
          result.not200 === 0 && result.p99 <= MAX_P99_MS && result.total >= 0.95 * wanted * SECONDS[size];
        if (isSustained) best.push({ rate: wanted, result });
        return isSustained;
      },
      { start: 250, precision: isQuick ? 0.3 : 0.1, maxTrials: MAX_TRIALS[size] },
    );
    const found = best.find((entry) => entry.rate === rate)?.result;
    const tried = trials.map((trial) => `${trial.rate}/s ${trial.isSustained ? 'yes' : 'no'}`).join(', ');
    return [
      {
        name: 'embedded, webhooks accepted while they are processed',
        baseline: `${syncs} writes/s forced to this disk, one after the other`,
        measured: `${rate}/s, p50 ${found?.p50 ?? '–'} ms, p99 ${found?.p99 ?? '–'} ms, ${server.memoryMb()} MB; tried: ${tried}`,
        ratio: rate / syncs,
        target: `>= ${TARGET}/s, p99 <= ${MAX_P99_MS} ms, all 200`,
        isMet: rate >= TARGET,
      },
    ];
  } finally {
    await server.stop();
  }
}

/** The floor below every durable write: 700 bytes appended and forced to the disk. */
function syncsPerSecond(): number {
  const directory = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const file = openSync(join(directory, 'log'), 'a');
  const record = Buffer.alloc(700, 'x');
  const began = performance.now();
  for (let written = 0; written < SYNCS; written += 1) {
    writeSync(file, record);
    fdatasyncSync(file);
  }
  const seconds = (performance.now() - began) / 1000;
  closeSync(file);
  rmSync(directory, { recursive: true });
  return Math.round(SYNCS / seconds);
}
