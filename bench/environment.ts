import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ADMIN, demoAccount, freePort, productionSettings } from '../scripts/local-server.js';
import { populateDemoWorld } from '../src/simulator/world/demo-world.js';
import { startSimulator, type Simulator } from '../src/simulator/simulator.js';

const READY_WITHIN_MS = 20 * 60_000;
const MAIN = join(import.meta.dirname, '..', 'src', 'main.js');
/** For profiling, such as `--cpu-prof --cpu-prof-dir=/tmp/profile`. */
const NODE_ARGUMENTS = (process.env.BENCH_NODE_ARGUMENTS ?? '').split(' ').filter((argument) => argument !== '');

/** A server under measurement: a process of its own on a database of its own, connected to a simulated Meta. */
export interface BenchServer {
  url: string;
  token: string;
  accountId: string;
  simulator: Simulator;
  /** Runs a statement on the server's database; null on the embedded one. */
  query: ((sql: string) => Promise<Record<string, string>[]>) | null;
  graphql(query: string, variables?: object): Promise<Record<string, never>>;
  memoryMb(): number;
  /** Processor time that it has used so far, in milliseconds; null where the system does not say. */
  cpuMs(): number | null;
  stop(): Promise<void>;
}

export function machine(): string {
  return `${cpus().length} × ${cpus()[0]?.model.trim() ?? '?'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
}

export async function startServer(
  databaseUrl: string | null,
  role: 'all' | 'api' = 'all',
  settings: Record<string, string> = {},
): Promise<BenchServer> {
  const simulator = await startSimulator(0);
  populateDemoWorld(simulator.world);
  const directory = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const database = databaseUrl === null ? null : await createDatabase(databaseUrl);
  const { url, child } = await startProcess(simulator.url, directory, database?.url ?? null, {
    ROLE: role,
    ...settings,
  });
  const { token, accountId } = await connect(url);
  return {
    url,
    token,
    accountId,
    simulator,
    query: database === null ? null : (sql) => database.query(sql),
    graphql: (query, variables) => graphql(url, token, query, variables),
    memoryMb: () => memoryOf(child),
    cpuMs: () => cpuOf(child),
    stop: () => stop(child, simulator, directory, database),
  };
}

/** The server itself on a database that is there already: ready when this resolves. */
export async function startProcess(
  graphApiUrl: string,
  directory: string,
  databaseUrl: string | null,
  settings: Record<string, string>,
): Promise<{ url: string; child: ChildProcess }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    PATH: process.env.PATH,
    ...productionSettings(port, graphApiUrl),
    LOG_LEVEL: 'error',
    DATA_DIR: directory,
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
    ...settings,
  };
  const child = spawn(process.execPath, [...NODE_ARGUMENTS, MAIN], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await untilReady(url, child);
  return { url, child };
}

/** A process that this bench started, such as a baseline. Prints its port as its first line. */
export async function startScript(name: string): Promise<{ port: number; memoryMb(): number; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, name)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    port: Number(line.toString().trim()),
    memoryMb: () => memoryOf(child),
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

export interface BenchDatabase {
  url: string;
  query(sql: string): Promise<Record<string, string>[]>;
  drop(): Promise<void>;
}

export async function createDatabase(serverUrl: string): Promise<BenchDatabase> {
  const name = `parley_bench_${randomBytes(4).toString('hex')}`;
  const server = new pg.Client({ connectionString: serverUrl });
  await server.connect();
  await server.query(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  return {
    url: url.toString(),
    query: async (sql) => (await client.query(sql)).rows as Record<string, string>[],
    drop: async () => {
      await client.end();
      await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await server.end();
    },
  };
}

/** An access token of somebody who has the administrator's password. */
export async function signIn(url: string, email = ADMIN.email): Promise<string> {
  const { login } = (await graphql(url, '', 'mutation ($input: LoginInput!) { login(input: $input) { accessToken } }', {
    input: { ...ADMIN, email },
  })) as unknown as { login: { accessToken: string } };
  return login.accessToken;
}

async function connect(url: string): Promise<{ token: string; accountId: string }> {
  const token = await signIn(url);
  const created = await graphql(
    url,
    token,
    'mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { id } } }',
    { input: demoAccount('Bench') },
  );
  const { createAccount } = created as unknown as { createAccount: { account: { id: string } } };
  return { token, accountId: createAccount.account.id };
}

export async function graphql(
  url: string,
  token: string,
  query: string,
  variables: object = {},
): Promise<Record<string, never>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Record<string, never>; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

/** Looks every 10 ms: a start is measured by it too. A large database may have migrations before it. */
async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (const end = Date.now() + READY_WITHIN_MS; Date.now() < end;) {
    const isReady = await fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    if (child.exitCode !== null) throw new Error(`The server ended with code ${child.exitCode}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('The server did not start.');
}

async function stop(
  child: ChildProcess,
  simulator: Simulator,
  directory: string,
  database: BenchDatabase | null,
): Promise<void> {
  await endProcess(child);
  await simulator.close();
  await database?.drop();
  rmSync(directory, { recursive: true, force: true });
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await once(child, 'exit');
  clearTimeout(timer);
}

/** Resident memory, in MB. */
export function memoryOf(child: ChildProcess): number {
  const status = readStatus(child.pid ?? 0);
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

/** By /proc: user and system time, in hundredths of a second. */
function cpuOf(child: ChildProcess): number | null {
  try {
    const fields =
      readFileSync(`/proc/${child.pid ?? 0}/stat`, 'utf8')
        .split(') ')[1]
        ?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return null;
  }
}

function readStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
