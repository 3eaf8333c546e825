import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import type { GraphqlClient } from '../support/graphql/graphql-client.js';
import { startServerProcess, type ServerProcess } from '../support/server-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { isGenuine, WebhookReceiver } from '../support/webhook-receiver.js';
import { MetaDriver } from '../support/world/meta.js';

const CUSTOMERS = 20;
const MESSAGES_EACH = 10;

const CREATE = graphql(`
  mutation CreateEndpointOfProcess($url: String!) {
    createWebhookEndpoint(input: { url: $url, eventTypes: [MESSAGE_RECEIVED] }) { secret errors { ...Problem } }
  }
`);

interface Told {
  text: string;
  conversation: { id: string };
}

describe('Outgoing webhooks of a process that is killed', () => {
  let database: TestDatabase;
  let meta: MetaDriver;
  let server: ServerProcess;
  let admin: GraphqlClient;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    database = await createTestDatabase();
    meta = await MetaDriver.start();
    receiver = await WebhookReceiver.start();
    ({ server, admin } = await startServerProcess(database, meta, { ENDPOINT_PRIVATE_HOSTS: '127.0.0.1' }));
  });
  afterAll(async () => {
    await server.kill('SIGKILL');
    await receiver.close();
    await meta.close();
    await database.drop();
  });

  it('come all the same: none is missing, each conversation is in order, twice comes at most what was under way', async () => {
    const { createWebhookEndpoint } = await admin.send(CREATE, { url: receiver.url });
    const secret = must(createWebhookEndpoint.secret, 'the secret');
    receiver.answers((response, webhook) => {
      receiver.accepted.push(webhook);
      setTimeout(() => response.writeHead(200).end(), 20);
    });
    for (let number = 0; number < MESSAGES_EACH; number += 1) {
      const messages = Array.from({ length: CUSTOMERS }, (_, customer) =>
        aTextMessage(`${customer}:${number}`, { from: `1650600${String(customer).padStart(4, '0')}` }),
      );
      expect(await server.postWebhook(aWebhook({ messages }))).toBe(200);
      if (number === 2 || number === 5) {
        await receiver.gets(number * CUSTOMERS - 10, undefined, 60_000);
        await server.kill('SIGKILL');
        await server.start();
      }
    }
    const total = CUSTOMERS * MESSAGES_EACH;
    const distinct = () => new Set(receiver.accepted.map(({ id }) => id)).size;
    // What the dead process had claimed is free when its lease ends.
    await receiver.gets(total, undefined, 100_000);
    for (let look = 0; distinct() < total && look < 400; look += 1) await new Promise((done) => setTimeout(done, 250));
    expect(distinct()).toBe(total);
    expect(receiver.accepted.every((webhook) => isGenuine(webhook, secret))).toBe(true);
    const firstTold = new Map(receiver.accepted.toReversed().map((webhook) => [webhook.id, webhook]));
    const inOrder = receiver.accepted.filter((webhook) => firstTold.get(webhook.id) === webhook);
    const texts = inOrder.map(({ data }) => (data.message as Told).text);
    expect(new Set(texts).size).toBe(total);
    for (let customer = 0; customer < CUSTOMERS; customer += 1)
      expect(texts.filter((text) => text.startsWith(`${customer}:`))).toEqual(
        Array.from({ length: MESSAGES_EACH }, (_, number) => `${customer}:${number}`),
      );
  }, 240_000);
});
