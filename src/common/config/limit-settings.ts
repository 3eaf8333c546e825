import { asInteger, asSwitch, asText, setting } from './setting.js';

/** Environment variables that say what a client may learn and how much it may ask; part of SETTINGS. */
export const LIMIT_SETTINGS = {
  GRAPHQL_INTROSPECTION: setting<boolean | null>(
    'Whether GraphQL tells its schema to whoever asks (__schema, __type, suggestions in errors): on or off. Without it, on everywhere but in production.',
    'off',
    null,
    asSwitch,
  ),
  TRUSTED_DOCUMENTS: setting<string | null>(
    "File with the only documents that GraphQL runs, beside the console's: Apollo's persisted query manifest, or a JSON map of SHA-256 to text. Anything else is DOCUMENT_NOT_TRUSTED. Without it, every document runs.",
    '/etc/parley/documents.json',
    null,
    asText,
  ),
  RATE_LIMIT_USER_POINTS: setting(
    'Points a minute of a person who is signed in: a request is 1, each KB of its body (up to 20) 1, each 100 fields that it may answer 1. 0: no limit.',
    '120000',
    120_000,
    asInteger(0, 1_000_000_000),
  ),
  RATE_LIMIT_API_KEY_POINTS: setting(
    'Points a minute of an API key, as RATE_LIMIT_USER_POINTS.',
    '300000',
    300_000,
    asInteger(0, 1_000_000_000),
  ),
  RATE_LIMIT_ADDRESS_POINTS: setting(
    'Points a minute of all who are not signed in and share an address (IPv6: a /64), as RATE_LIMIT_USER_POINTS.',
    '3000',
    3_000,
    asInteger(0, 1_000_000_000),
  ),
  SEARCH_TIME_LIMIT_MS: setting(
    'Milliseconds after which a search answers with what it has found, and says so (isComplete: false). 0: after its first step.',
    '80',
    80,
    asInteger(0, 20_000),
  ),
  SOCKETS_PER_USER: setting(
    'WebSockets that one person, or one API key, has open at one process at most. 0: no limit.',
    '50',
    50,
    asInteger(0, 1_000_000),
  ),
  SOCKETS_PER_ADDRESS: setting(
    'WebSockets that one address (IPv6: a /64) has open at one process at most. 0: no limit.',
    '1000',
    1_000,
    asInteger(0, 1_000_000),
  ),
  LIVE_MAX_DELAY_MS: setting(
    'Milliseconds after which an event must have reached every subscriber of a process that reads fast enough. Where it takes longer, half of them are cut off with a cursor to resume from (4503), and nobody new is taken for 5 s. 0: no limit.',
    '5000',
    5_000,
    asInteger(0, 600_000),
  ),
};
