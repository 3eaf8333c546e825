import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Told {
  data: { message: { text: string; conversation: { id: string } } };
}

/** What came at one path. */
class Place {
  readonly ids = new Set<string>();
  /** Of each conversation: a digest of its texts, in the order in which they came. */
  readonly orders = new Map<string, string>();

  note(id: string, { data: { message } }: Told): boolean {
    if (this.ids.has(id)) return false;
    this.ids.add(id);
    const { text, conversation } = message;
    const before = this.orders.get(conversation.id) ?? '';
    this.orders.set(conversation.id, createHash('md5').update(before).update(text).digest('base64'));
    return true;
  }
}

let places = new Map<string, Place>();
let latencies: number[] = [];

// A receiver of webhooks, at as many paths as there are endpoints: it reads what comes and answers 200. GET answers what has come so far, DELETE forgets it.
const server = createServer((request, response) => {
  const path = request.url ?? '';
  if (request.method === 'GET') return response.end(JSON.stringify(summary()));
  if (request.method === 'DELETE') {
    places = new Map();
    latencies = [];
    return response.end();
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const place = places.get(path) ?? new Place();
    places.set(path, place);
    const told = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Told;
    if (place.note(String(request.headers['webhook-id']), told))
      latencies.push(Date.now() - Number(told.data.message.text.split(' ')[0]));
    response.end();
  });
  return response;
});

/** How many webhooks came, each counted once; whether each conversation came in one order everywhere; milliseconds since each message was posted. */
function summary() {
  const [first, ...others] = [...places.values()];
  const isOneOrder = others.every((place) =>
    [...place.orders].every(([conversation, order]) => first?.orders.get(conversation) === order),
  );
  const sorted = [...latencies].sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
  return { count: sorted.length, isOneOrder, p50: at(0.5), p99: at(0.99) };
}

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
