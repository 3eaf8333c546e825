import type { Country } from '../phone-numbers/numbering.js';
import { ENDPOINT_SETTINGS } from './endpoint-settings.js';
import { ALERT_SETTINGS } from './alert-settings.js';
import { LIMIT_SETTINGS } from './limit-settings.js';
import { OPERATION_SETTINGS } from './operation-settings.js';
import { TRACE_SETTINGS } from './trace-settings.js';
import { EXAMPLE_KEY, readKey } from './secret-key.js';
import { SIGN_IN_SETTINGS } from './sign-in-settings.js';
import {
  asCron,
  asDefaultCountry,
  asInteger,
  asList,
  asNetworks,
  asOneOf,
  asOrigins,
  asText,
  asUrl,
  secret,
  setting,
  type Setting,
} from './setting.js';

const absent = null;

/** Every environment variable that Parley reads. `.env.example` is tested against this table. */
export const SETTINGS = {
  PORT: setting('TCP port of the HTTP server; 0 takes a free one.', '3000', 3000, asInteger(0, 65535)),
  HOST: setting<string | null>(
    'Address to listen on. Without it, all of the machine in production, and only the machine itself (127.0.0.1) otherwise.',
    '0.0.0.0',
    absent,
    asText,
  ),
  PUBLIC_URL: setting<string | null>(
    'Address under which Meta and browsers reach this server; the callback URL is made from it.',
    'https://parley.example.com',
    absent,
    asUrl('https:', 'http:'),
  ),
  MAX_CONNECTIONS: setting(
    'Connections, WebSockets among them, that one process holds open at most; what comes beyond is closed.',
    '10000',
    10_000,
    asInteger(10, 1_000_000),
  ),
  KEEP_ALIVE_TIMEOUT_SECONDS: setting(
    'Seconds for which a connection without a request stays open. More than the proxy in front waits, or it sends a request into a connection that is just being closed, and answers 502.',
    '125',
    125,
    asInteger(1, 3_600),
  ),
  HEADERS_TIMEOUT_SECONDS: setting(
    'Seconds within which the headers of a request must have come.',
    '15',
    15,
    asInteger(1, 60),
  ),
  BODY_TIMEOUT_SECONDS: setting(
    'Seconds within which the body of a webhook or of a GraphQL request must have come; one that comes at less than 4 KB a second is cut after 5 already.',
    '30',
    30,
    asInteger(1, 300),
  ),
  UPLOAD_TIMEOUT_SECONDS: setting(
    'Seconds within which an upload of a file, and any other request, must have come.',
    '300',
    300,
    asInteger(60, 3_600),
  ),
  BODY_MEMORY_MB: setting(
    'Megabytes of memory for bodies that are still coming: so much for webhooks, and as much for everything else. What goes beyond is answered 503 with Retry-After.',
    '64',
    64,
    asInteger(8, 4_096),
  ),
  DATABASE_URL: secret(
    setting<string | null>(
      'PostgreSQL 15 or newer. Without it, the embedded database in DATA_DIR is used.',
      'postgres://parley:secret@localhost:5432/parley',
      absent,
      asUrl('postgres:', 'postgresql:'),
    ),
  ),
  DATABASE_POOL_SIZE: setting('Connections to PostgreSQL that one process opens at most.', '16', 16, asInteger(2, 200)),
  DATABASE_REPLICA_URLS: secret(
    setting(
      'Streaming replicas of DATABASE_URL, comma-separated: searches and lists are read there, at most seconds old and never without what their caller has written. Without them, or while none answers, the primary is read.',
      'postgres://parley:secret@replica-1:5432/parley',
      [] as string[],
      (text) => asList(text).map(asUrl('postgres:', 'postgresql:')),
    ),
  ),
  DATABASE_REPLICA_MAX_LAG_SECONDS: setting(
    'Seconds that a replica may be behind: one that lacks what was written longer ago is not read.',
    '10',
    10,
    asInteger(1, 3_600),
  ),
  REDIS_URL: secret(
    setting<string | null>(
      'Redis that carries wake-ups between processes, and the counts of rate limits. Without it they look every second, and each process counts its own requests.',
      'redis://localhost:6379',
      absent,
      asUrl('redis:', 'rediss:'),
    ),
  ),
  DATA_DIR: setting('Folder of the embedded database, media files and generated keys.', './data', './data', asText),
  ROLE: setting(
    'What this process does: api (HTTP, GraphQL, WebSocket, webhook intake), worker (processing, sending) or all.',
    'all',
    'all' as const,
    asOneOf<'all' | 'api' | 'worker'>('all', 'api', 'worker'),
  ),
  WORKER_HEALTH_PORT: setting<number | null>(
    'TCP port on which a process with ROLE=worker answers /health/live and /health/ready, and nothing else; 0 takes a free one. Without it, it listens on none.',
    '3001',
    absent,
    asInteger(0, 65535),
  ),
  NODE_ENV: setting(
    'production: no simulator, no demo data, no generated secret. Without it, development: what is said at the start, reachable from this machine alone.',
    'production',
    'development' as const,
    asOneOf<'development' | 'test' | 'production'>('development', 'test', 'production'),
  ),
  SECRET_KEY: secret(
    setting<Buffer | null>(
      'Key that encrypts secrets at rest: 32 random bytes in base64, from openssl rand -base64 32; this example is refused. Outside production one is generated in DATA_DIR.',
      EXAMPLE_KEY,
      absent,
      readKey,
    ),
  ),
  SECRET_KEYS_OLD: secret(
    setting(
      'Former keys, comma-separated: still decrypt, until everything has been encrypted anew.',
      '',
      [] as Buffer[],
      (text) => asList(text).map(readKey),
    ),
  ),
  GRAPH_API_URL: setting<string | null>(
    "Meta's Graph API. Without it: the bundled simulator, in production Meta's host.",
    'https://graph.facebook.com',
    absent,
    asUrl('https:', 'http:'),
  ),
  META_MEDIA_HOSTS: setting(
    "Further hosts from which files that Meta names may be fetched, beside Meta's own and that of GRAPH_API_URL, comma-separated; .example.net is every host beneath it. They get the access token.",
    '.example.net',
    [] as string[],
    asList,
  ),
  GRAPH_API_VERSION: setting('Version of the Graph API in every path.', 'v26.0', 'v26.0', (text) => {
    if (!/^v\d{1,2}\.\d$/.test(text)) throw new Error('must look like v26.0');
    return text;
  }),
  ADMIN_EMAIL: setting<string | null>('E-mail of the first administrator.', 'admin@example.com', absent, (text) => {
    if (!/^\S+@\S+$/.test(text)) throw new Error('must be an e-mail address');
    return text;
  }),
  ADMIN_PASSWORD: secret(
    setting<string | null>(
      'Password of the first administrator, at least 10 characters, and none of those that were leaked most often. Outside production one is made and printed once.',
      '',
      absent,
      (text) => {
        if (text.length < 10) throw new Error('must have at least 10 characters');
        return text;
      },
    ),
  ),
  SESSION_MAX_AGE_DAYS: setting(
    'Days after which a person has to sign in again, however much they use a session.',
    '90',
    90,
    asInteger(1, 3650),
  ),
  SESSION_IDLE_DAYS: setting('Days after which a session ends that nobody has used.', '30', 30, asInteger(1, 3650)),
  ...SIGN_IN_SETTINGS,
  AUDIT_RETENTION_DAYS: setting(
    'Days for which the audit trail is kept: who did what, when and from where. The database lets nobody delete what is younger than 90.',
    '730',
    730,
    asInteger(90, 3650),
  ),
  TEMPLATE_SYNC_CRON: setting(
    'When templates are compared with Meta: a cron expression of five or six fields in the time zone of the machine, or off.',
    '0 * * * *',
    '0 * * * *',
    asCron,
  ),
  META_ANALYTICS_CRON: setting(
    "When Meta's own analytics of templates and prices are read: a cron expression as above, or off.",
    '23 */6 * * *',
    '23 */6 * * *',
    asCron,
  ),
  WEBHOOK_RETENTION_DAYS: setting('Days for which raw webhook deliveries are kept.', '30', 30, asInteger(1, 3650)),
  ...ENDPOINT_SETTINGS,
  EVENT_RETENTION_DAYS: setting(
    'Days for which the event log is kept: a subscriber that was away for longer must reload.',
    '7',
    7,
    asInteger(1, 365),
  ),
  UNCONFIRMED_RESEND_AFTER_SECONDS: setting(
    'Seconds after which a message of which Meta has told nothing (UNCONFIRMED) is sent once more. 0: a person decides with retryMessage. One that Meta answered with an error of its own (131000 and the like) is sent once more after 900 seconds at the latest.',
    '900',
    0,
    asInteger(0, 86_400),
  ),
  IDEMPOTENCY_RETENTION_DAYS: setting(
    'Days for which idempotency keys are remembered: within them a repetition is sent once.',
    '14',
    14,
    asInteger(7, 3650),
  ),
  MEDIA_RETENTION_DAYS: setting(
    'Days for which files are kept that nothing speaks of any more, such as uploads that were never sent.',
    '30',
    30,
    asInteger(1, 3650),
  ),
  DEFAULT_COUNTRY: setting<Country | null>(
    'Country, in two letters, in which phone numbers without + or 00 are read where no account says it: of users, and of records unless upsertRecords names one. Without it, such numbers are refused.',
    'DE',
    absent,
    asDefaultCountry,
  ),
  OPT_OUT_WORDS: setting(
    'Texts with which customers end marketing, comma-separated; the whole message must be one of them, whatever its case or accents. Empty: the usual ones of many languages.',
    'STOP,UNSUBSCRIBE,ABMELDEN',
    [] as string[],
    asList,
  ),
  OPT_IN_WORDS: setting(
    'Texts with which customers ask for marketing again, as OPT_OUT_WORDS.',
    'START,SUBSCRIBE,ANMELDEN',
    [] as string[],
    asList,
  ),
  S3_BUCKET: setting<string | null>(
    'Bucket in which media lie. Without it they are files under DATA_DIR/media, which several machines would have to share.',
    'parley-media',
    absent,
    asText,
  ),
  S3_REGION: setting('Region of the bucket.', 'eu-central-1', 'us-east-1', asText),
  S3_ENDPOINT: setting<string | null>(
    'Address of a store that speaks S3. Without it, that of Amazon.',
    'https://s3.example.com',
    absent,
    asUrl('https:', 'http:'),
  ),
  S3_ACCESS_KEY_ID: setting<string | null>(
    "Key of the store. Without it, Amazon's rules find one (environment, profile, role of the machine).",
    'parley',
    absent,
    asText,
  ),
  S3_SECRET_ACCESS_KEY: secret(setting<string | null>('Secret that belongs to S3_ACCESS_KEY_ID.', '', absent, asText)),
  ...ALERT_SETTINGS,
  CORS_ORIGINS: setting(
    'Origins of front ends that browsers may call this server from, comma-separated.',
    'https://app.example.com',
    [] as string[],
    asOrigins,
  ),
  TRUSTED_PROXIES: setting(
    'Addresses or networks of reverse proxies whose X-Forwarded-For is believed, comma-separated.',
    '10.0.0.0/8',
    [] as string[],
    asNetworks,
  ),
  ...OPERATION_SETTINGS,
  ...TRACE_SETTINGS,
  ...LIMIT_SETTINGS,
} satisfies Record<string, Setting<unknown>>;

type ValueOf<S> = S extends Setting<infer T> ? T : never;
export type SettingName = keyof typeof SETTINGS;
export type SettingValues = { readonly [Name in SettingName]: ValueOf<(typeof SETTINGS)[Name]> };
