import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { NoTracing, Tracing } from './tracing.js';

/** Traces of this process. OpenTelemetry is imported where an endpoint is set, and nowhere else. */
@Global()
@Module({
  providers: [{ provide: Tracing, inject: [Config], useFactory: tracingFor }],
  exports: [Tracing],
})
export class TracingModule {}

async function tracingFor(config: Config): Promise<Tracing> {
  if (config.tracesUrl === null) return new NoTracing();
  const { OtlpTracing } = await import('./otlp-tracing.js');
  return new OtlpTracing(config, config.tracesUrl);
}
