import WebSocket from 'ws';
import { startScript, startServer, type BenchServer } from './environment.js';
import { EventSockets } from './event-sockets.js';
import { inboundText } from './payloads.js';
import type { Row } from './report.js';

const CLIENTS = 1_000;
const EVENTS = 1_000;
const RAW_MESSAGES = 100;
const MAX_SECONDS = 120;
const SUBSCRIPTION = `subscription ($id: ID!, $after: ID) { inboxEvents(accountId: $id, after: $after) { cursor occurredAt __typename ... on MessageChanged { message {
  id direction status text occurredAt content { ... on TextContent { body } } conversation { id } } } } }`;
const CURSOR = Buffer.from('"cursor":"');

interface CaughtUp {
  seconds: number;
  peakMb: number;
  clients: number;
  isExact: boolean;
}

/** All clients of a process come back at once, as after a restart, each with the same thousand events to catch up with. */
export async function measureResume(databaseUrl: string | null): Promise<Row[]> {
  const rawPerSecond = await measureRaw();
  const server = await startServer(databaseUrl);
  const before = await cursorOf(server);
  await write(server, before);
  const idleMb = server.memoryMb();
  const { seconds, peakMb, clients, isExact } = await catchUp(server, before);
  await server.stop();
  const perSecond = Math.round((clients * EVENTS) / seconds);
  return [
    {
      name: `resume, ${CLIENTS} clients × ${EVENTS} events`,
      baseline: `${rawPerSecond} frames/s (raw ws broadcast to as many)`,
      measured: `${clients} caught up after ${seconds.toFixed(1)} s (${perSecond} events/s), ${idleMb} MB before, ${peakMb} MB at most${isExact ? '' : ', NOT each event once in order'}`,
      ratio: perSecond / rawPerSecond,
      target: 'all within 10 s, < 400 MB, each event once in order',
      isMet: clients === CLIENTS && isExact && seconds <= 10 && peakMb < 400,
    },
  ];
}

async function measureRaw(): Promise<number> {
  const raw = await startScript('baselines/baseline-socket.js');
  let received = 0;
  const sockets = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const socket = new WebSocket(`ws://127.0.0.1:${raw.port}/`, { perMessageDeflate: false });
      socket.on('message', () => (received += 1));
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      return socket;
    }),
  );
  const body = 'x'.repeat(600);
  const begin = performance.now();
  for (let index = 0; index < RAW_MESSAGES; index += 1)
    await fetch(`http://127.0.0.1:${raw.port}/`, { method: 'POST', body });
  while (received < CLIENTS * RAW_MESSAGES) await new Promise((resolve) => setTimeout(resolve, 5));
  const seconds = (performance.now() - begin) / 1000;
  for (const socket of sockets) socket.terminate();
  await raw.stop();
  return Math.round((CLIENTS * RAW_MESSAGES) / seconds);
}

/** As many events as it takes; returns when they are in the log. */
async function write(server: BenchServer, before: string): Promise<void> {
  const waiting = Array.from({ length: EVENTS }, (_, number) => `missed ${number}`);
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let text = waiting.shift(); text !== undefined; text = waiting.shift()) {
        const { body, headers } = inboundText(200, text);
        await fetch(`${server.url}/webhooks/whatsapp`, { method: 'POST', body, headers });
      }
    }),
  );
  for (let cursor = before, earlier = ''; cursor !== earlier || cursor === before;) {
    earlier = cursor;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    cursor = await cursorOf(server);
  }
}

async function catchUp(server: BenchServer, after: string): Promise<CaughtUp> {
  const reference: string[] = [];
  const counts = new Array<number>(CLIENTS).fill(0);
  const messages = new Array<number>(CLIENTS).fill(0);
  let [clients, isExact, lastAt] = [0, true, 0];
  const sockets = new EventSockets(server.url, (message, socket) => {
    const begin = message.indexOf(CURSOR) + CURSOR.length;
    const cursor = message.toString('latin1', begin, message.indexOf(34, begin));
    const at = counts[socket] ?? 0;
    reference[at] ??= cursor;
    isExact &&= reference[at] === cursor;
    counts[socket] = at + 1;
    if (message.indexOf('"MessageChanged"') < 0) return;
    messages[socket] = (messages[socket] ?? 0) + 1;
    if (messages[socket] !== EVENTS) return;
    clients += 1;
    lastAt = performance.now();
  });
  const question = {
    token: server.token,
    query: SUBSCRIPTION,
    variables: { id: server.accountId, after },
  };
  const questions = Array.from({ length: CLIENTS }, () => question);
  await sockets.connect(questions);
  let peakMb = 0;
  const watching = setInterval(() => (peakMb = Math.max(peakMb, server.memoryMb())), 100);
  const begin = performance.now();
  sockets.subscribe(questions);
  while (clients < CLIENTS && performance.now() - begin < MAX_SECONDS * 1000)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const seconds = ((clients === CLIENTS ? lastAt : performance.now()) - begin) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 500)); // nothing may come twice
  clearInterval(watching);
  isExact &&= new Set(reference).size === reference.length && messages.every((count) => count <= EVENTS);
  sockets.close();
  return { seconds, peakMb, clients, isExact };
}

async function cursorOf(server: BenchServer): Promise<string> {
  const { account } = (await server.graphql('query ($id: ID!) { account(id: $id) { eventCursor } }', {
    id: server.accountId,
  })) as unknown as { account: { eventCursor: string } };
  return account.eventCursor;
}
