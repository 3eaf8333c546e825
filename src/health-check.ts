import { readEnvironment } from './common/config/environment.js';
import { readSettings } from './common/config/read-settings.js';

// For Docker's HEALTHCHECK: ends with 0 where the process of this environment runs, else with 1. A worker without
// WORKER_HEALTH_PORT cannot be asked, and is taken to run.
const { values } = readSettings(readEnvironment());
const port = values.ROLE === 'worker' ? values.WORKER_HEALTH_PORT : values.PORT;
const isAlive = port === null || (await answers(`http://127.0.0.1:${port}/health/live`));
process.exit(isAlive ? 0 : 1);

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(4_000) })).ok;
  } catch {
    return false;
  }
}
