import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ADMIN, demoAccount, freePort, productionSettings } from '../scripts/local-server.js';
import { populateDemoWorld } from '../src/simulator/demo-world.js';
import { startSimulator, type Simulator } from '../src/simulator/simulator.js';

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

export async function startServer(databaseUrl: string | null, role: 'all' | 'api' = 'all'): Promise<BenchServer> {
  const simulator = await startSimulator(0);
  populateDemoWorld(simulator.world);
  const directory = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const database = databaseUrl === null ? null : await createDatabase(databaseUrl);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    PATH: process.env.PATH,
    ...productionSettings(port, simulator.url),
    LOG_LEVEL: 'error',
    ROLE: role,
    DATA_DIR: directory,
    ...(database === null ? {} : { DATABASE_URL: database.url }),
  };
  const child = spawn(process.execPath, [...NODE_ARGUMENTS, MAIN], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await untilReady(url);
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

/** A process that this bench started, such as a baseline. Prints its port as its first line. */
export async function startScript(name: string): Promise<{ port: number; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, name)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    port: Number(line.toString().trim()),
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

interface BenchDatabase {
  url: string;
  query(sql: string): Promise<Record<string, string>[]>;
  drop(): Promise<void>;
}

async function createDatabase(serverUrl: string): Promise<BenchDatabase> {
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

async function connect(url: string): Promise<{ token: string; accountId: string }> {
  const { login } = (await graphql(url, '', 'mutation ($input: LoginInput!) { login(input: $input) { accessToken } }', {
    input: ADMIN,
  })) as unknown as { login: { accessToken: string } };
  const token = login.accessToken;
  const created = await graphql(
    url,
    token,
    'mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { id } } }',
    { input: demoAccount('Bench') },
  );
  const { createAccount } = created as unknown as { createAccount: { account: { id: string } } };
  return { token, accountId: createAccount.account.id };
}

async function graphql(
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

async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (
      await fetch(`${url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The server did not start.');
}

async function stop(
  child: ChildProcess,
  simulator: Simulator,
  directory: string,
  database: BenchDatabase | null,
): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await once(child, 'exit');
  clearTimeout(timer);
  await simulator.close();
  await database?.drop();
  rmSync(directory, { recursive: true, force: true });
}

function memoryOf(child: ChildProcess): number {
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
