import { Injectable, Logger } from '@nestjs/common';
import * as prometheus from 'prom-client';
import { Clock } from '../clock/clock.js';
import { SECOND_MS } from '../durations.js';
import { errorName } from '../errors/error-name.js';
import {
  Metrics,
  type Collector,
  type Counter,
  type CounterDefinition,
  type Histogram,
  type HistogramDefinition,
  type Sample,
} from './metrics.js';
import { SharedReading, type Reading } from './shared-reading.js';

/** A scraper waits 10 seconds, unless it is told otherwise. */
const PATIENCE_MS = 2 * SECOND_MS;

interface RegisteredCollector extends Collector {
  reading: SharedReading<readonly Sample[]>;
  gaugesByName: ReadonlyMap<string, prometheus.Gauge>;
  isFailing: boolean;
}

/**
 * Metrics by prom-client, which is known here alone: it has moved to @prometheus-io/client, which wants Node 22. Each
 * application has a registry of its own, with the library's metrics of the process and of Node beside ours.
 */
@Injectable()
export class PrometheusMetrics extends Metrics {
  private readonly logger = new Logger('Metrics');
  private readonly registry = new prometheus.Registry();
  private readonly collectors: RegisteredCollector[] = [];
  private readonly scrapeError: prometheus.Gauge;

  constructor(private readonly clock: Clock) {
    super();
    prometheus.collectDefaultMetrics({ register: this.registry });
    this.scrapeError = new prometheus.Gauge({
      name: 'parley_scrape_error',
      help: 'Collectors whose gauges are missing from this scrape (1), as while the database is away; 0: they are given.',
      labelNames: ['collector'],
      registers: [this.registry],
    });
  }

  counter<const Label extends string>(definition: CounterDefinition<Label>): Counter<Label> {
    const { name, help, labels = [], startsWith = [] } = definition;
    const counter = new prometheus.Counter({ name, help, labelNames: [...labels], registers: [this.registry] });
    for (const series of startsWith) counter.inc(series, 0);
    return { add: (series) => counter.inc(series) };
  }

  histogram<const Label extends string>(definition: HistogramDefinition<Label>): Histogram<Label> {
    const { name, help, labels = [], buckets } = definition;
    const registers = [this.registry];
    const histogram = new prometheus.Histogram({
      name,
      help,
      labelNames: [...labels],
      buckets: [...buckets],
      registers,
    });
    return { observe: (series, seconds) => histogram.observe(series, Math.max(0, seconds)) };
  }

  register(collector: Collector): void {
    const { name, gauges, read, holdsForMs = 0 } = collector;
    const made = gauges.map(
      ({ name: gauge, help, labels = [] }) =>
        [
          gauge,
          new prometheus.Gauge({ name: gauge, help, labelNames: [...labels], registers: [this.registry] }),
        ] as const,
    );
    const reading = new SharedReading(read, { holdsForMs, patienceMs: PATIENCE_MS }, () => this.clock.elapsedMs());
    this.collectors.push({ ...collector, reading, gaugesByName: new Map(made), isFailing: false });
    this.scrapeError.set({ collector: name }, 0);
  }

  async scrape(): Promise<{ contentType: string; text: string }> {
    const readings = await Promise.all(this.collectors.map(({ reading }) => reading.get()));
    this.collectors.forEach((collector, index) => this.show(collector, readings[index] ?? { error: null }));
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }

  /** What could not be read is left out: an old value would look like one of now. */
  private show(collector: RegisteredCollector, reading: Reading<readonly Sample[]>): void {
    const { name, gauges, gaugesByName } = collector;
    for (const { name: gauge, labels = [] } of gauges) {
      if (labels.length > 0) gaugesByName.get(gauge)?.reset();
      else gaugesByName.get(gauge)?.remove(); // reset would make it 0
    }
    const hasFailed = 'error' in reading;
    this.scrapeError.set({ collector: name }, hasFailed ? 1 : 0);
    if (hasFailed && !collector.isFailing)
      this.logger.warn(`${name} cannot be read (${errorName(reading.error)}); /metrics goes without.`);
    collector.isFailing = hasFailed;
    if (hasFailed) return;
    for (const { name: gauge, labels = {}, value } of reading.value) {
      const found = gaugesByName.get(gauge);
      if (found === undefined) throw new Error(`${name} gives ${gauge}, which it has not named.`);
      found.set(labels, value);
    }
  }
}
