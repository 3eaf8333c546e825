import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { DEMO } from '../src/simulator/world/demo-world.js';
import { metaJson, metaSignature } from '../src/simulator/webhooks/webhook-sender.js';
import { readExamples } from './webhook-examples.js';

/**
 * `npm run webhook-examples -- <openapi.yaml> --email <e-mail> --password <password>`
 * Posts every webhook example of Meta's OpenAPI file, signed, to a running server, and prints a line each: the HTTP
 * status, and what it became, by query and by a running subscription. Ends with 1 unless every one was 200 and appeared.
 * Further options: --url (http://localhost:3000), --app-secret (that of the demo).
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string', default: 'http://localhost:3000' },
    email: { type: 'string' },
    password: { type: 'string' },
    'app-secret': { type: 'string', default: DEMO.appSecret },
  },
});
const [file] = positionals;
if (file === undefined || values.email === undefined || values.password === undefined) {
  process.stderr.write(
    'Usage: npm run webhook-examples -- <openapi.yaml> --email <e-mail> --password <password> [--url …] [--app-secret …]\n',
  );
  process.exit(2);
}

interface SeenMessage {
  id: string;
  text: string | null;
  content: { __typename: string; kind?: string };
}

const MESSAGE = 'id text content { __typename ... on UnsupportedContent { kind } }';
const session: { token?: string } = {};
session.token = (
  await graphql<{ login: { accessToken: string } }>(
    'mutation ($input: LoginInput!) { login(input: $input) { accessToken } }',
    {
      input: { email: values.email, password: values.password },
    },
  )
).login.accessToken;
const [account] = (
  await graphql<{
    accounts: {
      id: string;
      whatsappAccountId: string;
      eventCursor: string;
      phoneNumbers: { whatsappPhoneNumberId: string }[];
    }[];
  }>('{ accounts { id whatsappAccountId eventCursor phoneNumbers { whatsappPhoneNumberId } } }')
).accounts;
const [number] = account?.phoneNumbers ?? [];
if (account === undefined || number === undefined) throw new Error('There is no account with a phone number.');

const live: SeenMessage[] = [];
const client = createClient({
  url: `${values.url.replace(/^http/, 'ws')}/graphql`,
  webSocketImpl: WebSocket,
  connectionParams: { authorization: `Bearer ${session.token}` },
});
client.subscribe<{ inboxEvents: { message?: SeenMessage } }>(
  {
    query: `subscription ($id: ID!, $after: ID) { inboxEvents(accountId: $id, after: $after) { ... on MessageChanged { message { ${MESSAGE} } } } }`,
    variables: { id: account.id, after: account.eventCursor },
  },
  {
    next: ({ data }) => void (data?.inboxEvents.message !== undefined && live.push(data.inboxEvents.message)),
    error: (error) => process.stderr.write(`${JSON.stringify(error)}\n`),
    complete: () => undefined,
  },
);

let failures = 0;
const examples = readExamples(readFileSync(file, 'utf8'), {
  whatsappAccountId: account.whatsappAccountId,
  phoneNumberId: number.whatsappPhoneNumberId,
});
for (const { name, payload } of examples) {
  const known = new Set(live.map(({ id }) => id));
  const status = await post(metaJson(payload));
  const seen = await nextUnknown(known);
  const found =
    seen === undefined
      ? null
      : (
          await graphql<{ message: SeenMessage | null }>(`query ($id: ID!) { message(id: $id) { ${MESSAGE} } }`, {
            id: seen.id,
          })
        ).message;
  const isRight = status === 200 && found !== null && found.id === seen?.id;
  if (!isRight) failures += 1;
  const what =
    found === null
      ? 'nothing'
      : `${found.content.__typename}${found.content.kind === undefined ? '' : ` (${found.content.kind})`} ${JSON.stringify(found.text)}`;
  process.stdout.write(`${isRight ? 'ok  ' : 'FAIL'} ${status} ${name}: query and subscription show ${what}\n`);
}
await client.dispose();
process.stdout.write(`${examples.length - failures} passed, ${failures} failed\n`);
process.exit(failures === 0 ? 0 : 1);

async function post(body: string): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'x-hub-signature-256': metaSignature(body, values['app-secret']),
  };
  return (await fetch(`${values.url}/webhooks/whatsapp`, { method: 'POST', headers, body })).status;
}

/** Files of earlier messages are told as well when they have been fetched. */
async function nextUnknown(known: ReadonlySet<string>): Promise<SeenMessage | undefined> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const found = live.find(({ id }) => !known.has(id));
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return undefined;
}

async function graphql<T>(query: string, variables: object = {}): Promise<T> {
  const response = await fetch(`${values.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(session.token === undefined ? {} : { authorization: `Bearer ${session.token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}
