import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseCellMap } from '../../src/router/cell-map.js';
import { createCellRouter } from '../../src/router/cell-router.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { metaJson, metaSignature } from '../../src/simulator/webhooks/webhook-sender.js';
import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { anAccount } from '../support/factories/accounts.js';
import { aTextMessage, aWebhook, type Webhook } from '../support/factories/webhooks.js';
import { GraphqlClient } from '../support/graphql/graphql-client.js';
import { TestWorld } from '../support/world/test-world.js';

const LAST_TEXTS = graphql(`
  query LastTexts { conversations(first: 5) { nodes { lastMessage { text } } } }
`);
const WATCH_CELL = graphql(`
  subscription WatchCell($accountId: ID!, $after: ID) {
    inboxEvents(accountId: $accountId, after: $after) { __typename cursor }
  }
`);
const SOUTHERN = '990000000000001';

describe('Two cells behind a router', () => {
  let north: TestWorld;
  let south: TestWorld;
  let router: Server;
  let url: string;
  let southernAccount: string;

  beforeAll(async () => {
    north = await TestWorld.start();
    south = await TestWorld.start({ isConnected: false });
    const { account } = await south.accounts.create(anAccount({ accountId: SOUTHERN }));
    southernAccount = must(account).id;
    const cells = { north: north.url, south: south.url };
    router = createCellRouter(
      parseCellMap(JSON.stringify({ cells, accounts: { [DEMO.whatsappAccountId]: 'north', [SOUTHERN]: 'south' } })),
    );
    router.listen(0, '127.0.0.1');
    await once(router, 'listening');
    url = `http://127.0.0.1:${(router.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    router.closeAllConnections();
    router.close();
    await north.close();
    await south.close();
  });

  const about = (accountId: string, text: string): Webhook => aWebhook({ messages: [aTextMessage(text)] }, accountId);
  const post = async (webhook: Webhook, path = '/webhooks/whatsapp'): Promise<number> => {
    const body = metaJson(webhook);
    const headers = {
      'content-type': 'application/json',
      'x-hub-signature-256': metaSignature(body, DEMO.appSecret),
    };
    return (await fetch(url + path, { method: 'POST', body, headers })).status;
  };
  const throughRouter = (world: TestWorld, path: string): GraphqlClient =>
    new GraphqlClient(url + path, world.admin.token);
  const textsIn = async (world: TestWorld, path: string): Promise<(string | null | undefined)[]> => {
    await world.webhooks.settled();
    const { conversations } = await throughRouter(world, path).send(LAST_TEXTS);
    return conversations.nodes.map(({ lastMessage }) => lastMessage?.text);
  };

  it('brings webhooks to the cell of their account, and queries by account or cell', async () => {
    expect(await post(about(DEMO.whatsappAccountId, 'for the north'))).toBe(200);
    expect(await post(about(SOUTHERN, 'for the south'), '/cells/north/webhooks/whatsapp')).toBe(200);
    expect(await textsIn(north, `/accounts/${DEMO.whatsappAccountId}`)).toEqual(['for the north']);
    expect(await textsIn(south, `/accounts/${SOUTHERN}`)).toEqual(['for the south']);
    expect(await textsIn(south, '/cells/south')).toEqual(['for the south']);
  });

  it('brings one that speaks of both to both, and each takes what is its own', async () => {
    const [one, other] = [about(DEMO.whatsappAccountId, 'north again'), about(SOUTHERN, 'south again')];
    expect(await post({ ...one, entry: [...one.entry, ...other.entry] })).toBe(200);
    expect(await textsIn(north, '/cells/north')).toEqual(['north again']);
    expect(await textsIn(south, '/cells/south')).toEqual(['south again']);
  });

  it('carries subscriptions', async () => {
    const { eventCursor } = await south.accounts.read(southernAccount);
    const watching = throughRouter(south, `/accounts/${SOUTHERN}`).subscribe(WATCH_CELL, {
      accountId: southernAccount,
      after: eventCursor,
    });
    await post(about(SOUTHERN, 'live'));
    await watching.until(({ events }) => events.length > 0, 'an event through the router');
    await watching.close();
  });

  it('passes on what a cell refuses, and knows no other paths', async () => {
    expect(await post({ ...about(SOUTHERN, 'unknown'), entry: [{ id: '1', changes: [] }] })).toBe(200);
    const unsigned = await fetch(`${url}/webhooks/whatsapp`, {
      method: 'POST',
      body: metaJson(about(SOUTHERN, 'unsigned')),
    });
    expect(unsigned.status).toBe(401);
    for (const path of ['/graphql', '/cells/west/graphql', '/accounts/1/graphql']) {
      expect({ path, status: (await fetch(url + path)).status }).toEqual({ path, status: 404 });
    }
  });

  it('acknowledges nothing that a cell has not', async () => {
    const [one, other] = [about(DEMO.whatsappAccountId, 'while the south is gone'), about(SOUTHERN, 'lost?')];
    const gone = createCellRouter(
      parseCellMap(
        JSON.stringify({
          cells: { north: north.url, south: 'http://127.0.0.1:9' },
          accounts: { [DEMO.whatsappAccountId]: 'north', [SOUTHERN]: 'south' },
        }),
      ),
    ).listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const body = metaJson({ ...one, entry: [...one.entry, ...other.entry] });
    const headers = { 'x-hub-signature-256': metaSignature(body, DEMO.appSecret) };
    const address = `http://127.0.0.1:${(gone.address() as AddressInfo).port}/webhooks/whatsapp`;
    expect((await fetch(address, { method: 'POST', body, headers })).status).toBe(502);
    expect(await textsIn(north, '/cells/north')).toEqual(['while the south is gone']);
    gone.closeAllConnections();
    gone.close();
  });
});
