import { Worker } from 'node:worker_threads';

export interface EngineOptions {
  /** Folder of PostgreSQL's files. */
  cluster: string;
  /** Whether a commit waits for the disk. */
  isDurable: boolean;
}

/** A table, index or the like, and its file in the cluster's folder. */
export interface Relation {
  name: string;
  path: string;
}

/** What the thread answers: one reply to each request, and one at the start. */
type EngineReply =
  | { kind: 'READY'; relations: Relation[] }
  | { kind: 'CLOSED' }
  | { kind: 'ANSWER'; bytes: Uint8Array; syncs: number }
  | { kind: 'FAILED'; reason: string };

interface Waiting {
  resolve: (reply: EngineReply) => void;
  reject: (error: Error) => void;
}

/**
 * PGlite in a thread of its own (`engine-thread.js`), so that whoever waits for a statement, or for the disk, holds up
 * nobody else in the process. Requests are answered one after the other.
 */
export class Engine {
  private readonly waiting: Waiting[] = [];
  private endReason: string | null = null;
  private syncs = 0;
  /** Of the catalogue, when it was opened. */
  relations: readonly Relation[] = [];

  private constructor(private readonly thread: Worker) {
    thread.on('message', (reply: EngineReply) => this.waiting.shift()?.resolve(reply));
    thread.on('error', (error) => this.end(error.message));
    thread.on('exit', () => this.end('its thread ended'));
  }

  /** How often something was forced to the disk since it was opened. */
  get syncCount(): number {
    return this.syncs;
  }

  get isClosed(): boolean {
    return this.endReason !== null;
  }

  /** @throws Error with PostgreSQL's last words, where it cannot be opened */
  static async start(options: EngineOptions): Promise<Engine> {
    const thread = new Worker(new URL('./engine-thread.js', import.meta.url), { workerData: options, execArgv: [] });
    const engine = new Engine(thread);
    const reply = await engine.next();
    if (reply.kind === 'READY') engine.relations = reply.relations;
    return engine;
  }

  /**
   * Sends a message of the wire protocol, and resolves with the answer.
   * @throws Error with PostgreSQL's last words, when it has ended
   */
  async exchange(request: Uint8Array): Promise<Uint8Array> {
    const reply = await this.ask(request);
    if (reply.kind !== 'ANSWER') return NO_ANSWER;
    this.syncs = reply.syncs;
    return reply.bytes;
  }

  /** Writes a checkpoint and ends. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    await this.ask(null);
    await this.terminate();
  }

  /** Ends it as it is: what was acknowledged is recovered at the next start. */
  async terminate(): Promise<void> {
    this.endReason ??= 'it was closed';
    await this.thread.terminate();
  }

  private ask(request: Uint8Array | null): Promise<EngineReply> {
    if (this.endReason !== null) return Promise.reject(new Error(this.endReason));
    this.thread.postMessage(request);
    return this.next();
  }

  private async next(): Promise<EngineReply> {
    const reply = await new Promise<EngineReply>((resolve, reject) => this.waiting.push({ resolve, reject }));
    if (reply.kind !== 'FAILED') return reply;
    this.end(reply.reason);
    await this.thread.terminate();
    throw new Error(reply.reason);
  }

  private end(reason: string): void {
    this.endReason ??= reason;
    for (const { reject } of this.waiting.splice(0)) reject(new Error(this.endReason));
  }
}

const NO_ANSWER = new Uint8Array(0);
