import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import { SECOND_MS } from '../durations.js';
import { BodiesUnderWay, type BodyLimits, type BodyRefusal } from './bodies-under-way.js';

const MEGABYTE = 1024 * 1024;
const MAX_BODIES = 1_000;
/** Uploads are not held in memory, but each has a file and a connection. */
const MAX_UPLOADS = 200;

/** Limits of bodies that are held in memory until they are whole. */
export function bodyLimits(config: Config): BodyLimits {
  return {
    maxBytes: config.get('BODY_MEMORY_MB') * MEGABYTE,
    maxBodies: MAX_BODIES,
    timeoutMs: config.get('BODY_TIMEOUT_SECONDS') * SECOND_MS,
  };
}

const REFUSALS: Record<
  BodyRefusal,
  { status: number; code: string; message: string; headers: Record<string, string> }
> = {
  NO_ROOM: {
    status: 503,
    code: 'SERVICE_UNAVAILABLE',
    message: 'Too much is coming at the same time. Send it again in some seconds.',
    headers: { 'retry-after': '5' },
  },
  TOO_SLOW: {
    status: 408,
    code: 'REQUEST_TIMEOUT',
    message: 'The body of the request came too slowly. Send it again, or in smaller parts.',
    headers: {},
  },
};

/** Holds the bodies that Fastify reads to limits: those that are held in memory, and uploads, which are streamed, apart. */
export function limitBodies(server: FastifyInstance, config: Config, maxBodyBytes: number): void {
  const inMemory = new BodiesUnderWay(bodyLimits(config));
  const timeoutMs = config.get('UPLOAD_TIMEOUT_SECONDS') * SECOND_MS;
  const uploads = new BodiesUnderWay({ maxBytes: Number.POSITIVE_INFINITY, maxBodies: MAX_UPLOADS, timeoutMs });
  server.addHook('preParsing', (request, reply, payload, done) => {
    if (!hasBody(request)) return done(null, payload);
    const refuse = (reason: BodyRefusal): void => cutOff(reply, reason);
    if (request.headers['content-type']?.startsWith('multipart/') === true) {
      const { socket } = request.raw;
      const before = socket.bytesRead;
      const upload = uploads.begin(refuse, () => socket.bytesRead - before);
      reply.raw.on('close', upload.end);
    } else {
      const body = inMemory.begin(refuse);
      let size = 0;
      payload.on('data', (chunk: Buffer) => {
        size += chunk.length; // Fastify, which refuses and holds no more of it beyond the limit, listens in the same tick
        if (size > maxBodyBytes) body.end();
        else body.received(chunk.length);
      });
      payload.on('end', body.end);
      payload.on('close', body.end);
    }
    if (!reply.sent) done(null, payload);
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Answers for Fastify, which waits for a body that nobody reads any more, and closes the connection. */
function cutOff(reply: FastifyReply, reason: BodyRefusal): void {
  const { status, code, message, headers } = REFUSALS[reason];
  reply.hijack();
  if (!reply.raw.headersSent) {
    reply.raw.writeHead(status, { ...headers, 'content-type': 'application/json', connection: 'close' });
  }
  reply.raw.end(JSON.stringify({ errors: [{ code, message, extensions: { code } }] }), () =>
    reply.request.raw.destroy(),
  );
}
