import { join } from 'node:path';
import { readConfig, type Config } from '../../common/config/config.js';
import { ConfigError } from '../../common/config/read-settings.js';
import { prepareDataDirectory } from '../../common/data-directory/data-directory.js';
import { diskProblem } from '../../common/data-directory/free-space.js';
import { inspectCluster } from '../../common/database/embedded/cluster-files.js';
import { StartupError } from '../../common/errors/startup-error.js';
import { examineApplication } from './examine-application.js';
import { examineDatabase } from './examine-database.js';
import { examineIssuer } from './examine-issuer.js';
import { examineMeta, examinePublicUrl } from './examine-network.js';
import { examineRedis } from './examine-redis.js';
import { failed, note, skipped, well, type Finding } from './finding.js';

const PATIENCE_MS = 6_000;
const SIGNS: Record<Finding['outcome'], string> = { WELL: 'ok', NOTE: 'note', FAILED: 'FAIL', SKIPPED: 'skip' };

/**
 * Examines everything that a server of this environment needs, and prints a line each.
 * @returns the exit code: 1 where something has to be mended
 */
export async function doctor(environment: NodeJS.ProcessEnv): Promise<number> {
  const findings = await examine(environment);
  for (const { subject, outcome, sentence } of findings)
    process.stdout.write(`${SIGNS[outcome].padEnd(5)} ${subject.padEnd(14)} ${sentence}`.trimEnd() + '\n');
  const count = findings.filter(({ outcome }) => outcome === 'FAILED').length;
  process.stdout.write(count === 0 ? '\nAll is well.\n' : `\nTo be mended: ${count}.\n`);
  return count === 0 ? 0 : 1;
}

/** The same, as data. Nothing of the installation is changed. */
export async function examine(environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  let config: Config;
  try {
    config = readConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [
      ...error.problems.map((problem) => failed('configuration', problem)),
      skipped('everything else', 'It is looked at when the configuration is complete.'),
    ];
  }
  const redisUrl = config.get('REDIS_URL');
  const [disk, redis, meta, publicUrl, issuer] = await Promise.all([
    examineDisk(config),
    redisUrl === null ? null : examineRedis(redisUrl),
    config.isDemo ? [note('meta', 'It is simulated.')] : examineMeta(config.graphApiUrl),
    examinePublicUrl(config.publicUrl, config.isProduction),
    examineIssuer(config),
  ]);
  const database = disk.outcome === 'FAILED' ? [skipped('database', 'See disk.')] : await examineData(config);
  return [
    well('configuration'),
    disk,
    ...database,
    ...(redis === null ? [] : [redis]),
    ...meta,
    ...publicUrl,
    ...issuer,
  ];
}

async function examineDisk(config: Config): Promise<Finding> {
  try {
    prepareDataDirectory(config.dataDirectory);
  } catch (error) {
    return failed('disk', (error as Error).message);
  }
  const problem = await diskProblem(config.dataDirectory, config.get('MIN_FREE_DISK_MB'));
  return problem === null ? well('disk', config.dataDirectory) : failed('disk', problem);
}

async function examineData(config: Config): Promise<Finding[]> {
  const url = config.get('DATABASE_URL');
  const database =
    url === null ? await examineEmbedded(config) : await examineDatabase(url, config.get('DATABASE_POOL_SIZE'));
  if (database.some(({ outcome }) => outcome === 'FAILED' || outcome === 'SKIPPED')) return database;
  try {
    return [...database, ...(await examineApplication(config))];
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    return [...database, failed('application', error.message)];
  }
}

/** The embedded database has one owner: a server that runs is asked how it is, and nothing more can be looked at. */
async function examineEmbedded(config: Config): Promise<Finding[]> {
  const running = await readinessOf(`http://127.0.0.1:${config.get('PORT')}/health/ready`);
  if (running !== null) {
    const rest = skipped(
      'accounts',
      'The running server has the embedded database: press Test connection in the console.',
    );
    if (running.length === 0) return [well('database', 'embedded, in use by the running server'), rest];
    return [...running.map(({ name, reason }) => failed(name.toLowerCase(), reason)), rest];
  }
  if (inspectCluster(join(config.dataDirectory, 'postgres')) === 'ABSENT')
    return [note('database', 'embedded: the first start makes it'), skipped('accounts', 'There is no database yet.')];
  return [well('database', 'embedded')];
}

type Problems = { name: string; reason: string }[];

/** What a server on this machine says of itself; null where none answers. */
async function readinessOf(url: string): Promise<Problems | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const body = (await response.json()) as { status?: string; problems?: Problems };
    return body.status === undefined ? null : (body.problems ?? []);
  } catch {
    return null;
  }
}
