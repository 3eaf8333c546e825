import { createHash, randomBytes } from 'node:crypto';
import { DEMO } from '../src/simulator/world/demo-world.js';
import { startServer, type BenchServer } from './environment.js';
import { postEach } from './load.js';
import { inboundDocument } from './payloads.js';
import type { Row } from './report.js';

const MEGABYTE = 1024 * 1024;
const FILES = 20;
const SIZE = 10 * MEGABYTE;
const NUMBER = '16505551234';
/** All files together are ten times as much: held in memory they would show. */
const MOST_GROWTH_MB = 60;

const MAX_WAIT_MS = 100_000;

interface InboundFile {
  state: string;
  url: string;
  sha256: string;
}

/** 10 MB files in and out: from Meta to the store and on to a reader, and from an upload to Meta. The memory is the server's. */
export async function measureMedia(databaseUrl: string | null): Promise<Row[]> {
  const server = await startServer(databaseUrl);
  try {
    return await measureOn(server);
  } finally {
    await server.stop();
  }
}

async function measureOn(server: BenchServer): Promise<Row[]> {
  await warmUp(server);
  const idle = server.memoryMb();
  let peak = idle;
  const watching = setInterval(() => (peak = Math.max(peak, server.memoryMb())), 10);
  const inbound = await timed(() => receiveFiles(server, FILES));
  const peakIn = peak;
  peak = idle;
  const outbound = await timed(() => sendFiles(server, FILES));
  clearInterval(watching);
  return [
    row('files in: Meta, store, reader', inbound, idle, peakIn),
    row('files out: upload, store, Meta', outbound, idle, peak),
  ];
}

/** So that what every first file costs (code, buffers) is not counted. */
async function warmUp(server: BenchServer): Promise<void> {
  await receiveFiles(server, 2);
  await sendFiles(server, 2);
}

async function receiveFiles(server: BenchServer, count: number): Promise<void> {
  const { world } = server.simulator;
  const expected = new Map<string, string>();
  const bodies = Array.from({ length: count }, () => {
    const bytes = randomBytes(SIZE);
    const media = {
      id: world.newId(),
      phoneId: DEMO.phoneNumberId,
      mimeType: 'application/pdf',
      bytes,
      createdAt: world.now(),
    };
    world.media.set(media.id, media);
    const digest = createHash('sha256').update(bytes);
    const base64 = digest.copy().digest('base64');
    expected.set(digest.digest('hex'), media.id);
    return inboundDocument(media.id, base64, NUMBER);
  });
  await postEach(`${server.url}/webhooks/whatsapp`, bodies, Math.min(4, count));
  const files = await untilStored(server, expected);
  for (const { url, sha256 } of files) {
    const hash = createHash('sha256');
    const response = await fetch(url);
    for await (const chunk of response.body ?? []) hash.update(chunk);
    if (hash.digest('hex') !== sha256 || !expected.has(sha256)) throw new Error('A file is not what was sent.');
  }
  world.media.clear();
}

/** By their checksums: where a message stands in the chat is not what is measured here. */
async function untilStored(server: BenchServer, expected: ReadonlyMap<string, string>): Promise<InboundFile[]> {
  let stored: InboundFile[] = [];
  for (const end = Date.now() + MAX_WAIT_MS; Date.now() < end;) {
    stored = (await inboundFiles(server)).filter(({ state, sha256 }) => state === 'STORED' && expected.has(sha256));
    if (stored.length === expected.size) return stored;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${stored.length} of ${expected.size} files are STORED after ${MAX_WAIT_MS / 1000} s.`);
}

async function inboundFiles(server: BenchServer): Promise<InboundFile[]> {
  const answer = await server.graphql(
    `{ conversations(filter: { search: "${NUMBER}" }) { nodes { messages(last: 100) { nodes { direction content { ... on MediaContent { media { state url sha256 } } } } } } } }`,
  );
  const { conversations } = answer as unknown as {
    conversations: { nodes: { messages: { nodes: { direction: string; content: { media?: InboundFile } }[] } }[] };
  };
  return (conversations.nodes[0]?.messages.nodes ?? []).flatMap(({ direction, content }) =>
    direction === 'INBOUND' && content.media !== undefined ? [content.media] : [],
  );
}

async function sendFiles(server: BenchServer, count: number): Promise<void> {
  const { world } = server.simulator;
  world.settings.enforceRateLimits = false;
  const customer = world.ensureCustomer(NUMBER);
  world.addMessage({
    wamid: `wamid.window${Math.random()}`,
    phoneId: DEMO.phoneNumberId,
    customerUserId: customer.userId,
    direction: 'IN',
    type: 'text',
    text: 'Hello',
    body: {},
    at: world.now(),
    status: 'sent',
    callbackData: null,
  });
  const answer = await server.graphql(`{ conversations(filter: { search: "${NUMBER}" }) { nodes { id } } }`);
  const conversationId = (answer as unknown as { conversations: { nodes: { id: string }[] } }).conversations.nodes[0]
    ?.id;
  const before = world.messages.length;
  for (let file = 0; file < count; file += 1) {
    const form = new FormData();
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(SIZE)]);
    form.set('file', new Blob([bytes], { type: 'application/pdf' }), 'bench.pdf');
    const headers = { authorization: `Bearer ${server.token}` };
    const response = await fetch(`${server.url}/media`, { method: 'POST', headers, body: form });
    const { id } = (await response.json()) as { id: string };
    const input = { idempotencyKey: `file-${before}-${file}`, conversationId, content: { media: { mediaId: id } } };
    await server.graphql('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { errors { message } } }', {
      input,
    });
  }
  for (const end = Date.now() + MAX_WAIT_MS; world.messages.length < before + count;) {
    if (Date.now() > end) throw new Error(`Meta got ${world.messages.length - before} of ${count} files.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  world.media.clear();
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

function row(name: string, seconds: number, idle: number, peak: number): Row {
  const rate = Math.round((FILES * SIZE) / MEGABYTE / seconds);
  return {
    name: `${name}, ${FILES} × 10 MB`,
    baseline: `${idle} MB in use before`,
    measured: `${peak} MB at most (+${peak - idle} MB), ${rate} MB/s`,
    ratio: peak / idle,
    better: 'LOWER',
    target: `+${MOST_GROWTH_MB} MB at most`,
    isMet: peak - idle <= MOST_GROWTH_MB,
  };
}
