import { existsSync } from 'node:fs';
import { ConfigError } from './read-settings.js';

/**
 * The environment of this process, with what stands in the file .env of the working directory, if there is one. What is
 * set already stays as it is.
 * @throws ConfigError when .env is there and cannot be read
 */
export function readEnvironment(): NodeJS.ProcessEnv {
  if (!existsSync('.env')) return process.env;
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    throw new ConfigError([`.env cannot be read (${(error as NodeJS.ErrnoException).code}): look at its permissions.`]);
  }
  return process.env;
}
