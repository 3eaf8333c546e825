import { Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../../common/durations.js';
import { FAST_BUCKETS, Metrics } from '../../../common/metrics/metrics.js';

/** Live metrics of this process: sockets, how late events reach them, and who was cut off. */
@Injectable()
export class LiveMetrics {
  private readonly lag;
  private readonly cutOff;

  constructor(private readonly metrics: Metrics) {
    this.lag = metrics.histogram({
      name: 'parley_live_event_lag_seconds',
      help: 'Seconds from the moment at which this process knew of events until it had handed them to every socket that reads fast enough; once a batch of up to 50 events.',
      buckets: FAST_BUCKETS,
    });
    this.cutOff = metrics.counter({
      name: 'parley_live_cut_off_total',
      help: 'WebSockets that this process closed before their client did, by reason; clients resume from their last cursor.',
      labels: ['reason'],
      startsWith: [{ reason: 'overloaded' }, { reason: 'too_slow' }],
    });
  }

  /** The gateway tells how many sockets it has open. */
  countConnections(read: () => number): void {
    this.metrics.register({
      name: 'live',
      gauges: [{ name: 'parley_live_connections', help: 'WebSockets that this process has open.' }],
      read: () => [{ name: 'parley_live_connections', value: read() }],
    });
  }

  recordLag(milliseconds: number): void {
    this.lag.observe({}, milliseconds / SECOND_MS);
  }

  /** @param reason such as TOO_SLOW */
  recordCutOff(reason: string): void {
    this.cutOff.add({ reason: reason.toLowerCase() });
  }
}
