import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../common/config/config.js';
import { pagePolicy } from '../common/http/security-headers.js';
import { packageRoot } from '../common/package-root.js';

const BUILD = join(packageRoot(), 'console', 'dist');
/** Their names hold a hash of what is in them. */
const FOREVER = 'public, max-age=31536000, immutable';
const ASK_EACH_TIME = 'no-cache';
const NOT_BUILT = 'The console is not built: run `npm run build` once.';

/**
 * The console: its built files, and its page at every address that no other route answers and a browser asks for as a page, because
 * the page itself knows what its addresses mean. It has no data and signs in like every other front end.
 */
export async function serveConsole(server: FastifyInstance, config: Config): Promise<void> {
  if (!existsSync(join(BUILD, 'index.html'))) {
    server.get('/', (_request, reply) => reply.code(503).send(NOT_BUILT));
    return;
  }
  const policy = pagePolicy(config.publicUrl);
  await server.register(fastifyStatic, {
    root: BUILD,
    wildcard: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    globIgnore: ['**/index.html'],
    setHeaders: (reply, path) => {
      const isPage = /\/index\.html(\.br|\.gz)?$/.test(path);
      void reply.header('cache-control', path.includes('/assets/') ? FOREVER : ASK_EACH_TIME);
      if (isPage) void reply.header('content-security-policy', policy);
    },
  });
  const page = (_request: FastifyRequest, reply: FastifyReply): FastifyReply => reply.sendFile('index.html');
  server.get('/', page);
  server.get('/*', (request, reply) => (wantsPage(request) ? page(request, reply) : reply.callNotFound()));
}

function wantsPage({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') === true;
}
