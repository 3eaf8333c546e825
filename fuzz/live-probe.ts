import { setTimeout } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { DEMO } from '../src/simulator/world/demo-world.js';
import { metaJson, metaSignature } from '../src/simulator/webhooks/webhook-sender.js';
import type { Target } from './target.js';

const EVERY_MS = 500;
const QUERY = `subscription ($id: ID!, $after: ID) { inboxEvents(accountId: $id, after: $after) {
  __typename cursor ... on MessageChanged { message { text conversation { contact { id } } } } } }`;
const ERASURES = `query ($from: DateTime!, $until: DateTime!) {
  auditEntries(first: 100, filter: { action: [CONTACT_ERASED], from: $from, until: $until }) { nodes { subjectId } } }`;
/** Milliseconds within which a message would have arrived, so that an erasure in them took it away. */
const ARRIVES_WITHIN_MS = 2_000;
const PROBE = 'probe ';
const TRY_AGAIN_MS = 250;

/** An event, as far as it is asked for. */
interface ProbeEvent {
  cursor: string;
  message?: { text?: string | null; conversation: { contact: { id: string } } };
}

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
  /** Contacts that the customer was: a new one after each erasure. */
  private readonly contactIds = new Set<string>();
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

  /** What has not arrived: messages that are nowhere, and those that an erasure took away before they did. */
  async missing(): Promise<{ lost: number; erased: number }> {
    const now = performance.now();
    const late = [...this.sentAt.values()].filter((at) => now - at > 1_000);
    const areErased = await Promise.all(late.map((at) => this.wasErasedAt(Date.now() - (now - at))));
    const erased = areErased.filter(Boolean).length;
    return { lost: late.length - erased, erased };
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
    await setTimeout(1_500);
    await this.client.dispose();
  }

  /** Whether the customer was erased, by an odd input that was none, just after the message was written. */
  private async wasErasedAt(writtenAt: number): Promise<boolean> {
    const until = new Date(writtenAt + ARRIVES_WITHIN_MS);
    const data = await this.target.ask(ERASURES, { from: new Date(writtenAt), until });
    const { auditEntries } = data as { auditEntries: { nodes: { subjectId: string }[] } };
    return auditEntries.nodes.some(({ subjectId }) => this.contactIds.has(subjectId));
  }

  private receive(data: unknown): void {
    const event = (data as { inboxEvents?: ProbeEvent } | null)?.inboxEvents;
    if (event !== undefined) this.variables.after = event.cursor; // the client sends these again when it comes back
    const text = event?.message?.text;
    if (text?.startsWith(PROBE) === true) this.contactIds.add(event?.message?.conversation.contact.id ?? '');
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
    const text = `${PROBE}${this.count}`;
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
    while ((await this.target.post('/webhooks/whatsapp', body, headers)).status !== 200) await setTimeout(TRY_AGAIN_MS);
  }
}
