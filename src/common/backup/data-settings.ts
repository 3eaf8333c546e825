import { resolve } from 'node:path';
import { readSettings } from '../config/read-settings.js';

/** Where the data lie: all of the configuration that a backup needs, so that a scheduled one needs no secret. */
export interface DataSettings {
  /** DATA_DIR, absolute. */
  directory: string;
  databaseUrl: string | null;
  bucket: string | null;
}

export function readDataSettings(environment: NodeJS.ProcessEnv): DataSettings {
  const { values } = readSettings(environment);
  return { directory: resolve(values.DATA_DIR), databaseUrl: values.DATABASE_URL, bucket: values.S3_BUCKET };
}
