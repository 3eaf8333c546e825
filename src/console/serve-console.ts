import { existsSync, readFileSync } from 'node:fs';
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
/** Built beside it, and no part of it: whoever runs a simulator serves its page. */
const SIMULATOR = 'simulator';

type Handler = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/**
 * The console: its built files, and its page at every address that no other route answers and a browser asks for as a page, because
 * the page itself knows what its addresses mean. It has no data and signs in like every other front end.
 * @param simulatorPath where the simulator's page is, which the console then links to; null: there is none
 */
export async function serveConsole(
  server: FastifyInstance,
  config: Config,
  simulatorPath: string | null,
): Promise<void> {
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
    globIgnore: ['**/index.html', `${SIMULATOR}/**`],
    setHeaders: (reply, path) => {
      const isPage = /\/index\.html(\.br|\.gz)?$/.test(path);
      void reply.header('cache-control', path.includes('/assets/') ? FOREVER : ASK_EACH_TIME);
      if (isPage) void reply.header('content-security-policy', policy);
    },
  });
  const page: Handler =
    simulatorPath === null ? (_request, reply) => reply.sendFile('index.html') : pageThatKnows(simulatorPath, policy);
  server.get('/', page);
  server.get('/*', (request, reply) => (wantsPage(request) ? page(request, reply) : reply.callNotFound()));
}

/** The same page with the address of the simulator's in its head, where the console looks for it. */
function pageThatKnows(simulatorPath: string, policy: string): Handler {
  const meta = `<meta name="parley-simulator" content="${simulatorPath}" />`;
  const html = readFileSync(join(BUILD, 'index.html'), 'utf8').replace('</head>', `${meta}</head>`);
  return (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', ASK_EACH_TIME)
      .header('content-security-policy', policy)
      .send(html);
}

function wantsPage({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') === true;
}
