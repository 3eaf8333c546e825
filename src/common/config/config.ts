import { resolve } from 'node:path';
import { ConfigError, readSettings, type SettingValues } from './settings.js';

const META_GRAPH_API = 'https://graph.facebook.com';

/** The configuration of this process, read from the environment once, in `readConfig`. */
export class Config {
  constructor(private readonly settings: SettingValues) {}

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

  with(changes: Partial<SettingValues>): Config {
    return new Config({ ...this.settings, ...changes });
  }
}

/**
 * Reads and checks the environment.
 * @throws ConfigError naming everything that is missing or wrong, at once
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const { values, problems } = readSettings(environment);
  if (values.NODE_ENV === 'production') {
    if (values.SECRET_KEY === null) problems.push('SECRET_KEY is required in production: openssl rand -base64 32.');
    if (values.PUBLIC_URL === null) problems.push('PUBLIC_URL is required in production.');
  }
  const { S3_BUCKET, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = values;
  if (S3_BUCKET === null && S3_ENDPOINT !== null) problems.push('S3_BUCKET is required where S3_ENDPOINT is set.');
  if ((S3_ACCESS_KEY_ID === null) !== (S3_SECRET_ACCESS_KEY === null))
    problems.push('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together: set both or neither.');
  if (problems.length > 0) throw new ConfigError(problems);
  return new Config(values);
}
