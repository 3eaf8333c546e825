import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { DEMO } from '../src/simulator/world/demo-world.js';
import { metaJson, metaSignature } from '../src/simulator/webhooks/webhook-sender.js';
import type { Target } from './target.js';

const EVERY_MS = 500;
const QUERY = `subscription ($id: ID!, $after: ID) { inboxEvents(accountId: $id, after: $after) {
  __typename cursor ... on MessageChanged { message { text } } } }`;
const TRY_AGAIN_MS = 250;

/**
 * A customer who writes and an operator who watches, all the while: how long a message takes from webhook to socket. As
 * Meta does, it delivers again what was not answered 200; as a console does, it goes on from its last cursor where its
 * socket was closed, which the odd inputs do by ending the session.
 */
export class LiveProbe {
  /** Milliseconds of each message that arrived. */
  readonly latencies: number[] = [];
  private slowest = { milliseconds: 0, afterSeconds: 0 };
  private readonly began = performance.now();
  private readonly sentAt = new Map<string, number>();
  private readonly client: Client;
  private readonly timer: NodeJS.Timeout;
  private readonly variables: { id: string; after?: string };
  private count = 0;

  constructor(private readonly target: Target) {
    this.variables = { id: target.accountId };
    this.client = createClient({
      url: `${target.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: () => ({ authorization: `Bearer ${target.token}` }),
      retryAttempts: 1_000,
      shouldRetry: () => true,
    });
    this.client.subscribe(
      { query: QUERY, variables: this.variables },
      { next: ({ data }) => this.receive(data), error: () => undefined, complete: () => undefined },
    );
    this.timer = setInterval(() => void this.write().catch(() => undefined), EVERY_MS);
  }

  /** Messages that have not arrived, of those that are older than a second. */
  get missing(): number {
    const now = performance.now();
    return [...this.sentAt.values()].filter((at) => now - at > 1_000).length;
  }

  get longest(): number {
    return Math.round(this.slowest.milliseconds);
  }

  /** Seconds from the beginning to the message that took longest. */
  get longestAt(): number {
    return Math.round(this.slowest.afterSeconds);
  }

  /** Messages that took longer than this. */
  slowerThan(milliseconds: number): number {
    return this.latencies.filter((latency) => latency > milliseconds).length;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await pause(1_500);
    await this.client.dispose();
  }

  private receive(data: unknown): void {
    const event = (data as { inboxEvents?: { cursor: string; message?: { text?: string | null } } } | null)
      ?.inboxEvents;
    if (event !== undefined) this.variables.after = event.cursor; // the client sends these again when it comes back
    const text = event?.message?.text;
    const at = this.sentAt.get(text ?? '');
    if (text == null || at === undefined) return;
    this.sentAt.delete(text);
    const milliseconds = performance.now() - at;
    this.latencies.push(milliseconds);
    if (milliseconds > this.slowest.milliseconds)
      this.slowest = { milliseconds, afterSeconds: (at - this.began) / 1_000 };
  }

  private async write(): Promise<void> {
    this.count += 1;
    const text = `probe ${this.count}`;
    const body = metaJson({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: DEMO.whatsappAccountId,
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: '15550783881', phone_number_id: DEMO.phoneNumberId },
                contacts: [{ profile: { name: 'Probe' }, wa_id: '16505559999' }],
                messages: [
                  {
                    from: '16505559999',
                    id: `wamid.probe.${process.pid}.${this.count}`,
                    timestamp: String(Math.floor(Date.now() / 1000)),
                    type: 'text',
                    text: { body: text },
                  },
                ],
              },
            },
          ],
        },
      ],
    });
    this.sentAt.set(text, performance.now());
    const headers = {
      'content-type': 'application/json',
      'x-hub-signature-256': metaSignature(body, DEMO.appSecret),
    };
    while ((await this.target.post('/webhooks/whatsapp', body, headers)).status !== 200) await pause(TRY_AGAIN_MS);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
