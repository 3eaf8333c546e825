import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SentWebhookDetails, SimState } from '../../src/simulator/control-api.js';
import { DEMO, populateDemoWorld } from '../../src/simulator/world/demo-world.js';
import { startSimulator, type Simulator } from '../../src/simulator/simulator.js';
import { must } from './expectations.js';

const { whatsappAccountId: WABA, phoneNumberId: PHONE } = DEMO;

/** A simulator by itself, with somebody who takes its webhooks, and its control and Graph API over HTTP. */
export class ControlledSimulator {
  /** Bodies of webhooks, in the order in which they came. */
  readonly received: string[] = [];
  /** The status with which webhooks are answered. */
  answerWith = 200;

  private constructor(
    readonly simulator: Simulator,
    private readonly receiver: Server,
  ) {}

  static async start(): Promise<ControlledSimulator> {
    const simulator = await startSimulator(0);
    populateDemoWorld(simulator.world);
    const receiver = createServer();
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const callbackUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    const fields = ['messages', 'user_preferences', 'message_template_status_update'];
    must(simulator.world.apps.get(DEMO.appId)).subscription = { callbackUrl, verifyToken: 'x', fields };
    must(simulator.world.wabas.get(WABA)).subscribedAppIds.add(DEMO.appId);
    const here = new ControlledSimulator(simulator, receiver);
    here.takeWebhooks();
    return here;
  }

  async reset(): Promise<void> {
    this.answerWith = 200;
    await this.control('reset', {});
    this.received.length = 0;
  }

  async http(path: string, options: RequestInit = {}): Promise<Response> {
    return fetch(`${this.simulator.url}/sim/${path}`, options);
  }

  async answer(path: string, body: unknown, headers: Record<string, string> = {}) {
    const response = await this.http(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async control<T = unknown>(path: string, body: unknown): Promise<T> {
    return (await this.answer(path, body)).body as T;
  }

  async state(): Promise<SimState> {
    return (await (await this.http('state')).json()) as SimState;
  }

  /** Webhooks whose body has this text, with all that is known of them. */
  async webhooksWith(text: string): Promise<SentWebhookDetails[]> {
    const { webhooks } = await this.state();
    const details = await Promise.all(
      webhooks.map(async ({ id }) => (await (await this.http(`webhooks/${id}`)).json()) as SentWebhookDetails),
    );
    return details.filter(({ body }) => body.includes(text));
  }

  async graph(path: string, body?: object) {
    const response = await fetch(`${this.simulator.url}/v26.0${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${DEMO.accessToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, code: /"code":(\d+)/.exec(text)?.[1] };
  }

  /** Sends as a business does: a text, unless told otherwise. */
  async send(to: string, content: object = { type: 'text', text: { body: 'Hello' } }) {
    return this.graph(`/${PHONE}/messages`, { messaging_product: 'whatsapp', to, ...content });
  }

  async close(): Promise<void> {
    await this.simulator.close();
    this.receiver.close();
  }

  private takeWebhooks(): void {
    this.receiver.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.received.push(Buffer.concat(chunks).toString());
        response.writeHead(this.answerWith).end('taken down');
      });
    });
  }
}
