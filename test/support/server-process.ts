import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ADMIN, freePort, productionSettings } from '../../scripts/local-server.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { metaJson, metaSignature } from '../../src/simulator/webhooks/webhook-sender.js';
import { eventually, must } from './expectations.js';
import { anAccount } from './factories/accounts.js';
import { GraphqlClient } from './graphql/graphql-client.js';
import type { TestDatabase } from './test-database.js';
import { CREATE_ACCOUNT, SUBSCRIBE_WEBHOOKS } from './world/accounts.js';
import type { MetaDriver } from './world/meta.js';

const DIST = join(import.meta.dirname, '..', '..', 'dist', 'src');
const MAIN = join(DIST, 'main.js');

/** Some seconds, unless the machine has much else to do. */
const START_PATIENCE_MS = 150_000;

/** A real process, so that it can be killed like one. */
export class ServerProcess {
  private child: ChildProcess | null = null;
  readonly output: string[] = [];

  constructor(
    readonly url: string,
    readonly environment: NodeJS.ProcessEnv,
    /** What starts it, such as `unshare --pid`; empty: it is started itself. */
    private readonly command: readonly string[] = [],
  ) {}

  async start(): Promise<void> {
    const [program = process.execPath, ...rest] = [...this.command, process.execPath, MAIN];
    this.child = spawn(program, rest, {
      env: { PATH: process.env.PATH, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (text) => this.output.push(String(text)));
    this.child.stderr?.on('data', (text) => this.output.push(String(text)));
    await eventually(
      () =>
        fetch(`${this.url}/health/ready`).then(
          (response) => response.ok,
          () => false,
        ),
      Boolean,
      START_PATIENCE_MS,
    ).catch(() => {
      throw new Error(`The server did not start: ${this.output.join('')}`);
    });
  }

  /** @returns the code with which it ended; null: it died of a signal */
  async kill(signal: NodeJS.Signals): Promise<number | null> {
    if (this.child === null || this.child.exitCode !== null || this.child.signalCode !== null) return null;
    const ended = once(this.child, 'exit') as Promise<[number | null]>;
    this.child.kill(signal);
    const [code] = await ended;
    this.child = null;
    return code;
  }

  /** Posts a webhook as Meta does, and answers the HTTP status; rejects when the process is gone. */
  async postWebhook(payload: object): Promise<number> {
    const body = metaJson(payload);
    const signature = metaSignature(body, DEMO.appSecret);
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
    return (await fetch(`${this.url}/webhooks/whatsapp`, { method: 'POST', headers, body })).status;
  }
}

/** Starts a process that is to end by itself, such as one that refuses to start. */
export async function runMain(
  environment: NodeJS.ProcessEnv,
  command: readonly string[] = [],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return runProgram([...command, process.execPath, MAIN], environment);
}

/** Runs `npm run backup` or `npm run restore`. */
export async function runCommand(name: 'backup' | 'restore', path: string, environment: NodeJS.ProcessEnv) {
  return runProgram([process.execPath, join(DIST, `${name}.js`), path], environment);
}

/** Runs `npx parley` with these words. */
export async function runParley(words: readonly string[], environment: NodeJS.ProcessEnv) {
  return runProgram([process.execPath, join(DIST, 'parley.js'), ...words], environment);
}

async function runProgram(
  [program = process.execPath, ...rest]: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(program, rest, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 50_000,
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (texts.stdout += String(text)));
  child.stderr.on('data', (text) => (texts.stderr += String(text)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts };
}

/** A server to which the simulator's account is connected and subscribed, and its administrator, signed in. */
export async function startServerProcess(
  database: TestDatabase,
  meta: MetaDriver,
  changes: NodeJS.ProcessEnv = {},
): Promise<{ server: ServerProcess; admin: GraphqlClient; accountId: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = productionSettings(port, meta.simulator.url);
  const server = new ServerProcess(url, { ...settings, ...database.environment, ...changes });
  await server.start();
  const admin = new GraphqlClient(url);
  await admin.login(ADMIN.email, ADMIN.password);
  const { createAccount } = await admin.send(CREATE_ACCOUNT, { input: anAccount() });
  expect(createAccount.errors).toEqual([]);
  const { id } = must(createAccount.account, 'the new account');
  const { subscribeWebhooks } = await admin.send(SUBSCRIBE_WEBHOOKS, { id });
  expect(subscribeWebhooks.errors).toEqual([]);
  return { server, admin, accountId: id };
}
