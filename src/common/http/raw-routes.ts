import type { IncomingMessage, ServerResponse } from 'node:http';

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
    return this.handlers.get(`${method} ${url}`) ?? this.handlers.get(`${method} ${url.split('?', 1)[0]}`);
  }
}

/** Thrown by `readBody` when the body is larger than it may be. */
export class BodyTooLargeError extends Error {}

/** Calls back with all bytes of a request, or with what went wrong. */
export function readBody(
  request: IncomingMessage,
  limit: number,
  done: (error: Error | null, body: Buffer) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else if (size - chunk.length <= limit) done(new BodyTooLargeError(), EMPTY);
  });
  request.on('end', () => {
    if (size <= limit) done(null, chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
  });
  request.on('error', (error) => done(error, EMPTY));
}

const EMPTY = Buffer.alloc(0);
