import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { freePort, productionSettings } from '../scripts/local-server.js';
import { end, spawnChild } from '../scripts/child-processes.js';
import type { Services } from './services.js';

const MAIN = join(import.meta.dirname, '..', 'src', 'main.js');
const LONGEST_STOP_MS = 40_000;

/** What the processes of a fleet run. */
export interface Program {
  main: string;
  /** Beside those that every process of the fleet has. */
  settings?: NodeJS.ProcessEnv;
}

interface Member {
  name: string;
  role: 'api' | 'worker';
  port: number;
  child: ChildProcess | null;
}

/** Two processes that serve the API behind a balancer, two that work: real ones, to be killed like real ones. */
export class Fleet {
  readonly counts = { killed: 0, stopped: 0, forced: 0 };
  private readonly members: Member[] = [];
  private readonly secret = randomBytes(32).toString('base64');
  private balancer: Server | null = null;
  private next = 0;

  private constructor(
    readonly port: number,
    private readonly services: Services,
    private readonly graphApiUrl: string,
    private program: Program,
  ) {}

  static async start(services: Services, graphApiUrl: string, program: Program = { main: MAIN }): Promise<Fleet> {
    const fleet = new Fleet(await freePort(), services, graphApiUrl, program);
    mkdirSync(join(services.directory, 'disk', 'files'), { mode: 0o777 });
    for (const role of ['api', 'api', 'worker', 'worker'] as const) {
      const name = `${role} ${fleet.members.filter((member) => member.role === role).length + 1}`;
      fleet.members.push({ name, role, port: await freePort(), child: null });
    }
    fleet.balance();
    for (const member of fleet.members) await fleet.launch(member); // the first one brings the database up to date
    return fleet;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get size(): number {
    return this.members.length;
  }

  /** What is started from now on; what runs goes on. */
  use(program: Program): void {
    this.program = program;
  }

  nameOf(index: number): string {
    return this.members[index]?.name ?? '';
  }

  async kill(index: number, downMs: number): Promise<void> {
    this.counts.killed += 1;
    await this.replace(index, downMs, async (child) => end(child));
  }

  /** As in a rolling restart. */
  async restart(index: number): Promise<void> {
    this.counts.stopped += 1;
    await this.replace(index, 0, (child) => this.end(child));
  }

  /** Every process, until it is started with `startOne`. */
  async stopAll(): Promise<void> {
    const running = this.members.flatMap(({ child }) => child ?? []);
    for (const member of this.members) member.child = null;
    this.counts.stopped += running.length;
    await Promise.all(running.map((child) => this.end(child)));
  }

  async startOne(index: number): Promise<void> {
    const member = this.members[index];
    if (member !== undefined) await this.launch(member);
  }

  async stop(): Promise<void> {
    this.balancer?.close();
    for (const { child } of this.members) if (child !== null) await end(child);
  }

  private async end(child: ChildProcess): Promise<void> {
    const timer = setTimeout(() => {
      this.counts.forced += 1;
      child.kill('SIGKILL');
    }, LONGEST_STOP_MS);
    await end(child, 'SIGTERM');
    clearTimeout(timer);
  }

  private async replace(index: number, downMs: number, stop: (child: ChildProcess) => Promise<void>): Promise<void> {
    const member = this.members[index];
    if (member?.child == null) return;
    const { child } = member;
    member.child = null;
    await stop(child);
    await new Promise((resolve) => setTimeout(resolve, downMs));
    await this.launch(member);
  }

  private async launch(member: Member): Promise<void> {
    const log = join(this.services.directory, `${member.name.replace(' ', '-')}.log`);
    for (;;) {
      const child = spawnChild(process.execPath, [this.program.main], {
        env: this.environment(member),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (text) => appendFileSync(log, String(text)));
      if (await isRunning(child)) {
        member.child = child;
        return;
      }
      await end(child); // the database was away: a supervisor would start it again
    }
  }

  private environment({ role, port }: Member): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      ...this.services.clock.environment,
      ...productionSettings(port, this.graphApiUrl),
      ROLE: role,
      PUBLIC_URL: this.url,
      SECRET_KEY: this.secret,
      DATABASE_URL: this.services.databaseUrl,
      REDIS_URL: this.services.redisUrl,
      DATA_DIR: join(this.services.directory, 'disk', 'files'),
      UNCONFIRMED_RESEND_AFTER_SECONDS: '60',
      TEMPLATE_SYNC_CRON: 'off',
      ...this.program.settings,
    };
  }

  /** Passes connections on to whichever API process takes them. */
  private balance(): void {
    this.balancer = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      const serving = this.members.filter(({ role, child }) => role === 'api' && child !== null);
      this.next += 1;
      this.passOn(socket, [...serving.slice(this.next % 2), ...serving.slice(0, this.next % 2)]);
    });
    this.balancer.listen(this.port, '127.0.0.1');
  }

  private passOn(socket: Socket, [first, ...others]: Member[]): void {
    if (first === undefined) {
      socket.destroy();
      return;
    }
    const target = connect(first.port, '127.0.0.1');
    target.once('connect', () => {
      socket.pipe(target).pipe(socket);
      socket.on('close', () => target.destroy());
      target.on('close', () => socket.destroy());
    });
    target.once('error', () => {
      if (target.connecting || target.bytesWritten === 0) this.passOn(socket, others);
      else socket.destroy();
    });
  }
}

/** It says so, or ends. */
async function isRunning(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), 40_000);
    const settle = (isUp: boolean): void => {
      clearTimeout(timer);
      resolve(isUp);
    };
    child.stdout?.on('data', (text) => {
      if (String(text).includes('Parley is running')) settle(true);
    });
    child.once('exit', () => settle(false));
  });
}
