import { createECDH, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import ece from 'http_ece';

/** What a browser reads of a push. */
export interface ReadPush {
  id: string;
  title: string;
  body: string;
  path: string;
}

interface Received {
  /** Of the browser: `ada`. */
  name: string;
  authorization: string;
  topic: string;
  body: Buffer;
}

/** Browsers that take pushes, and the service that they are reached by. */
export class PushService {
  readonly received: Received[] = [];
  private readonly ecdh = createECDH('prime256v1');
  private readonly auth = randomBytes(16);
  private readonly statuses = new Map<string, number>();

  private constructor(private readonly server: Server) {
    this.ecdh.generateKeys();
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const name = (request.url ?? '').slice('/push/'.length);
        const { authorization = '', topic } = request.headers;
        this.received.push({ name, authorization, topic: String(topic), body: Buffer.concat(parts) });
        response.writeHead(this.statuses.get(name) ?? 201).end();
      });
    });
  }

  static async start(): Promise<PushService> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PushService(server);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on pushes to this browser are answered with this status. */
  answers(name: string, status: number): void {
    this.statuses.set(name, status);
  }

  subscription(name: string): { endpoint: string; p256dh: string; auth: string } {
    const [p256dh, auth] = [this.ecdh.getPublicKey('base64url'), this.auth.toString('base64url')];
    return { endpoint: `${this.origin}/push/${name}`, p256dh, auth };
  }

  to(name: string): Received[] {
    return this.received.filter((push) => push.name === name);
  }

  /** What the browser reads: only it can. */
  read({ body }: Received): ReadPush {
    const text = ece.decrypt(body, {
      version: 'aes128gcm',
      privateKey: this.ecdh,
      authSecret: this.auth.toString('base64url'),
    });
    return JSON.parse(text.toString('utf8')) as ReadPush;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
