import { startServer, type BenchServer } from './environment.js';
import { EventSockets, type SocketQuestion } from './event-sockets.js';
import { inboundText } from './payloads.js';
import type { Row } from './report.js';

const OPERATORS = 200;
const PER_SECOND = 50;
const SECONDS = 8;
const fields = (
  ofViewer: string,
) => `subscription ($id: ID!) { inboxEvents(accountId: $id) { __typename cursor occurredAt ... on MessageChanged { message {
  id direction status text occurredAt conversation { id ${ofViewer} lastActivityAt serviceWindow { isOpen expiresAt } contact { displayName } } } } } }`;
const TEXT = Buffer.from('"text":"timed ');

interface Measured {
  p50: number;
  p99: number;
  delivered: number;
  cpuMsPerEvent: number | null;
}

/** What consoles ask for, by 200 people who have each read something else: with the fields that differ from person to person, beside without them. */
export async function measureConsoleFields(databaseUrl: string | null): Promise<Row[]> {
  const server = await startServer(databaseUrl);
  const tokens = await signInOperators(server);
  const warmUp = Array.from({ length: 100 }, () => send(server, 'warm-up'));
  await Promise.all(warmUp);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const without = await measure(server, tokens, fields(''));
  const whole = await measure(server, tokens, fields('unreadCount allowedActions'));
  await server.stop();
  const expected = OPERATORS * PER_SECOND * SECONDS;
  return [
    {
      name: `live with unreadCount and allowedActions, ${OPERATORS} operators at ${PER_SECOND} messages/s`,
      baseline: `${sentenceOf(without)} (without the two)`,
      measured: `${sentenceOf(whole)}, delivered ${whole.delivered} of ${expected}`,
      ratio: whole.p99 / without.p99,
      target: 'p99 <= 30 ms',
      isMet: whole.p99 <= 30 && whole.delivered === expected,
    },
  ];
}

function sentenceOf({ p50, p99, cpuMsPerEvent }: Measured): string {
  const cpu = cpuMsPerEvent === null ? '' : `, ${cpuMsPerEvent.toFixed(1)} ms CPU an event`;
  return `p50 ${p50} ms, p99 ${p99} ms${cpu}`;
}

async function measure(server: BenchServer, tokens: string[], query: string): Promise<Measured> {
  const sentAt: number[] = [];
  const latencies: number[] = [];
  const sockets = new EventSockets(server.url, (message) => {
    const begin = message.indexOf(TEXT);
    if (begin < 0) return;
    const number = Number(message.toString('latin1', begin + TEXT.length, message.indexOf(34, begin + TEXT.length)));
    latencies.push(performance.now() - (sentAt[number] ?? 0));
  });
  const questions: SocketQuestion[] = tokens.map((token) => ({ token, query, variables: { id: server.accountId } }));
  await sockets.connect(questions);
  sockets.subscribe(questions);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const cpuBefore = server.cpuMs();
  const begin = performance.now();
  const sending: Promise<unknown>[] = [];
  for (let number = 0; number < PER_SECOND * SECONDS; number += 1) {
    const due = begin + (number * 1000) / PER_SECOND;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    sentAt[number] = performance.now();
    sending.push(send(server, `timed ${number}`));
  }
  await Promise.all(sending);
  for (let count = -1; count !== latencies.length; await new Promise((resolve) => setTimeout(resolve, 1_000)))
    count = latencies.length;
  const cpuAfter = server.cpuMs();
  sockets.close();
  latencies.sort((one, other) => one - other);
  const at = (share: number) => Math.round((latencies[Math.floor(latencies.length * share)] ?? 0) * 10) / 10;
  const cpuMsPerEvent =
    cpuBefore === null || cpuAfter === null ? null : (cpuAfter - cpuBefore) / (PER_SECOND * SECONDS);
  return { p50: at(0.5), p99: at(0.99), delivered: latencies.length, cpuMsPerEvent };
}

function send(server: BenchServer, text: string): Promise<Response> {
  const { body, headers } = inboundText(200, text);
  return fetch(`${server.url}/webhooks/whatsapp`, { method: 'POST', body, headers });
}

async function signInOperators(server: BenchServer): Promise<string[]> {
  const tokens: string[] = [];
  for (let number = 0; number < OPERATORS; number += 1) {
    const [email, password] = [`operator-${number}@example.com`, `a long enough password ${number}`];
    await server.graphql(
      'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } errors { code } } }',
      { input: { name: `Operator ${number}`, email, password, role: 'OPERATOR', accountIds: [server.accountId] } },
    );
    const { login } = (await server.graphql('mutation ($input: LoginInput!) { login(input: $input) { accessToken } }', {
      input: { email, password },
    })) as unknown as { login: { accessToken: string } };
    tokens.push(login.accessToken);
  }
  return tokens;
}
