import WebSocket from 'ws';
import { startScript, startServer } from './environment.js';
import { inboundText } from './payloads.js';
import type { Row } from './report.js';

const SUBSCRIBERS = 500;
const PER_SECOND = 50;
const SECONDS = 8;
const SATURATION_MESSAGES = 600;
const SUBSCRIPTION = `subscription ($id: ID!) { inboxEvents(accountId: $id) { __typename cursor occurredAt ... on MessageChanged { message {
  id direction status text occurredAt content { ... on TextContent { body } } conversation { id } } } } }`;

interface Latencies {
  p50: number;
  p99: number;
  delivered: number;
}

/** From the POST of a webhook to the event at every operator's socket, against a raw broadcast of the same size. */
export async function measureLive(databaseUrl: string | null): Promise<Row[]> {
  const raw = await startScript('baselines/baseline-socket.js');
  const rawClients = new Clients();
  await rawClients.connectRaw(`ws://127.0.0.1:${raw.port}/`, SUBSCRIBERS);
  const sample = JSON.stringify({ id: 'x', type: 'next', payload: { data: { padding: 'x'.repeat(420) } } });
  const post = (text: string) =>
    fetch(`http://127.0.0.1:${raw.port}/`, { method: 'POST', body: JSON.stringify({ text, sample }) });
  const rawLatency = await rawClients.measureLatency(post);
  const rawPerSecond = await rawClients.measureSaturation(post);
  rawClients.close();
  await raw.stop();

  const server = await startServer(databaseUrl);
  const clients = new Clients();
  await clients.connectSubscribers(server.url, server.token, server.accountId, SUBSCRIBERS);
  const send = (text: string) => {
    const { body, headers } = inboundText(200, text);
    return fetch(`${server.url}/webhooks/whatsapp`, { method: 'POST', body, headers });
  };
  for (let index = 0; index < 100; index += 1) await send('warm-up');
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const latency = await clients.measureLatency(send);
  const perSecond = await clients.measureSaturation(send);
  const memory = server.memoryMb();
  clients.close();
  await server.stop();
  return [
    {
      name: `live, ${SUBSCRIBERS} subscribers at ${PER_SECOND} messages/s`,
      baseline: `p50 ${rawLatency.p50} ms, p99 ${rawLatency.p99} ms (raw ws broadcast)`,
      measured: `p50 ${latency.p50} ms, p99 ${latency.p99} ms, delivered ${latency.delivered} of ${SUBSCRIBERS * PER_SECOND * SECONDS}, ${memory} MB`,
      ratio: null,
      target: 'p50 <= 15 ms, p99 <= 30 ms, all',
      isMet: latency.p50 <= 15 && latency.p99 <= 30 && latency.delivered === SUBSCRIBERS * PER_SECOND * SECONDS,
    },
    {
      name: `live at saturation, ${SUBSCRIBERS} subscribers`,
      baseline: `${rawPerSecond} events/s (raw ws broadcast)`,
      measured: `${perSecond} events/s`,
      ratio: perSecond / rawPerSecond,
      target: '>= 0.6',
      isMet: perSecond >= 0.6 * rawPerSecond,
    },
  ];
}

type Send = (text: string) => Promise<Response>;

/** Sockets that note when which message came. The text of a message is `<kind> <number>`. */
export class Clients {
  private readonly sockets: WebSocket[] = [];
  private received = 0;
  private events = 0;
  private latencies: number[] = [];
  private readonly sentAt = new Map<string, number>();

  async connectRaw(url: string, count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) await this.open(new WebSocket(url, { perMessageDeflate: false }));
  }

  async connectSubscribers(url: string, token: string, accountId: string, count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
        perMessageDeflate: false,
      });
      await this.open(socket);
      const acknowledged = new Promise((resolve) => socket.once('message', resolve));
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
      await acknowledged;
      socket.send(
        JSON.stringify({
          id: String(index),
          type: 'subscribe',
          payload: { query: SUBSCRIPTION, variables: { id: accountId } },
        }),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 1_500));
  }

  async measureLatency(send: Send, seconds = SECONDS): Promise<Latencies> {
    this.reset();
    const begin = performance.now();
    const sending: Promise<unknown>[] = [];
    for (let number = 0; number < PER_SECOND * seconds; number += 1) {
      const due = begin + (number * 1000) / PER_SECOND;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      const text = `timed ${number}`;
      this.sentAt.set(text, performance.now());
      sending.push(send(text));
    }
    await Promise.all(sending);
    await this.untilQuiet();
    this.latencies.sort((a, b) => a - b);
    const at = (share: number) =>
      Math.round((this.latencies[Math.floor(this.latencies.length * share)] ?? 0) * 10) / 10;
    return { p50: at(0.5), p99: at(0.99), delivered: this.received };
  }

  /** Everything at once; how many events a second reach the sockets until the last has come. */
  async measureSaturation(send: Send): Promise<number> {
    this.reset();
    const begin = performance.now();
    const waiting = Array.from({ length: SATURATION_MESSAGES }, (_, number) => `burst ${number}`);
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        for (let text = waiting.shift(); text !== undefined; text = waiting.shift()) await send(text);
      }),
    );
    const end = await this.untilQuiet();
    return Math.round(this.events / ((end - begin) / 1000));
  }

  close(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  private async open(socket: WebSocket): Promise<void> {
    this.sockets.push(socket);
    socket.on('message', (message: Buffer) => this.note(message));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  }

  private lastAt = 0;

  private note(message: Buffer): void {
    const now = performance.now();
    this.events += 1;
    this.lastAt = now;
    const begin = message.indexOf('"text":"timed ');
    if (begin < 0) return;
    const text = message.toString('latin1', begin + 8, message.indexOf('"', begin + 8));
    const sentAt = this.sentAt.get(text);
    if (sentAt === undefined) return;
    this.received += 1;
    this.latencies.push(now - sentAt);
  }

  private async untilQuiet(): Promise<number> {
    this.lastAt = performance.now();
    while (performance.now() - this.lastAt < 1_000) await new Promise((resolve) => setTimeout(resolve, 50));
    return this.lastAt;
  }

  private reset(): void {
    this.received = 0;
    this.events = 0;
    this.latencies = [];
    this.sentAt.clear();
  }
}
