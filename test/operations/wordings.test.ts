import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import { eventually, first, must } from '../support/expectations.js';
import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

graphql(`
  fragment Wording on Wording {
    reason
    values
  }
`);
const NOTIFICATIONS = graphql(`
  query WordedNotifications {
    notifications(first: 20) { nodes { title body titleWording { ...Wording } bodyWording { ...Wording } } }
  }
`);
const HISTORY = graphql(`
  query WordedHistory($id: ID!) {
    account(id: $id) { history(first: 5) { nodes { to toWording { ...Wording } reason reasonWording { ...Wording } } } }
  }
`);
const CHECKS = graphql(`
  mutation WordedChecks($id: ID!) {
    testConnection(input: { accountId: $id }) {
      report { checks { name outcome message messageWording { ...Wording } remedy remedyWording { ...Wording } } }
    }
  }
`);
const FILES = graphql(`
  query WordedFiles($id: ID!) {
    conversation(id: $id) {
      messages(last: 1) { nodes { content { ... on MediaContent { media { state error errorWording { ...Wording } } } } } }
    }
  }
`);
const DELIVERIES = graphql(`
  query WordedDeliveries {
    webhookDeliveries(first: 1) { nodes { error errorWording { ...Wording } } }
  }
`);
const ENDPOINTS = graphql(`
  query WordedEndpoints {
    webhookEndpoints(first: 1) { nodes { lastError lastErrorWording { ...Wording } } }
    endpointDeliveries(first: 1) { nodes { attempts { error errorWording { ...Wording } } } }
  }
`);

describe('A text that is kept', () => {
  let world: TestWorld;
  let admin: Person;

  beforeEach(async () => {
    world = await TestWorld.start();
    admin = await world.people.add('ADMIN', { name: 'Ada' });
  });
  afterEach(() => world.close());

  const notifications = async (person: Person) => (await person.client.send(NOTIFICATIONS)).notifications.nodes;
  const checks = async () => {
    const { testConnection } = await world.admin.send(CHECKS, { id: world.account.id });
    return must(testConnection.report).checks;
  };

  it('has its reason and values: of a notification, also of a sentence within it; names have none', async () => {
    const operator = await world.people.add('OPERATOR', { name: 'Otto' });
    await world.customers.writes(world.customers.named('Kim'), 'Hello');
    const { id } = await world.inbox.conversationWith('Kim');
    await world.inbox.as(admin).assign(id, operator);
    expect(await notifications(operator)).toMatchObject([
      {
        ...{ title: 'Kim', titleWording: null, body: 'Ada has given you this conversation.' },
        bodyWording: { reason: 'NOTICE_ASSIGNED', values: { name: 'Ada' } },
      },
    ]);
    world.meta.planError({ code: 190, subcode: 463 });
    await world.inbox.as(admin).send(id, 'Hi');
    const [told] = await eventually(
      () => notifications(admin),
      (all) => all.length > 0,
    );
    expect(told).toMatchObject({
      body: 'Meta refuses the access token. Nothing is sent until a new one is saved.',
      bodyWording: {
        reason: 'NOTICE_TOKEN_NEEDED',
        values: { why: { reason: 'TOKEN_REFUSED', values: {}, message: 'Meta refuses the access token.' } },
      },
    });
    const history = must((await admin.client.send(HISTORY, { id: world.account.id })).account).history;
    expect(history.nodes).toContainEqual({
      ...{ to: 'TOKEN_INVALID', toWording: null, reason: 'Meta refuses the access token.' },
      reasonWording: { reason: 'TOKEN_REFUSED', values: {} },
    });
  });

  it('has them in every check of a connection that is in our words', async () => {
    for (const check of await checks()) expect([check.name, check.messageWording]).not.toContain(null);
    must(world.meta.world.tokens.get(DEMO.accessToken)).expiresAt = Date.now() - 1000;
    expect(first(await checks())).toMatchObject({
      ...{ name: 'TOKEN_VALID', outcome: 'FAILED', message: 'The access token has expired.' },
      messageWording: { reason: 'CHECK_TOKEN_EXPIRED', values: {} },
      remedyWording: { reason: 'REMEDY_MAKE_TOKEN', values: {} },
    });
  });

  it('has them of a file that could not be fetched, and not of another text that a former version wrote since', async () => {
    const body = world.meta.file('image/png', Buffer.from('a picture'));
    world.meta.world.media.delete(body.id);
    await world.customers.writes(world.customers.named('Kim'), { type: 'image', body });
    const { error } = await world.files.untilLastOf('Kim', ({ state }) => state === 'FAILED');
    const { id } = await world.inbox.conversationWith('Kim');
    const file = async () => must((await world.admin.send(FILES, { id })).conversation).messages.nodes[0]?.content;
    expect(await file()).toMatchObject({
      media: { error, errorWording: { reason: 'FILE_REFUSED_BY_META', values: { said: expect.any(String) } } },
    });
    await world.database.run(`UPDATE media SET error = 'Something else.'`);
    expect(await file()).toMatchObject({ media: { error: 'Something else.', errorWording: null } });
  });

  it('has them of deliveries of Meta, and of what another system did not accept', async () => {
    const receiver = await WebhookReceiver.start();
    receiver.answers(503);
    await world.endpoints.create(receiver.url, ['MESSAGE_RECEIVED']);
    await world.webhooks.receivesField('calls', {});
    expect((await world.admin.send(DELIVERIES)).webhookDeliveries.nodes).toEqual([
      { error: 'Not yet read: calls.', errorWording: { reason: 'DELIVERY_NOT_READ', values: { fields: 'calls' } } },
    ]);
    await world.customers.writes(world.customers.named('Kim'), 'Hello');
    const { webhookEndpoints, endpointDeliveries } = await eventually(
      () => world.admin.send(ENDPOINTS),
      ({ webhookEndpoints: { nodes } }) => nodes[0]?.lastError != null,
    );
    const errorWording = { reason: 'WEBHOOK_ANSWERED', values: { status: 503 } };
    expect(webhookEndpoints.nodes).toEqual([{ lastError: 'It answered 503.', lastErrorWording: errorWording }]);
    expect(first(endpointDeliveries.nodes).attempts).toEqual([{ error: 'It answered 503.', errorWording }]);
    await receiver.close();
  });
});
