import { cleanUp, filledDatabases } from './filled.js';
import { endProcess, memoryOf, signIn, startScript } from './environment.js';
import type { BenchOptions, Row } from './report.js';
import { median, rounded } from './reporting/statistics.js';

const SIZES = { quick: [1_000, 10_000], whole: [10_000, 200_000] };
const ROUNDS = { quick: 3, whole: 5 };
/** After that a process at rest has collected what its start left. */
const REST_MS = { quick: 5_000, whole: 30_000 };
const MOST_MB = { PostgreSQL: 250, embedded: 400 };
const MOST_GROWTH = 1.5;

/** From the start of a process until it is ready, on databases of several sizes, and the memory that it takes at rest. */
export async function measureStart(databaseUrl: string | null, { isQuick }: BenchOptions): Promise<Row[]> {
  const filled = await filledDatabases(databaseUrl, isQuick ? SIZES.quick : SIZES.whole);
  const bare: number[] = [];
  const times: number[][] = filled.map(() => []);
  const memories: number[] = [];
  let bareMb = 0;
  try {
    for (const database of filled) await endProcess((await database.start()).child); // what is written once is not counted
    for (let round = 0; round < (isQuick ? ROUNDS.quick : ROUNDS.whole); round += 1) {
      const began = performance.now();
      const baseline = await startScript('baselines/baseline-http.js');
      bare.push(performance.now() - began);
      bareMb = baseline.memoryMb();
      await baseline.stop();
      for (const [index, database] of filled.entries()) {
        const { url, child, startMs } = await database.start();
        times[index]?.push(startMs);
        if (round === 0) {
          await signIn(url);
          await new Promise((resolve) => setTimeout(resolve, isQuick ? REST_MS.quick : REST_MS.whole));
          memories.push(memoryOf(child));
        }
        await endProcess(child);
      }
    }
  } finally {
    await cleanUp(filled, []);
  }
  const sizes = filled.map(({ conversations }) => conversations);
  const engine = databaseUrl === null ? 'embedded' : 'PostgreSQL';
  return [startRow(sizes, times, bare), memoryRow(sizes, memories, bareMb, MOST_MB[engine])];
}

function startRow(sizes: readonly number[], times: readonly number[][], bare: readonly number[]): Row {
  const medians = times.map(median);
  const ratios = (times.at(-1) ?? []).map((time, round) => time / (times[0]?.[round] ?? Number.NaN));
  return {
    name: 'start, from the process to ready',
    baseline: `${Math.round(median(bare))} ms (bare HTTP)`,
    measured: listed(sizes, medians, 'ms'),
    ratio: median(ratios),
    ratios,
    better: 'LOWER',
    target: `<= ${MOST_GROWTH} × the small one`,
    isMet: median(ratios) <= MOST_GROWTH,
    points: pointsOf('Start by the size of the database', 'to ready', 'ms', sizes, medians),
  };
}

function memoryRow(sizes: readonly number[], memories: readonly number[], bareMb: number, most: number): Row {
  const largest = memories.at(-1) ?? Number.NaN;
  return {
    name: 'memory, idle',
    baseline: `${bareMb} MB (bare HTTP)`,
    measured: listed(sizes, memories, 'MB'),
    ratio: rounded(largest / bareMb, 2),
    better: 'LOWER',
    target: `<= ${most} MB`,
    isMet: largest <= most,
    points: pointsOf('Memory by the size of the database', 'idle', 'MB', sizes, memories),
  };
}

function listed(sizes: readonly number[], values: readonly number[], unit: string): string {
  return sizes
    .map((size, index) => `${size.toLocaleString('en-US')}: ${Math.round(values[index] ?? Number.NaN)} ${unit}`)
    .join('; ');
}

function pointsOf(plot: string, series: string, unit: string, sizes: readonly number[], values: readonly number[]) {
  return sizes.map((x, index) => ({
    plot,
    series,
    x,
    y: values[index] ?? Number.NaN,
    xLabel: 'conversations',
    yLabel: unit,
  }));
}
