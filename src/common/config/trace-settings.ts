import { asFraction, asNetworks, asOneOf, asPairs, asText, asUrl, secret, setting } from './setting.js';

/** Environment variables of traces, by the names that OpenTelemetry gives them; part of SETTINGS. */
export const TRACE_SETTINGS = {
  OTEL_EXPORTER_OTLP_ENDPOINT: setting<string | null>(
    'Receiver of OpenTelemetry (OTLP over HTTP, JSON) that traces are sent to, at /v1/traces beneath it. Without it, and without OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, nothing is traced.',
    'http://localhost:4318',
    null,
    asUrl('https:', 'http:'),
  ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: setting<string | null>(
    'The same as a whole address, path included; it goes before OTEL_EXPORTER_OTLP_ENDPOINT.',
    'http://localhost:4318/v1/traces',
    null,
    asUrl('https:', 'http:'),
  ),
  OTEL_EXPORTER_OTLP_HEADERS: secret(
    setting<Readonly<Record<string, string>>>(
      'Headers that are sent along with traces, such as a key of the receiver: name=value, comma-separated, values percent-encoded.',
      'api-key=secret',
      {},
      asPairs,
    ),
  ),
  OTEL_SERVICE_NAME: setting('Name under which traces show this process.', 'parley', 'parley', asText),
  OTEL_RESOURCE_ATTRIBUTES: setting<Readonly<Record<string, string>>>(
    'What traces say of this process beside its name, as OTEL_EXPORTER_OTLP_HEADERS is written.',
    'deployment.environment.name=production',
    {},
    asPairs,
  ),
  OTEL_TRACES_SAMPLER: setting(
    'Which traces are recorded: always_on, always_off, traceidratio (the share OTEL_TRACES_SAMPLER_ARG), or parentbased_ before these, which goes by the caller where one is trusted.',
    'parentbased_traceidratio',
    'parentbased_always_on' as const,
    asOneOf<
      | 'always_on'
      | 'always_off'
      | 'traceidratio'
      | 'parentbased_always_on'
      | 'parentbased_always_off'
      | 'parentbased_traceidratio'
    >(
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ),
  ),
  OTEL_TRACES_SAMPLER_ARG: setting('Share of traces that traceidratio records: 0 to 1.', '0.1', 1, asFraction),
  TRACES_TRUSTED_CALLERS: setting(
    'Addresses or networks of callers whose header traceparent is gone on from, comma-separated. A trace of anybody else is named as a link of one that begins here.',
    '10.0.0.0/8',
    [] as string[],
    asNetworks,
  ),
};
