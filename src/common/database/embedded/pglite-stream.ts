import { Duplex } from 'node:stream';

/**
 * The socket that `pg` thinks it talks to. What it writes goes to PGlite's wire protocol in this process, and the
 * answer comes back: so TypeORM, migrations and every query are the same code on both engines.
 */
export class PgliteStream extends Duplex {
  /** @param exchange sends a message of the wire protocol, and resolves with the answer */
  constructor(private readonly exchange: (request: Buffer) => Promise<Uint8Array>) {
    super();
  }

  connect(): this {
    queueMicrotask(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    // Answers are pushed as they come.
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.send(chunk).then(() => done(), done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.send(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done);
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  /**
   * Each message waits for a turn of the event loop: PGlite answers inside microtasks, so that during a transaction no
   * request would be read, and nothing would gather for a common commit.
   */
  private async send(request: Buffer): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const answer = await this.exchange(request);
    if (answer.length > 0) this.push(Buffer.from(answer));
  }
}
