import { must } from './expectations.js';

/** One series of Prometheus's text format: `name{label="value"} 1`. */
export interface Series {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** Everything that one scrape has brought. */
export class Scrape {
  private constructor(
    readonly series: readonly Series[],
    /** By the name of the metric; a histogram has one for all its series. */
    readonly helps: ReadonlyMap<string, string>,
  ) {}

  static of(text: string): Scrape {
    const lines = text.split('\n').filter((line) => line !== '');
    const helps = lines
      .filter((line) => line.startsWith('# HELP '))
      .map((line) => line.slice('# HELP '.length))
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const);
    const series = lines.filter((line) => !line.startsWith('#')).map(seriesIn);
    return new Scrape(series, new Map(helps));
  }

  /** The values of the series that have these labels, and perhaps others. */
  select(name: string, labels: Readonly<Record<string, string>> = {}): Series[] {
    return this.series.filter(
      (series) =>
        series.name === name && Object.entries(labels).every(([label, value]) => series.labels[label] === value),
    );
  }

  /** Of the one series with these labels; null: there is none. */
  valueOf(name: string, labels: Readonly<Record<string, string>> = {}): number | null {
    const found = this.select(name, labels);
    if (found.length > 1) throw new Error(`${name} has ${found.length} series with ${JSON.stringify(labels)}.`);
    return found[0]?.value ?? null;
  }
}

function seriesIn(line: string): Series {
  const {
    name = '',
    labels = '',
    value,
  } = must(/^(?<name>[a-zA-Z_:][\w:]*)(?:\{(?<labels>.*)\})? (?<value>\S+)$/.exec(line)?.groups, `a series in ${line}`);
  const pairs = [...labels.matchAll(/(?<label>[a-zA-Z_]\w*)="(?<text>(?:[^"\\]|\\.)*)"/g)];
  return {
    name,
    labels: Object.fromEntries(pairs.map(({ groups }) => [groups?.label ?? '', groups?.text ?? ''])),
    value: value === '+Inf' ? Infinity : Number(value),
  };
}
