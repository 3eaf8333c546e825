import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

/**
 * A bot that answers what customers write, by outbound webhook: each once, also when a webhook comes again or Parley is away.
 *
 *   PARLEY_URL=http://localhost:3000 PARLEY_KEY=pk_… WEBHOOK_SECRET=whsec_… PORT=4000 npm run bot --workspace examples
 *
 * The key needs MESSAGES_SEND; the endpoint has the address http://localhost:4000 and the type MESSAGE_RECEIVED.
 */
const { PARLEY_URL = 'http://localhost:3000', PARLEY_KEY, WEBHOOK_SECRET, PORT = '4000' } = process.env;
const MAX_BYTES = 300_000;

if (PARLEY_KEY === undefined || WEBHOOK_SECRET === undefined) {
  process.stderr.write('Set PARLEY_KEY and WEBHOOK_SECRET.\n');
  process.exit(2);
}
const webhook = new Webhook(WEBHOOK_SECRET);

createServer((request, response) => {
  receive(request).then(
    (status) => response.writeHead(status).end(),
    () => response.writeHead(503).end(), // Parley sends it again
  );
}).listen(Number(PORT), '127.0.0.1', () => process.stdout.write(`The bot listens on port ${PORT}.\n`));

/** @returns 2xx only when it was answered: whatever else is sent again, and the key keeps it from being answered twice */
async function receive(request) {
  let event;
  try {
    event = webhook.verify(await bodyOf(request), request.headers);
  } catch {
    return 401;
  }
  if (event.type !== 'message.received' || event.data.isReduced === true) return 204;
  const { id, text, conversation } = event.data.message;
  const answer = await fetch(`${PARLEY_URL}/v1/messages`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${PARLEY_KEY}`,
      'content-type': 'application/json',
      'idempotency-key': `bot answers ${id}`,
    },
    body: JSON.stringify({
      to: { contactId: conversation.contact.id },
      phoneNumberId: conversation.phoneNumber.id,
      text: `You said: ${text ?? 'something without words'}`,
    }),
  });
  // what can never be sent is not tried for three days
  return answer.ok || (answer.status >= 400 && answer.status < 429) ? 204 : 503;
}

async function bodyOf(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
