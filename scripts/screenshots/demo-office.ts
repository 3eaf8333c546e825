import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, spawnChild } from '../child-processes.js';
import { freePortPair } from '../local-server.js';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.js');
const LOGIN = /(Administrator|Operator) +(\S+) +password (\S+)/g;
const START_PATIENCE_MS = 120_000;

export interface Login {
  email: string;
  password: string;
}

/** The demo as a newcomer starts it, in a folder of its own that goes with it. */
export class DemoOffice {
  /** Access tokens by e-mail. */
  private readonly tokens = new Map<string, string>();

  private constructor(
    readonly url: string,
    readonly administrator: Login,
    readonly operator: Login,
    private readonly meta: string,
    private readonly child: ChildProcess,
    private readonly directory: string,
  ) {}

  static async start(): Promise<DemoOffice> {
    const port = await freePortPair();
    const directory = await mkdtemp(join(tmpdir(), 'parley-screenshots-'));
    const { PATH, HOME } = process.env;
    const child = spawnChild(process.execPath, [MAIN], {
      env: { PATH, HOME, PORT: String(port), DATA_DIR: directory, LOG_LEVEL: 'error', TZ: 'Europe/Berlin' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout?.on('data', (text) => (printed += String(text)));
    const deadline = Date.now() + START_PATIENCE_MS;
    while (!printed.includes('Operator  ')) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`The demo did not start: ${printed}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const [administrator, operator] = [...printed.matchAll(LOGIN)].map(([, , email = '', password = '']) => ({
      email,
      password,
    }));
    if (administrator === undefined || operator === undefined) throw new Error(`No logins were printed: ${printed}`);
    const office = new DemoOffice(
      `http://127.0.0.1:${port}`,
      administrator,
      operator,
      `http://127.0.0.1:${port + 1}`,
      child,
      directory,
    );
    await office.signIn(administrator);
    await office.signIn(operator);
    return office;
  }

  /** Asks the API, as the administrator unless told otherwise. @throws Error with what it answered, where that is not data alone */
  async ask<Data>(query: string, variables: object = {}, { email } = this.administrator): Promise<Data> {
    const token = this.tokens.get(email);
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as { data: Data; errors?: unknown };
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  }

  /** Does something at the simulated Meta, such as `inbound`: a customer writes. */
  async atMeta(path: string, body: object): Promise<void> {
    const response = await fetch(`${this.meta}/sim/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The simulated Meta answered ${response.status}: ${await response.text()}`);
  }

  async stop(): Promise<void> {
    await end(this.child, 'SIGTERM');
    await rm(this.directory, { recursive: true, force: true });
  }

  private async signIn(who: Login): Promise<void> {
    const { login } = await this.ask<{ login: { accessToken: string } }>(
      'mutation ($input: LoginInput!) { login(input: $input) { accessToken } }',
      { input: who },
      { email: '', password: '' },
    );
    this.tokens.set(who.email, login.accessToken);
  }
}
