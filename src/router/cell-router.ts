import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { candidateAccountIds } from '../whatsapp/webhooks/signature.js';
import { cellsOfWebhook, isWebhookPath, routeOf, type CellMap } from './cell-map.js';

/** Meta's webhooks have at most 3 MB. */
const MAX_WEBHOOK_BYTES = 4 * 1024 * 1024;
const WEBHOOKS = '/webhooks/whatsapp';
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'te', 'trailer', 'proxy-authorization'];

interface CellAnswer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: Buffer;
}

/**
 * Router before cells: Meta's webhooks go to the cells of the accounts in them, everything else by the path. It keeps
 * nothing: a webhook is answered 200 only when every cell that it concerns has answered so; else Meta sends it again,
 * and what a cell has already changes nothing there.
 */
export function createCellRouter(map: CellMap): Server {
  const server = createServer((incoming, outgoing) => {
    route(map, incoming, outgoing).catch(() => refuse(outgoing, 502, 'The cell does not answer. Try again later.'));
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) =>
    upgrade(map, incoming, socket, head),
  );
  return server;
}

async function route(map: CellMap, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const target = incoming.url ?? '/';
  if (isWebhookPath(target)) return webhook(map, incoming, outgoing);
  const place = routeOf(map, target);
  if (place === null) return refuse(outgoing, 404, 'No cell: the path begins with /cells/NAME or /accounts/ID.');
  await new Promise<void>((resolve, reject) => {
    const onward = request(locate(map, place.cell, place.path), {
      method: incoming.method,
      headers: headersOf(incoming),
    });
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers));
      answer.pipe(outgoing).on('finish', resolve).on('error', reject);
      answer.on('error', reject);
    });
    onward.on('error', reject);
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
}

/** GET is Meta's handshake, which any cell may recognise by its verify token. */
async function webhook(map: CellMap, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const target = incoming.url ?? WEBHOOKS;
  const path = target.slice(target.indexOf(WEBHOOKS));
  if (incoming.method !== 'POST') {
    const answers = await Promise.all([...map.cells.keys()].map((cell) => send(map, cell, path, incoming, null)));
    return answer(outgoing, answers.find(({ status }) => status === 200) ?? answers[0]);
  }
  const body = await collect(incoming);
  if (body === null) return refuse(outgoing, 413, `A webhook has at most ${MAX_WEBHOOK_BYTES} bytes.`);
  const cells = cellsOfWebhook(map, candidateAccountIds(body), target);
  const answers = await Promise.all(cells.map((cell) => send(map, cell, path, incoming, body)));
  answer(outgoing, answers.find(({ status }) => status !== 200) ?? answers[0]);
}

/** Never rejects: a cell that does not answer is a 502. */
async function send(
  map: CellMap,
  cell: string,
  path: string,
  incoming: IncomingMessage,
  body: Buffer | null,
): Promise<CellAnswer> {
  return new Promise((resolve) => {
    const unavailable: CellAnswer = { status: 502, headers: {}, body: Buffer.from('The cell does not answer.') };
    const onward = request(locate(map, cell, path), { method: incoming.method, headers: headersOf(incoming) });
    onward.on('error', () => resolve(unavailable));
    onward.on('response', (response) => {
      collect(response).then(
        (bytes) =>
          resolve({ status: response.statusCode ?? 502, headers: response.headers, body: bytes ?? Buffer.alloc(0) }),
        () => resolve(unavailable),
      );
    });
    onward.end(body ?? undefined);
  });
}

function upgrade(map: CellMap, incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
  const place = routeOf(map, incoming.url ?? '/');
  if (place === null) return void socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
  const headers = { ...headersOf(incoming), connection: 'Upgrade' };
  const onward = request(locate(map, place.cell, place.path), { method: 'GET', headers });
  onward.on('upgrade', (answer, cell, rest) => {
    const lines = answer.rawHeaders.flatMap((name, index) =>
      index % 2 === 0 ? [`${name}: ${answer.rawHeaders[index + 1]}`] : [],
    );
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
    socket.write(rest);
    cell.write(head);
    cell.pipe(socket).pipe(cell);
    socket.on('error', () => cell.destroy()).on('close', () => cell.destroy());
    cell.on('error', () => socket.destroy()).on('close', () => socket.destroy());
  });
  onward.on('response', () => socket.end('HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\n\r\n'));
  onward.on('error', () => socket.destroy());
  socket.on('error', () => onward.destroy());
  onward.end();
}

function locate(map: CellMap, cell: string, path: string): string {
  return `${map.cells.get(cell)?.origin ?? ''}${path}`;
}

/** Of the client, with its address: the cells name the router in TRUSTED_PROXIES. */
function headersOf(incoming: IncomingMessage): NodeJS.Dict<string | string[]> {
  const before = incoming.headers['x-forwarded-for'];
  const addresses = [...(before === undefined ? [] : [before].flat()), incoming.socket.remoteAddress ?? ''];
  return { ...withoutHops(incoming.headers), 'x-forwarded-for': addresses.join(', ') };
}

function withoutHops(headers: NodeJS.Dict<string | string[]>): NodeJS.Dict<string | string[]> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
}

/** All bytes; null when they are more than a webhook has. */
async function collect(message: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of message as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_WEBHOOK_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function answer(outgoing: ServerResponse, found: CellAnswer | undefined): void {
  if (found === undefined) return refuse(outgoing, 502, 'No cell answers.');
  outgoing.writeHead(found.status, withoutHops(found.headers)).end(found.body);
}

function refuse(outgoing: ServerResponse, status: number, message: string): void {
  if (outgoing.headersSent) return void outgoing.destroy();
  outgoing
    .writeHead(status, { 'content-type': 'application/json', connection: 'close' })
    .end(JSON.stringify({ message }));
}
