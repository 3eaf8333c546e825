import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { eventually } from './expectations.js';

/** A webhook as it came. */
export interface ReceivedWebhook {
  id: string;
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
  headers: Record<string, string>;
  body: string;
  path: string;
}

/** How a receiver answers: a status, or whatever is done with the response. */
export type ReceiverAnswer = number | ((response: ServerResponse, webhook: ReceivedWebhook) => void);

/** A system that receives webhooks by HTTP; it accepts what it is not told to refuse. */
export class WebhookReceiver {
  /** Every webhook that came, accepted or not, oldest first. */
  readonly received: ReceivedWebhook[] = [];
  /** Those that were answered 2xx. */
  readonly accepted: ReceivedWebhook[] = [];
  /** The most that were under way at once. */
  mostAtOnce = 0;
  private underWay = 0;
  private answer: ReceiverAnswer = 200;
  private readonly sockets = new Set<Socket>();
  private server = this.newServer();
  private port = 0;

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await receiver.listen();
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  answers(answer: ReceiverAnswer): void {
    this.answer = answer;
  }

  /** Nobody listens at its address any more, until `returns`. */
  async leaves(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async returns(): Promise<void> {
    this.server = this.newServer();
    await this.listen();
  }

  /** What it accepted, once there is so much. */
  async gets(count: number, type?: string, milliseconds?: number): Promise<ReceivedWebhook[]> {
    return eventually(
      () => this.ofType(type),
      (found) => found.length >= count,
      milliseconds,
    );
  }

  ofType(type?: string): ReceivedWebhook[] {
    return this.accepted.filter((webhook) => type === undefined || webhook.type === type);
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

  private async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const headers = request.headers as Record<string, string>;
      const parsed = JSON.parse(body) as Pick<ReceivedWebhook, 'type' | 'timestamp' | 'data'>;
      const webhook = { ...parsed, id: headers['webhook-id'] ?? '', headers, body, path: request.url ?? '' };
      this.received.push(webhook);
      this.underWay += 1;
      this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay);
      response.on('close', () => (this.underWay -= 1));
      if (typeof this.answer === 'function') {
        this.answer(response, webhook);
        return;
      }
      if (this.answer < 300) this.accepted.push(webhook);
      response.writeHead(this.answer).end('noted');
    });
  }
}

/** Whether the library that the specification offers takes the webhook for genuine. */
export function isGenuine({ body, headers }: ReceivedWebhook, secret: string): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

/** What customers wrote, as webhooks told it. */
export function textsIn(webhooks: readonly ReceivedWebhook[]): string[] {
  return webhooks.map(({ data }) => (data.message as { text: string }).text);
}

export function idsIn(webhooks: readonly ReceivedWebhook[]): string[] {
  return webhooks.map(({ id }) => id);
}

/** Of ids those that have been there before. */
export function repeated(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}
