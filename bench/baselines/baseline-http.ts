import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSignedBy } from '../../src/whatsapp/webhooks/signature.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';

// The baseline of the intake: bare node:http, the signature, JSON.parse, 200. No framework, no database.
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const isSigned = isSignedBy(body, String(request.headers['x-hub-signature-256']), DEMO.appSecret);
    if (isSigned) JSON.parse(body.toString('utf8'));
    response.writeHead(isSigned ? 200 : 401, { 'content-type': 'text/plain' }).end('ok');
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
