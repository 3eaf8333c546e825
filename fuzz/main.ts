import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc, { type Arbitrary } from 'fast-check';
import { buildSchema } from 'graphql';
import WebSocket from 'ws';
import { ADMIN } from '../scripts/local-server.js';
import { recordResult } from '../scripts/long-tests/last-result.js';
import { DEMO, populateDemoWorld } from '../src/simulator/world/demo-world.js';
import { startSimulator } from '../src/simulator/simulator.js';
import { metaSignature } from '../src/simulator/webhooks/webhook-sender.js';
import { framesCases, type FramesCase } from './frames.js';
import { faultOf, quoted, type Fault } from './judge.js';
import { knownIds } from './known-ids.js';
import { LiveProbe } from './live-probe.js';
import { operationCases, type OperationCase } from './operations.js';
import { Target } from './target.js';
import { uploadCases, type UploadCase } from './uploads.js';
import { webhookCases, type WebhookCase } from './webhook-bodies.js';

/**
 * `npm run test:fuzz [-- cases seed]`: odd inputs for every operation of schema.gql, webhook bodies, frames of the WebSocket
 * and uploads, sent to a running server of its own (on the embedded database, or at FUZZ_DATABASE_URL) while a customer
 * writes and an operator watches. 10,000 cases unless said; the seed decides them all. Exits with 1 when anything crashed,
 * answered 5xx or an internal error, was taken in and could not be understood, or held up the live message for a second.
 */
const cases = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 1e9));
const BATCH = 250;
const CONCURRENCY = 4;
const MAX_LIVE_MS = 1_000;
const MAX_FAULTS = 25;
/** How an error of ours, of the database or of the language reads in a delivery. */
const OWN_ERROR = /\b(?:error|Error|[A-Z]\w+Error)\b/;

const schema = buildSchema(readFileSync(join(import.meta.dirname, '..', '..', 'schema.gql'), 'utf8'), {
  assumeValidSDL: true,
});
const counts = { operations: 0, webhooks: 0, frames: 0, uploads: 0, signInsAgain: 0 };
const faults: Fault[] = [];
const memory: number[] = [];

process.stdout.write(`Fuzz: ${cases} cases, seed ${seed}\n`);
const simulator = await startSimulator(0);
populateDemoWorld(simulator.world);
const target = await Target.start(simulator.url, process.env.FUZZ_DATABASE_URL);
const probe = new LiveProbe(target);
const began = performance.now();
try {
  for (let done = 0, batch = 0; done < cases && faults.length < MAX_FAULTS && !target.hasEnded; batch += 1) {
    const tasks = await tasksOf(batch, Math.min(BATCH, cases - done));
    done += tasks.length;
    await inParallel(tasks);
    memory.push(target.memory());
    if (batch % 20 === 19) process.stdout.write(`${done} cases, ${memory.at(-1)} MiB, ${faults.length} faults\n`);
  }
} finally {
  if (!target.hasEnded) await report();
}
if (target.hasEnded) record({ what: 'the server ended', input: '', answer: target.output.slice(-20).join('') });
await probe.stop();
const missing = target.hasEnded ? { lost: 0, erased: 0 } : await signedIn(() => probe.missing());
const exitCode = await target.stop();
await simulator.close();
const isGood = faults.length === 0 && missing.lost === 0 && probe.longest <= MAX_LIVE_MS && exitCode === 0;
const figures: [string, string | number][] = [
  [
    'operations, webhooks, frames, uploads',
    `${counts.operations}, ${counts.webhooks}, ${counts.frames}, ${counts.uploads}`,
  ],
  ['in', `${Math.round((performance.now() - began) / 1000)} s`],
  ['faults', faults.length],
  [
    'live messages',
    `${probe.latencies.length} arrived, longest ${probe.longest} ms (after ${probe.longestAt} s), ${probe.slowerThan(MAX_LIVE_MS)} above ${MAX_LIVE_MS} ms, missing ${missing.lost}, erased on their way ${missing.erased}`,
  ],
  [
    'memory of the server',
    `${memory[0] ?? 0} MiB at first, ${Math.max(0, ...memory)} at most, ${memory.at(-1) ?? 0} at last`,
  ],
  ['the server ended with', String(exitCode)],
];
recordResult('fuzz', `npm run test:fuzz -- ${cases} ${seed}`, figures);
process.stdout.write(
  [
    '',
    `| ${cases} cases, seed ${seed} | |`,
    '| --- | --- |',
    ...figures.map(([name, value]) => `| ${name} | ${value} |`),
    '',
    ...faults.flatMap(({ what, input, answer }) => [`## ${what}`, input, `→ ${answer}`, '']),
    isGood ? 'Nothing crashed, nothing failed.' : `NOT GOOD. Repeat it with: npm run test:fuzz -- ${cases} ${seed}`,
    '',
  ].join('\n'),
);
process.exit(isGood ? 0 : 1);

