import { Agent, request } from 'undici';
import { Webhook } from 'standardwebhooks';
import { startScript, startServer, type BenchServer } from './environment.js';
import { postEach } from './load.js';
import { inboundText } from './payloads.js';
import type { BenchOptions, Row } from './report.js';
import { rounded } from './reporting/statistics.js';

const ENDPOINTS = 10;
const EVENTS = { quick: 1_000, whole: 10_000 };
const CUSTOMERS = 800;
const CONNECTIONS = 64;
/** Under way to each endpoint at once, by the bare client as by the server. */
const SIDE_BY_SIDE = 10;
const CALM_PER_SECOND = 20;
const CALM_SECONDS = { quick: 5, whole: 15 };
const MAX_MEMORY_MB = 400;
/** As docs/operations.md advises where memory is short: what is in use is some 110 MB, and V8 lets garbage grow far beyond it where it may. */
const HEAP_MB = 256;
const MAX_QUIET_MS = 60_000;

interface Summary {
  count: number;
  isOneOrder: boolean;
  p50: number;
  p99: number;
}

/** Webhooks to other systems: from the POST of Meta's to the receivers' answers, against a client that only signs and posts. */
export async function measureEndpoints(databaseUrl: string | null, { isQuick }: BenchOptions): Promise<Row[]> {
  const size = isQuick ? 'quick' : 'whole';
  const receiver = await startScript('baselines/webhook-receiver.js');
  const receiverUrl = `http://127.0.0.1:${receiver.port}`;
  const server = await startServer(databaseUrl, 'all', {
    ENDPOINT_PRIVATE_HOSTS: '127.0.0.1',
    NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}`,
  });
  try {
    const bare = await bareRate(receiverUrl, EVENTS[size] * ENDPOINTS);
    await addEndpoints(server, receiverUrl);
    return [
      await measureRate(server, receiverUrl, EVENTS[size], bare),
      await measureCalm(server, receiverUrl, CALM_SECONDS[size]),
    ];
  } finally {
    await server.stop();
    await receiver.stop();
  }
}

async function measureRate(server: BenchServer, receiverUrl: string, events: number, bare: number): Promise<Row> {
  const rest = server.memoryMb();
  const began = performance.now();
  const posted = post(server, events);
  const { summary, memory, endedAt } = await untilAllCame(server, receiverUrl, events * ENDPOINTS);
  const { not200 } = await posted;
  const rate = Math.round(summary.count / ((endedAt - began) / 1_000));
  const isWhole = summary.count === events * ENDPOINTS && summary.isOneOrder && not200 === 0;
  return {
    name: `webhooks out, ${events} events to ${ENDPOINTS} endpoints`,
    baseline: `${bare}/s (signed and posted, nothing else)`,
    measured: `${rate}/s from the first event to the last answer, ${summary.count} came, each conversation in order: ${summary.isOneOrder ? 'yes' : 'no'}; ${memory} MB at most of a heap of ${HEAP_MB}, ${rest} MB before`,
    ratio: rounded(rate / bare, 3),
    target: `all, in order, <= ${MAX_MEMORY_MB} MB`,
    isMet: isWhole && memory <= MAX_MEMORY_MB,
  };
}

/** How long after its message was posted a webhook arrives, while nobody is in a hurry. */
async function measureCalm(server: BenchServer, receiverUrl: string, seconds: number): Promise<Row> {
  await fetch(receiverUrl, { method: 'DELETE' });
  const events = CALM_PER_SECOND * seconds;
  const began = performance.now();
  const sending: Promise<unknown>[] = [];
  for (let number = 0; number < events; number += 1) {
    const wait = began + (number * 1_000) / CALM_PER_SECOND - performance.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, wait)));
    const { body, headers } = inboundText(CUSTOMERS, `${Date.now()} calm`);
    sending.push(fetch(`${server.url}/webhooks/whatsapp`, { method: 'POST', body, headers }));
  }
  await Promise.all(sending);
  const { summary } = await untilAllCame(server, receiverUrl, events * ENDPOINTS);
  return {
    name: `webhooks out, ${CALM_PER_SECOND} messages/s to ${ENDPOINTS} endpoints`,
    baseline: '-',
    measured: `p50 ${summary.p50} ms, p99 ${summary.p99} ms after the message was posted, ${summary.count} of ${events * ENDPOINTS} came`,
    ratio: null,
    target: 'p50 <= 250 ms, p99 <= 1,000 ms, all',
    isMet: summary.p50 <= 250 && summary.p99 <= 1_000 && summary.count === events * ENDPOINTS,
  };
}

async function post(server: BenchServer, events: number): Promise<{ not200: number }> {
  const bodies = Array.from({ length: events }, (_, number) => inboundText(CUSTOMERS, `${Date.now()} ${number}`));
  return postEach(`${server.url}/webhooks/whatsapp`, bodies, CONNECTIONS);
}

/** Until all have come, or none has for a minute. */
async function untilAllCame(server: BenchServer, receiverUrl: string, wanted: number) {
  let memory = 0;
  let endedAt = performance.now();
  for (let count = 0; ;) {
    const summary = (await (await fetch(receiverUrl)).json()) as Summary;
    memory = Math.max(memory, server.memoryMb());
    if (summary.count > count) endedAt = performance.now();
    count = summary.count;
    if (count >= wanted || performance.now() - endedAt > MAX_QUIET_MS) return { summary, memory, endedAt };
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function addEndpoints(server: BenchServer, receiverUrl: string): Promise<void> {
  for (let number = 0; number < ENDPOINTS; number += 1) {
    const { createWebhookEndpoint } = (await server.graphql(
      'mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { errors { message } } }',
      { input: { url: `${receiverUrl}/${number}`, eventTypes: ['MESSAGE_RECEIVED'] } },
    )) as unknown as { createWebhookEndpoint: { errors: { message: string }[] } };
    const [refused] = createWebhookEndpoint.errors;
    if (refused !== undefined) throw new Error(refused.message);
  }
}

/** What a client does that signs a payload of the usual size and posts it to each receiver in turn, as many side by side as the server does. */
async function bareRate(receiverUrl: string, count: number): Promise<number> {
  const agent = new Agent();
  const webhook = new Webhook(`whsec_${Buffer.alloc(32, 'k').toString('base64')}`);
  const payload = JSON.stringify({
    data: { message: { text: '0', conversation: { id: '' } } },
    padding: 'x'.repeat(1_700),
  });
  let next = 0;
  const began = performance.now();
  const posting = Array.from({ length: ENDPOINTS * SIDE_BY_SIDE }, async (_, lane) => {
    for (let number = next++; number < count; number = next++) {
      const at = new Date();
      const { body } = await request(`${receiverUrl}/${lane % ENDPOINTS}`, {
        dispatcher: agent,
        method: 'POST',
        headers: {
          'webhook-id': String(number),
          'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
          'webhook-signature': webhook.sign(String(number), at, payload),
        },
        body: payload,
      });
      await body.dump();
    }
  });
  await Promise.all(posting);
  const rate = Math.round(count / ((performance.now() - began) / 1_000));
  await agent.close();
  await fetch(receiverUrl, { method: 'DELETE' });
  return rate;
}
