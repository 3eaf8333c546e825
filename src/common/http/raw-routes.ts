import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BodiesUnderWay, BodyRefusal, BodyUnderWay } from './bodies-under-way.js';

export type RawHandler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Routes that are answered before Fastify sees them: for the one path that has to be as fast as bare HTTP, and whose
 * body nothing may touch. By method and exact path.
 */
export class RawRoutes {
  private readonly handlers = new Map<string, RawHandler>();

  add(method: string, path: string, handler: RawHandler): void {
    this.handlers.set(`${method} ${path}`, handler);
  }

  find({ method, url = '' }: IncomingMessage): RawHandler | undefined {
    const handler = this.handlers.get(`${method} ${url}`);
    return handler ?? (url.includes('?') ? this.handlers.get(`${method} ${url.split('?', 1)[0]}`) : undefined);
  }
}

/** Thrown by `readBody` when the body is larger than it may be. */
export class BodyTooLargeError extends Error {}

/** Thrown by `readBody` when the body is not awaited any longer. */
export class BodyRefusedError extends Error {
  constructor(readonly reason: BodyRefusal) {
    super(reason);
  }
}

/** Calls back once, with all bytes of a request, or with what went wrong. Nothing is kept of a body that is too large. */
export function readBody(
  request: IncomingMessage,
  { limit, bodies }: { limit: number; bodies: BodiesUnderWay },
  done: (error: Error | null, body: Buffer) => void,
): void {
  let chunks: Buffer[] = [];
  let size = 0;
  let isDone = false;
  let underWay: BodyUnderWay | null = null;
  const isKept = Number(request.headers['content-length'] ?? 0) <= limit;
  const finish = (error: Error | null, body: Buffer = EMPTY): void => {
    if (isDone) return;
    isDone = true;
    chunks = [];
    underWay?.end();
    done(error, body);
  };
  underWay = bodies.begin((reason) => finish(new BodyRefusedError(reason)));
  request.on('data', (chunk: Buffer) => {
    if (isDone) return;
    size += chunk.length;
    if (size > limit) return finish(new BodyTooLargeError());
    if (!isKept) return;
    chunks.push(chunk);
    underWay?.received(chunk.length);
  });
  request.on('end', () =>
    finish(null, chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
  );
  request.on('error', (error) => finish(error));
  request.on('close', () => {
    if (!isDone) finish(new Error('The connection was closed.')); // an error and its stack are dear, and every request closes
  });
}

const EMPTY = Buffer.alloc(0);
