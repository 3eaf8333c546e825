import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What it answers: a body as it stands, or whatever is done with the response. */
export type HostileAnswer =
  | { status?: number; headers?: Record<string, string>; body: string | Buffer }
  | ((response: ServerResponse, request: IncomingMessage) => void);

/** A peer that speaks HTTP and means harm. What it is not told to answer it passes on to another server, or refuses. */
export class HostilePeer {
  /** Every request that came, oldest first, with its query. */
  readonly received: { method: string; url: string; authorization: string | undefined }[] = [];
  url = '';
  private readonly answers: { path: RegExp; answer: HostileAnswer }[] = [];
  private readonly sockets = new Set<Socket>();
  private target: string | null = null;
  private server = this.newServer();

  static async start(): Promise<HostilePeer> {
    const peer = new HostilePeer();
    await peer.listen(0);
    return peer;
  }

  /** Passes on whatever it is not told to answer. */
  forwardTo(url: string): void {
    this.target = url;
  }

  /** Answers calls of these paths so, until it is told otherwise; the latest that fits counts. */
  answer(path: RegExp, answer: HostileAnswer): void {
    this.answers.unshift({ path, answer });
  }

  behave(): void {
    this.answers.length = 0;
  }

  requestsTo(path: RegExp): { method: string; url: string; authorization: string | undefined }[] {
    return this.received.filter(({ url }) => path.test(url));
  }

  /** Nobody listens at its address any more, until `returns`. */
  async leaves(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async returns(): Promise<void> {
    this.server = this.newServer();
    await this.listen(Number(new URL(this.url).port));
  }

  async close(): Promise<void> {
    await this.leaves();
  }

  private newServer(): ReturnType<typeof createServer> {
    const server = createServer((request, response) => this.receive(request, response));
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    return server;
  }

  private async listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', url = '', headers } = request;
    this.received.push({ method, url, authorization: headers.authorization });
    const answer = this.answers.find(({ path }) => path.test(url))?.answer;
    if (answer === undefined) return this.passOn(request, response);
    request.resume();
    if (typeof answer === 'function') answer(response, request);
    else request.on('end', () => response.writeHead(answer.status ?? 200, answer.headers).end(answer.body));
  }

  private passOn(request: IncomingMessage, response: ServerResponse): void {
    if (this.target === null) return void response.writeHead(404).end();
    const { method, url, headers } = request;
    const onward = forward(new URL(url ?? '', this.target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }
}