async function signedIn<T>(ask: () => Promise<T>): Promise<T> {
  await target.login();
  return ask();
}

type Task = () => Promise<void>;

/** A batch of each kind, in the proportion in which the kinds have ways to be wrong. */
async function tasksOf(batch: number, size: number): Promise<Task[]> {
  await target.login();
  const ids = await knownIds(target, ADMIN.email);
  const share = (part: number): number => Math.max(1, Math.round(size * part));
  const kinds = [
    drawn(operationCases(schema, ids), batch, share(0.62), operate),
    drawn(webhookCases, batch, share(0.25), deliver),
    drawn(framesCases(target.token, target.accountId), batch, share(0.08), speak),
    drawn(uploadCases, batch, share(0.05), upload),
  ];
  return kinds.flat().slice(0, size);
}

function drawn<Case>(of: Arbitrary<Case>, batch: number, count: number, run: (input: Case) => Promise<void>): Task[] {
  return fc.sample(of, { seed: seed + batch, numRuns: count }).map((input) => () => run(input));
}

async function inParallel(tasks: Task[]): Promise<void> {
  const rest = [...tasks];
  const work = async (): Promise<void> => {
    for (let task = rest.shift(); task !== undefined && !target.hasEnded; task = rest.shift()) {
      await task().catch((error: unknown) => {
        record({ what: 'no answer', input: '', answer: inspect(error) });
      });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
}

async function operate({ query, variables, operationName }: OperationCase): Promise<void> {
  counts.operations += 1;
  const reply = await target.graphql(query, variables, operationName);
  if (reply.text.includes('UNAUTHENTICATED')) {
    counts.signInsAgain += 1;
    await target.login();
  }
  note(faultOf({ query, variables, operationName }, reply));
}

async function deliver({ body }: WebhookCase): Promise<void> {
  counts.webhooks += 1;
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': metaSignature(body, DEMO.appSecret) };
  note(faultOf(body, await target.post('/webhooks/whatsapp', body, headers)));
}

async function upload({ contentType, body }: UploadCase): Promise<void> {
  counts.uploads += 1;
  const headers = { 'content-type': contentType, authorization: `Bearer ${target.token}` };
  note(faultOf(body.toString('latin1'), await target.post('/media', new Uint8Array(body), headers)));
}

/** Resolves when the server has answered for a while, or has closed the socket. Closing with 4500 is an internal error. */
async function speak({ frames }: FramesCase): Promise<void> {
  counts.frames += 1;
  const socket = new WebSocket(`${target.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const answers: string[] = [];
  socket.on('message', (data: Buffer) => answers.push(String(data)));
  const code = await new Promise<number>((resolve) => {
    socket.on('error', () => resolve(0));
    socket.on('close', resolve);
    socket.on('open', () => {
      for (const frame of frames) socket.send(frame);
      setTimeout(() => socket.close(), 60);
    });
  });
  const input = frames.map(String).join('\n');
  if (code === 4500) record({ what: 'closed with 4500', input: quoted(input), answer: answers.join('\n') });
  note(faultOf(input, { status: 200, text: answers.join('\n') }));
}

function note(fault: Fault | null): void {
  if (fault !== null) record(fault);
}

/** Said at once: a long run may be ended before it says everything. */
function record(fault: Fault): void {
  faults.push(fault);
  process.stdout.write(
    `Fault ${faults.length}: ${fault.what}: ${fault.input.slice(0, 500)} → ${fault.answer.slice(0, 500)}\n`,
  );
}

/** What was answered 200 must be understood, or set aside as unknown, never fail. */
async function report(): Promise<void> {
  const deadline = Date.now() + 60_000;
  const query = `{ waiting: webhookDeliveries(first: 1, state: [RECEIVED]) { nodes { id } }
    failed: webhookDeliveries(first: 100, state: [FAILED]) { nodes { id error payload } } }`;
  for (;;) {
    const { waiting, failed } = (await target.ask(query)) as Record<
      string,
      { nodes: { error: string; payload: unknown }[] }
    >;
    if ((waiting?.nodes.length ?? 0) > 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      continue;
    }
    if ((waiting?.nodes.length ?? 0) > 0) record({ what: 'webhooks wait for ever', input: '', answer: '' });
    for (const { error, payload } of failed?.nodes ?? []) {
      if (!OWN_ERROR.test(error)) continue; // what Meta never sends is set aside with a sentence
      record({ what: 'a delivery FAILED', input: quoted(JSON.stringify(payload)), answer: error });
    }
    return;
  }
}
