import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { acceptEveryBody } from './bodies.js';
import type { SimParts } from './parts.js';
import { registerControlRoutes } from './routes/control.routes.js';

const BUILD = join('console', 'dist', 'simulator');
const NOT_BUILT = "The simulator's page is not built: run `npm run build` once.";
/** Their names hold a hash of what is in them. */
const FOREVER = 'public, max-age=31536000, immutable';
const ASK_EACH_TIME = 'no-cache';
const POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');
const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};
/** Where it is not the whole address: without the slash its files would be looked for elsewhere. */
const AT_SLASH = { prefixTrailingSlash: 'slash' } as const;

/** Serves the page on which people play customers and Meta, at `/` of this scope, and the control API beneath it, at `/sim`. */
export async function serveSimulatorPage(scope: FastifyInstance, parts: SimParts): Promise<void> {
  acceptEveryBody(scope);
  refuseOtherSites(scope);
  registerControlRoutes(scope, parts);
  const root = join(packageRoot(), BUILD);
  if (!existsSync(join(root, 'index.html'))) {
    scope.get('/', AT_SLASH, (_request, reply) => reply.code(503).send(NOT_BUILT));
    return;
  }
  const page = readFileSync(join(root, 'index.html'), 'utf8');
  scope.get('/', AT_SLASH, (_request, reply) =>
    reply
      .headers({ ...HEADERS, 'cache-control': ASK_EACH_TIME })
      .type('text/html; charset=utf-8')
      .send(page),
  );
  await scope.register(fastifyStatic, {
    root,
    wildcard: false,
    index: false,
    globIgnore: ['**/index.html'],
    preCompressed: true,
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      void reply.headers({ ...HEADERS, 'cache-control': path.includes('/assets/') ? FOREVER : ASK_EACH_TIME });
    },
  });
}

/** Pages of other sites that somebody visits meanwhile change nothing here; what is no browser says nothing of sites. */
function refuseOtherSites(scope: FastifyInstance): void {
  scope.addHook('onRequest', async ({ method, headers }, reply) => {
    const site = headers['sec-fetch-site'];
    const isOwn = site === undefined || site === 'same-origin' || site === 'none';
    if (method !== 'GET' && !isOwn) return reply.code(403).send({ error: 'Only its own page may do this.' });
  });
}

/** The folder of package.json, whether this runs from src or from dist. */
function packageRoot(): string {
  let directory = import.meta.dirname;
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return directory;
}
