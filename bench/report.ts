/** A point of a plot: what it cost (y) at a size, a number of connections or of subscribers (x). */
export interface Point {
  /** Of the plot: rows with the same title are drawn together. */
  plot: string;
  series: string;
  x: number;
  y: number;
  xLabel: string;
  yLabel: string;
}

export interface Row {
  name: string;
  baseline: string;
  measured: string;
  /** Measured by baseline, where that says something: the median, where there were several rounds. */
  ratio: number | null;
  /** The ratio of each round, so that --check knows what is noise. */
  ratios?: readonly number[];
  /** Which ratio is the better one: HIGHER for rates, which is what counts where nothing is said, LOWER for times. */
  better?: 'HIGHER' | 'LOWER';
  target: string;
  isMet: boolean;
  points?: readonly Point[];
}

/** How a measurement is run. Quick: fewer rounds and smaller sizes, for a look; the whole takes minutes a row. */
export interface BenchOptions {
  isQuick: boolean;
}

/** A measurement: a file of its own, which ends by itself. Null is the embedded database. */
export type Measurement = (databaseUrl: string | null, options: BenchOptions) => Promise<Row[]>;

/** What one engine showed. */
export interface Result {
  time: string;
  engine: string;
  machine: string;
  isQuick: boolean;
  rows: Row[];
}

/** The table for people; the same rows go into a JSON file for programs. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.name,
    row.baseline,
    row.measured,
    ratioOf(row),
    row.target,
    row.isMet ? 'yes' : 'NO',
  ]);
  const lines = [
    ['what', 'baseline', 'measured', 'ratio (spread)', 'target', 'met'],
    ['---', '---', '---', '---', '---', '---'],
    ...cells,
  ];
  return lines.map((line) => `| ${line.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

function ratioOf({ ratio, ratios }: Row): string {
  if (ratio === null) return '–';
  const spread =
    ratios === undefined || ratios.length < 2
      ? ''
      : ` (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
  return ratio.toFixed(2) + spread;
}
