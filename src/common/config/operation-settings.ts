import { asInteger, asOneOf, asSwitch, asText, setting } from './setting.js';

/** Environment variables of whoever runs the server: metrics, log, disk, upgrades and the end; part of SETTINGS. */
export const OPERATION_SETTINGS = {
  MIGRATE_ON_START: setting(
    'Whether a process that starts migrates the database. off: it ends with a sentence where a migration is missing, which npx parley migrate run does before.',
    'off',
    true,
    asSwitch,
  ),
  METRICS_PORT: setting<number | null>(
    'TCP port on which this process answers /metrics for Prometheus without a key, whatever its ROLE, and nothing else; 0 takes a free one. Without it, /metrics is on PORT alone, for API keys with METRICS_READ.',
    '9464',
    null,
    asInteger(0, 65535),
  ),
  METRICS_HOST: setting(
    'Address on which METRICS_PORT listens. Whoever reaches it reads the metrics.',
    '127.0.0.1',
    '127.0.0.1',
    asText,
  ),
  SHUTDOWN_TIMEOUT_SECONDS: setting(
    'Seconds that a process may take to end when it is asked to (SIGTERM): what is under way is finished, then left behind. Give Docker or systemd some more.',
    '8',
    8,
    asInteger(1, 600),
  ),
  MIN_FREE_DISK_MB: setting(
    'Megabytes that must be free under DATA_DIR: with less, /health/ready is 503 and an embedded database is not opened.',
    '32',
    32,
    asInteger(1, 1_000_000),
  ),
  LOG_LEVEL: setting(
    'Least severe level that is logged.',
    'log',
    'log' as const,
    asOneOf<'error' | 'warn' | 'log' | 'debug' | 'verbose'>('error', 'warn', 'log', 'debug', 'verbose'),
  ),
};
