import type { FastifyInstance } from 'fastify';

/** JSON and forms are parsed; files stay bytes; an empty body is none. */
export function acceptEveryBody(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    const type = request.headers['content-type'] ?? '';
    const bytes = body as Buffer;
    if (type.startsWith('application/json') && bytes.length > 0) {
      try {
        done(null, JSON.parse(bytes.toString('utf8')));
      } catch (error) {
        done(Object.assign(error as Error, { statusCode: 400 }));
      }
    } else if (type.startsWith('application/x-www-form-urlencoded')) {
      done(null, Object.fromEntries(new URLSearchParams(bytes.toString('utf8'))));
    } else done(null, bytes);
  });
}
