import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/config.js';

const ONE_YEAR_SECONDS = 31_536_000;
/** Of whatever has no policy of its own: answers of an API, in which nothing runs and which no page shows. */
const NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'";

/** Of pages alone: nobody frames them, and nothing in them asks for what the console does not use. */
const PAGE_HEADERS = Object.entries({
  'permissions-policy': 'camera=(), geolocation=(self), microphone=(self), payment=(), usb=()',
  'x-frame-options': 'DENY', // browsers that do not know frame-ancestors
});

/** Adds to every answer what browsers are to be told, where the answer says nothing else. */
export function addSecurityHeaders(server: FastifyInstance, config: Config): void {
  const headers = Object.entries(headersOfAll(config));
  const pageHeaders = [
    ...PAGE_HEADERS,
    // Nobody gets hold of their window; over http browsers do not heed it, and complain.
    ...(isSecure(config) ? [['cross-origin-opener-policy', 'same-origin'] as const] : []),
  ];
  const graphiql = graphiqlPolicy(config.publicUrl);
  server.addHook('onSend', (_request, reply, payload, done) => {
    for (const [name, value] of headers) if (!reply.hasHeader(name)) reply.header(name, value);
    const isPage = String(reply.getHeader('content-type') ?? '').startsWith('text/html'); // GraphiQL, outside production
    if (isPage) for (const [name, value] of pageHeaders) reply.header(name, value);
    if (!reply.hasHeader('content-security-policy'))
      reply.header('content-security-policy', isPage ? graphiql : NOTHING_RUNS);
    done(null, payload);
  });
}

/** Headers of an answer that no hook sees: it is no page. */
export function headersOfAnswer(config: Config): Record<string, string> {
  return { ...headersOfAll(config), 'content-security-policy': NOTHING_RUNS };
}

function headersOfAll(config: Config): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...(isSecure(config) ? { 'strict-transport-security': `max-age=${ONE_YEAR_SECONDS}` } : {}),
  };
}

function isSecure({ publicUrl }: Config): boolean {
  return publicUrl.startsWith('https:');
}

/** Content security policy of a page that has nothing but its own files and this server; links to media begin with PUBLIC_URL. */
export function pagePolicy(publicUrl: string): string {
  const { origin } = new URL(publicUrl);
  const socket = origin.replace(/^http/, 'ws'); // older browsers do not count it as 'self'
  return [
    "default-src 'self'",
    `img-src 'self' data: blob: ${origin}`, // blob: what somebody is about to send
    `media-src 'self' blob: ${origin}`,
    `connect-src 'self' ${socket}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** As `pagePolicy`, of the one page whose libraries write styles of their own and bring fonts in them. */
function graphiqlPolicy(publicUrl: string): string {
  return `${pagePolicy(publicUrl)}; style-src 'self' 'unsafe-inline'; font-src 'self' data:`;
}
