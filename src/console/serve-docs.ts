import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../common/config/config.js';
import { DOCS_PATH } from '../common/docs/guide.js';
import { isIntrospectionOn } from '../common/graphql/schema/introspection.js';
import { pagePolicy } from '../common/http/security-headers.js';
import { packageRoot } from '../common/package-root.js';

const REFERENCE = /^\/?api(\/|$)/;
const BUILD = join(packageRoot(), 'dist', 'docs');

/** The documentation of this very version, as pages: what remedies and errors link to can be read without the internet. */
export async function serveDocs(server: FastifyInstance, config: Config): Promise<void> {
  if (!existsSync(BUILD)) return;
  const policy = pagePolicy(config.publicUrl);
  await server.register(fastifyStatic, {
    root: BUILD,
    prefix: `${DOCS_PATH}/`,
    // The reference tells the schema, as introspection does.
    allowedPath: (path) => isIntrospectionOn(config) || !REFERENCE.test(path),
    decorateReply: false,
    redirect: true,
    extensions: ['html'],
    cacheControl: false,
    setHeaders: (reply) => {
      void reply.header('cache-control', 'no-cache');
      void reply.header('content-security-policy', policy);
    },
  });
}
