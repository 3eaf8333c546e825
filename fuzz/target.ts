import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { ADMIN, demoAccount, freePort, productionSettings } from '../scripts/local-server.js';
import { end, spawnChild } from '../scripts/child-processes.js';

const MAIN = join(import.meta.dirname, '..', 'src', 'main.js');
const START_MS = 60_000;

interface Answer {
  data?: Record<string, unknown> | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

export interface Reply {
  status: number;
  text: string;
}

/** The server that is fuzzed: a real process on a database of its own, with the simulated Meta's account connected. */
export class Target {
  readonly output: string[] = [];
  token = '';
  accountId = '';

  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly directory: string,
  ) {
    const keep = (text: Buffer): void => void this.output.push(String(text));
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
  }

  static async start(graphApiUrl: string, databaseUrl: string | undefined): Promise<Target> {
    const port = await freePort();
    const directory = mkdtempSync(join(tmpdir(), 'parley-fuzz-'));
    const environment = {
      PATH: process.env.PATH,
      ...productionSettings(port, graphApiUrl),
      DATA_DIR: directory,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    };
    const child = spawnChild(process.execPath, [MAIN], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const target = new Target(`http://127.0.0.1:${port}`, child, directory);
    await target.untilReady();
    await target.login();
    target.accountId = await target.connect();
    return target;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Resident memory of the server in MiB. */
  memory(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }

  async graphql(query: string, variables: object, operationName?: unknown): Promise<Reply> {
    const authorization: Record<string, string> = this.token === '' ? {} : { authorization: `Bearer ${this.token}` };
    const headers = { 'content-type': 'application/json', ...authorization };
    return this.post('/graphql', JSON.stringify({ query, variables, operationName }), headers);
  }

  async post(path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>): Promise<Reply> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(30_000),
    });
    return { status: response.status, text: await response.text() };
  }

  /** What a query that is not odd answers. @throws when it answers errors */
  async ask(query: string, variables: object = {}): Promise<Record<string, unknown>> {
    const { text } = await this.graphql(query, variables);
    const { data, errors } = JSON.parse(text) as Answer;
    if (errors !== undefined || data == null) throw new Error(text.slice(0, 1_000));
    return data;
  }

  async login(): Promise<void> {
    const query = 'mutation ($input: LoginInput!) { login(input: $input) { accessToken } }';
    const { login } = (await this.ask(query, { input: ADMIN })) as { login: { accessToken: string } };
    this.token = login.accessToken;
  }

  async stop(): Promise<number | null> {
    await end(this.child, 'SIGTERM');
    rmSync(this.directory, { recursive: true, force: true });
    return this.child.exitCode;
  }

  private async connect(): Promise<string> {
    const created = (await this.ask(
      'mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { id } errors { code message } } }',
      { input: demoAccount('Fuzzed') },
    )) as { createAccount: { account: { id: string } | null; errors: unknown[] } };
    if (created.createAccount.account === null) throw new Error(JSON.stringify(created.createAccount.errors));
    return created.createAccount.account.id;
  }

  private async untilReady(): Promise<void> {
    const deadline = Date.now() + START_MS;
    while (Date.now() < deadline && !this.hasEnded) {
      const isReady = await fetch(`${this.url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isReady) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`The server did not start: ${this.output.join('')}`);
  }
}
