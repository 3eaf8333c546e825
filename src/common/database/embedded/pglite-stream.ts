import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';

/**
 * The socket that `pg` thinks it talks to. What it writes goes to PGlite's wire protocol in this process, and the
 * answer comes back: so TypeORM, migrations and every query are the same code on both engines.
 */
export class PgliteStream extends Duplex {
  constructor(private readonly engine: PGlite) {
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
    this.exchange(chunk).then(() => done(), done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.exchange(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done);
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  private async exchange(request: Buffer): Promise<void> {
    if (this.engine.closed) return;
    const answer = await this.engine.execProtocolRaw(request);
    if (answer.length > 0) this.push(Buffer.from(answer));
  }
}
