import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

// The baseline of live events: whatever is posted goes to every raw socket, as it is. No protocol, no database.
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    for (const socket of sockets.clients) socket.send(body);
    response.end('ok');
  });
});
server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, () => undefined));
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
