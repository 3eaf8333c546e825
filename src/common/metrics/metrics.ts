/** Labels of a metric. Values come from short lists, such as outcomes and codes: never ids, names or texts of people. */
export type Labels<Label extends string = string> = Readonly<Record<Label, string>>;

export interface MetricDefinition<Label extends string> {
  /** In the form of Prometheus: `parley_webhooks_received_total`; seconds and bytes are its units. */
  name: `parley_${string}`;
  /** What is measured, by its subject first; scrapers show it. */
  help: string;
  labels?: readonly Label[];
}

export interface CounterDefinition<Label extends string> extends MetricDefinition<Label> {
  /** Series that are served as 0 before anything has happened, so that the first time is an increase. */
  startsWith?: readonly Labels<Label>[];
}

export interface HistogramDefinition<Label extends string> extends MetricDefinition<Label> {
  /** Upper bounds in seconds, rising. */
  buckets: readonly number[];
}

/** Counter: how often something happened in this process. */
export interface Counter<Label extends string> {
  add(labels: Labels<Label>): void;
}

/** Histogram: how long things took in this process, in seconds. */
export interface Histogram<Label extends string> {
  observe(labels: Labels<Label>, seconds: number): void;
}

/** One value of a gauge. */
export interface Sample {
  name: `parley_${string}`;
  labels?: Labels;
  value: number;
}

/** Collector: gauges that are read together when somebody scrapes, such as by one statement. */
export interface Collector {
  /** Stable, as `parley_scrape_error{collector}` names it. */
  name: string;
  gauges: readonly MetricDefinition<string>[];
  /** The values now. Concurrent scrapes share one reading; what throws, or takes too long, leaves out these gauges alone. */
  read: () => Promise<readonly Sample[]> | readonly Sample[];
  /** For how long a reading holds, in milliseconds; 0 unless told otherwise. */
  holdsForMs?: number;
}

/** For collectors that ask the database: whoever scrapes every second is answered from memory. */
export const DATABASE_READING_HOLDS_MS = 5_000;
/** Rows that a collector counts at most, so that a scrape costs the same however much waits. */
export const MAX_COUNTED = 100_000;

/** Bounds in seconds for what takes milliseconds: a webhook's intake, a query. */
export const FAST_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] as const;
/** Bounds in seconds for what may wait: a call to Meta, a queue. */
export const SLOW_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] as const;

/**
 * Metrics of this process, for Prometheus. Modules define theirs when they are made; a name is defined once. The library
 * behind it is known to its adapter alone.
 */
export abstract class Metrics {
  abstract counter<const Label extends string>(definition: CounterDefinition<Label>): Counter<Label>;
  abstract histogram<const Label extends string>(definition: HistogramDefinition<Label>): Histogram<Label>;
  abstract register(collector: Collector): void;
  /** All metrics in Prometheus's text format. Never rejects because of a collector: `parley_scrape_error` says which failed. */
  abstract scrape(): Promise<{ contentType: string; text: string }>;
}
