import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ADMIN, demoAccount, freePort, productionSettings } from '../../scripts/local-server.js';
import type { Simulator } from '../../src/simulator/simulator.js';
import { eventually, GraphqlClient } from './legacy/graphql-client.js';
import type { TestDatabase } from './test-database.js';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'src', 'main.js');

/** A real process, so that it can be killed like one. */
export class ServerProcess {
  private child: ChildProcess | null = null;
  readonly output: string[] = [];

  constructor(
    readonly url: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  async start(): Promise<void> {
    this.child = spawn(process.execPath, [MAIN], {
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
      30_000,
    ).catch(() => {
      throw new Error(`The server did not start: ${this.output.join('')}`);
    });
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    if (this.child === null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
    this.child = null;
  }
}

/** A server that knows the simulator's account, and its administrator, signed in. */
export async function startServerProcess(
  database: TestDatabase,
  simulator: Simulator,
): Promise<{ server: ServerProcess; admin: GraphqlClient; accountId: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = new ServerProcess(url, { ...productionSettings(port, simulator.url), ...database.environment });
  await server.start();
  const admin = new GraphqlClient(url);
  await admin.login(ADMIN.email, ADMIN.password);
  const { createAccount } = await admin.send(
    'mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { id } errors { code } } }',
    { input: demoAccount('Lucky Garden') },
  );
  return { server, admin, accountId: createAccount.account.id };
}
