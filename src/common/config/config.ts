import { resolve } from 'node:path';
import { weaknessOf } from './secret-key.js';
import { ConfigError, readSettings } from './read-settings.js';
import type { SettingValues } from './settings.js';

const META_GRAPH_API = 'https://graph.facebook.com';

/** The configuration of this process, read from the environment once, in `readConfig`. */
export class Config {
  constructor(
    private readonly settings: SettingValues,
    /** What to say at the start, or null. */
    readonly warning: string | null = null,
  ) {}

  /** The simulator, demo data and generated secrets: on unless in production or in tests. */
  get isDemo(): boolean {
    return this.settings.NODE_ENV === 'development' && this.settings.GRAPH_API_URL === null;
  }
  get isProduction(): boolean {
    return this.settings.NODE_ENV === 'production';
  }
  get servesApi(): boolean {
    return this.settings.ROLE !== 'worker';
  }
  get doesWork(): boolean {
    return this.settings.ROLE !== 'api';
  }
  /** Address to listen on. What is no production is for this machine alone, unless HOST says otherwise. */
  get host(): string {
    return this.settings.HOST ?? (this.isProduction ? '0.0.0.0' : '127.0.0.1');
  }
  /** Absolute path. */
  get dataDirectory(): string {
    return resolve(this.settings.DATA_DIR);
  }
  get<Name extends keyof SettingValues>(name: Name): SettingValues[Name] {
    return this.settings[name];
  }
  /** Where browsers and Meta find this server, without a slash at the end. */
  get publicUrl(): string {
    return this.settings.PUBLIC_URL ?? `http://localhost:${this.settings.PORT}`;
  }
  get graphApiUrl(): string {
    return this.settings.GRAPH_API_URL ?? META_GRAPH_API;
  }

  /** Where traces are sent; null: nothing is traced. */
  get tracesUrl(): string | null {
    const { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: whole, OTEL_EXPORTER_OTLP_ENDPOINT: base } = this.settings;
    return whole ?? (base === null ? null : `${base}/v1/traces`);
  }

  with(changes: Partial<SettingValues>): Config {
    return new Config({ ...this.settings, ...changes }, this.warning);
  }
}

/**
 * Reads and checks the environment.
 * @throws ConfigError naming everything that is missing or wrong, at once
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const { values, problems } = readSettings(environment);
  if (values.NODE_ENV === 'production') {
    const isMissing = (name: 'SECRET_KEY' | 'PUBLIC_URL'): boolean => values[name] === null && !isNamed(name, problems);
    if (isMissing('SECRET_KEY')) problems.push('SECRET_KEY is required in production: openssl rand -base64 32.');
    if (isMissing('PUBLIC_URL')) problems.push('PUBLIC_URL is required in production.');
    const weakness = values.SECRET_KEY === null ? null : weaknessOf(values.SECRET_KEY);
    if (weakness !== null) problems.push(`SECRET_KEY ${weakness}`);
  }
  const { S3_BUCKET, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = values;
  if (S3_BUCKET === null && S3_ENDPOINT !== null) problems.push('S3_BUCKET is required where S3_ENDPOINT is set.');
  if ((S3_ACCESS_KEY_ID === null) !== (S3_SECRET_ACCESS_KEY === null))
    problems.push('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together: set both or neither.');
  problems.push(...signInProblems(values));
  if (problems.length > 0) throw new ConfigError([...problems, ...requiredTheFirstTime(values, problems)]);
  return new Config(values, environment.NODE_ENV?.trim() ? null : warningWithoutMode(values));
}

/** Whether a setting has a problem already: one that is wrong is not missing as well. */
function isNamed(name: string, problems: readonly string[]): boolean {
  return problems.some((problem) => problem.startsWith(`${name} `));
}

/** Tokens of an issuer, and what its keys are, must not be changed on the way. */
function signInProblems({ OIDC_ISSUER, OIDC_CLIENT_ID, NODE_ENV }: SettingValues): string[] {
  if (OIDC_ISSUER === null) return [];
  const { protocol, hostname } = new URL(OIDC_ISSUER);
  const isOpen = NODE_ENV === 'production' && protocol === 'http:' && !LOCAL_HOSTS.has(hostname);
  return [
    ...(OIDC_CLIENT_ID === null ? ['OIDC_CLIENT_ID is required where OIDC_ISSUER is set.'] : []),
    ...(isOpen ? ['OIDC_ISSUER must begin with https:// in production.'] : []),
  ];
}

/** Whether they are needed, only the database knows; but who has to mend something else may do it at once. */
function requiredTheFirstTime(
  { NODE_ENV, ADMIN_EMAIL, ADMIN_PASSWORD }: SettingValues,
  problems: readonly string[],
): string[] {
  if (NODE_ENV !== 'production') return [];
  return Object.entries({ ADMIN_EMAIL, ADMIN_PASSWORD })
    .filter(([name, value]) => value === null && !isNamed(name, problems))
    .map(([name]) => `${name} is required the first time, while nobody can sign in yet.`);
}

const LOCAL_HOSTS = new Set(['127.0.0.1', '::1', 'localhost']);

function warningWithoutMode({ SECRET_KEY, HOST, PUBLIC_URL, DATABASE_URL, GRAPH_API_URL }: SettingValues): string {
  const isLocal = HOST === null || LOCAL_HOSTS.has(HOST);
  const given = Object.entries({ HOST: isLocal ? null : HOST, PUBLIC_URL, DATABASE_URL, GRAPH_API_URL });
  const ofProduction = given.filter(([, value]) => value !== null).map(([name]) => name);
  return [
    'NODE_ENV is not set, so this is NODE_ENV=development, for trying things out:',
    GRAPH_API_URL === null ? 'Meta is simulated,' : '',
    SECRET_KEY === null ? 'the key that encrypts secrets is generated in DATA_DIR,' : '',
    isLocal ? 'and only this machine can reach it.' : 'and OTHER MACHINES CAN REACH IT (HOST).',
    ofProduction.length === 0
      ? 'With real customers set NODE_ENV=production.'
      : `But ${ofProduction.join(', ')} ${ofProduction.length === 1 ? 'is' : 'are'} set: if there are real customers, end this and set NODE_ENV=production.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}
