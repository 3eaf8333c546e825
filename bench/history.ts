import { operatorsToNotify } from './colleagues.js';
import { startServer, type BenchServer } from './environment.js';
import { Clients } from './live.js';
import { historyChunk, inboundText } from './payloads.js';
import type { BenchOptions, Row } from './report.js';

const CHUNKS = { quick: 2, whole: 10 };
const CHATS = 50;
const MESSAGES_A_CHAT = 20;
const OPERATORS = 5;
const SUBSCRIBERS = 20;
const PER_SECOND = 50;
const SECONDS = { quick: 8, whole: 20 };
const MAX_READING_MS = 5 * 60_000;

/** The history of a phone's app, read beside 50 messages a second: how fast it is, and what those who write now notice of it. */
export async function measureHistory(databaseUrl: string | null, { isQuick }: BenchOptions): Promise<Row[]> {
  const size = isQuick ? 'quick' : 'whole';
  const server = await startServer(databaseUrl);
  const clients = new Clients();
  try {
    await operatorsToNotify(server, OPERATORS);
    await clients.connectSubscribers(server.url, server.token, server.accountId, SUBSCRIBERS);
    const send = (text: string) => post(server, inboundText(200, text));
    for (let index = 0; index < 100; index += 1) await send('warm-up');
    const alone = await clients.measureLatency(send, SECONDS[size]);
    const began = performance.now();
    for (let chunk = 0; chunk < CHUNKS[size]; chunk += 1)
      await post(server, historyChunk(chunk, CHUNKS[size], CHATS, MESSAGES_A_CHAT));
    const reading = untilRead(server).then((found) => ({ found, took: (performance.now() - began) / 1000 }));
    const beside = await clients.measureLatency(send, SECONDS[size]);
    const { found, took } = await reading;
    const messages = CHUNKS[size] * CHATS * MESSAGES_A_CHAT;
    const problems = await problemsOf(server);
    const live = PER_SECOND * SECONDS[size] * SUBSCRIBERS;
    return [
      {
        name: `history, ${messages} messages beside ${PER_SECOND} messages/s`,
        baseline: `live without it: p50 ${alone.p50} ms, p99 ${alone.p99} ms`,
        measured: `${Math.round(found / took)}/s (${found} in ${took.toFixed(1)} s); live beside it: p50 ${beside.p50} ms, p99 ${beside.p99} ms, ${beside.delivered} of ${live} delivered; ${problems}`,
        ratio: beside.p99 / alone.p99,
        better: 'LOWER',
        target: 'all read, all delivered, p99 <= 4 times that without it, in order, nobody notified',
        isMet:
          found === messages &&
          beside.delivered === live &&
          beside.p99 <= 4 * alone.p99 &&
          /^(not looked for|0 out of order, 0 notifications)$/.test(problems),
      },
    ];
  } finally {
    clients.close();
    await server.stop();
  }
}

function post(server: BenchServer, { body, headers }: ReturnType<typeof inboundText>): Promise<Response> {
  return fetch(`${server.url}/webhooks/whatsapp`, { method: 'POST', body, headers });
}

/** How many messages of the history are read when it says that it has ended. */
async function untilRead(server: BenchServer): Promise<number> {
  for (const end = performance.now() + MAX_READING_MS; performance.now() < end;) {
    const answer = (await server.graphql(
      '{ accounts { phoneNumbers { historyImport { messagesRead finishedAt } } } }',
    )) as unknown as {
      accounts: { phoneNumbers: { historyImport: { messagesRead: number; finishedAt: string | null } | null }[] }[];
    };
    const found = answer.accounts
      .flatMap(({ phoneNumbers }) => phoneNumbers)
      .find((number) => number.historyImport !== null);
    if (found?.historyImport?.finishedAt != null) return found.historyImport.messagesRead;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('The history was not read within five minutes.');
}

/** Messages of the history that do not stand where their time says, and notifications of it. */
async function problemsOf({ query }: BenchServer): Promise<string> {
  if (query === null) return 'not looked for';
  const [row] = await query(
    `SELECT (SELECT count(*) FROM (SELECT text::integer AS number, lag(text::integer) OVER (PARTITION BY conversation_id ORDER BY occurred_at, position) AS before
               FROM messages WHERE position < 0) AS placed WHERE number <= before) AS disordered,
            (SELECT count(*) FROM notifications JOIN messages ON messages.id = notifications.message_id WHERE messages.position < 0) AS notified`,
  );
  return `${row?.disordered} out of order, ${row?.notified} notifications`;
}
