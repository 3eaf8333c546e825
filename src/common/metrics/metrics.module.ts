import { Global, Module } from '@nestjs/common';
import { Metrics } from './metrics.js';
import { MetricsServer } from './metrics-server.js';
import { ProcessMetrics } from './process-metrics.js';
import { PrometheusMetrics } from './prometheus-metrics.js';

/** Metrics of this process: modules define what they measure, and register what is read when somebody scrapes. */
@Global()
@Module({
  providers: [{ provide: Metrics, useClass: PrometheusMetrics }, MetricsServer, ProcessMetrics],
  exports: [Metrics],
})
export class MetricsModule {}
