import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A store that speaks as much S3 as is needed: objects in memory, put, got (also in parts), deleted. */
export class FakeS3 {
  readonly objects = new Map<string, Buffer>();
  readonly authorizations: string[] = [];
  private readonly server = createServer((request, response) => void this.answer(request, response));
  /** Whether its bucket is gone. */
  isGone = false;
  /** Whether nothing more can be put. */
  isFull = false;
  url = '';

  async start(port = 0, host = '127.0.0.1'): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(port, host, resolve));
    const { port: taken } = this.server.address() as { port: number };
    this.url = `http://127.0.0.1:${taken}`;
    return this;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const key = (request.url ?? '').split('?')[0] ?? '';
    this.authorizations.push(request.headers.authorization ?? '');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const object = this.objects.get(key);
    if (this.isGone) {
      response.writeHead(404, { 'content-type': 'application/xml' }).end('<Error><Code>NoSuchBucket</Code></Error>');
      return;
    }
    if (request.method === 'PUT' && this.isFull) {
      response
        .writeHead(507, { 'content-type': 'application/xml' })
        .end('<Error><Code>InsufficientStorage</Code></Error>');
    } else if (request.method === 'PUT') {
      this.objects.set(key, Buffer.concat(chunks));
      response.writeHead(200, { etag: '"1"' }).end();
    } else if (request.method === 'DELETE') {
      this.objects.delete(key);
      response.writeHead(204).end();
    } else if (object === undefined) {
      response.writeHead(404, { 'content-type': 'application/xml' }).end('<Error><Code>NoSuchKey</Code></Error>');
    } else {
      const range = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '');
      const part = range === null ? object : object.subarray(Number(range[1]), Number(range[2]) + 1);
      response.writeHead(range === null ? 200 : 206, { 'content-length': part.length }).end(part);
    }
  }
}
