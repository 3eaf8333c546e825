import { EndpointCursors } from '../../src/modules/endpoints/fan-out/endpoint-cursors.service.js';
import { graphql } from '../generated/gql.js';
import { eventually, first, must, only } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import { TestWorld } from '../support/world/test-world.js';
import { idsIn, isGenuine, repeated, textsIn, WebhookReceiver } from '../support/webhook-receiver.js';

const ERASE = graphql(`
  mutation EraseToldContact($id: ID!) { eraseContact(input: { contactId: $id }) { errors { ...Problem } } }
`);

interface CursorRow {
  account_id: string;
  position: string;
  version: number;
}

const BLOCK = graphql(`
  mutation BlockToldContact($id: ID!) { blockContact(input: { contactId: $id }) { errors { ...Problem } } }
`);

describe('What webhooks tell', () => {
  let world: TestWorld;
  let receiver: WebhookReceiver;

  beforeEach(async () => {
    world = await TestWorld.start();
    receiver = await WebhookReceiver.start();
  });
  afterEach(async () => {
    await receiver.close();
    await world.close();
  });

  it('tell what happens, each event once, signed, with what the GraphQL types say and nothing that is secret', async () => {
    const { secret } = await world.endpoints.create(receiver.url);
    const { customer, conversation } = await world.customers.startsConversation('Hello');
    const sent = await world.inbox.send(conversation.id, 'How can we help?');
    await world.inbox.until(sent.id, 'DELIVERED');
    expect((await world.inbox.addNote(conversation.id, 'among us')).errors).toEqual([]);
    const received = only(await receiver.gets(1, 'message.received'));
    expect(received).toMatchObject({
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      data: {
        accountId: world.account.id,
        message: {
          direction: 'INBOUND',
          text: 'Hello',
          content: { __typename: 'TextContent', body: 'Hello' },
          author: { __typename: 'Contact' },
          conversation: {
            id: conversation.id,
            contact: { displayName: customer.name, phoneNumber: expect.stringContaining('+1650') },
            phoneNumber: { id: world.account.phoneNumber.id },
          },
        },
      },
    });
    const delivered = await eventually(
      () => receiver.ofType('message.status_changed').map(({ data }) => data.message as { id: string; status: string }),
      (found) => found.some(({ status }) => status === 'DELIVERED'),
    );
    expect(new Set(delivered.map(({ id }) => id))).toEqual(new Set([sent.id]));
    await receiver.gets(1, 'conversation.changed');
    const { data: contact } = first(await receiver.gets(1, 'contact.changed'));
    expect(contact).toMatchObject({ contact: { displayName: customer.name, optedOutAt: null } });
    await world.accounts.giveNewToken();
    const { data: account } = first(await receiver.gets(1, 'account.changed'));
    expect(account).toMatchObject({
      account: { id: world.account.id, phoneNumbers: [{ whatsappPhoneNumberId: expect.any(String) }] },
    });
    expect(receiver.received.every((webhook) => isGenuine(webhook, secret))).toBe(true);
    expect(repeated(idsIn(receiver.received))).toEqual([]);
    expect(receiver.received.map(({ body }) => body).join()).not.toMatch(/token|secret|among us/i);
  });

  it('tell decisions of Meta, broadcasts, opt-outs and reactions', async () => {
    await world.endpoints.create(receiver.url);
    const draft = aDraft({ accountId: world.account.id, body: 'Our shop has new roses this week.' });
    const template = await world.templates.approvedFrom(draft);
    expect(only(await receiver.gets(1, 'template.decided')).data).toMatchObject({
      template: { id: template.id, status: 'APPROVED' },
    });
    const { customer, conversation } = await world.customers.startsConversation('Hello');
    const broadcast = await world.broadcasts.start({
      templateId: template.id,
      recipients: [{ contactId: conversation.contact.id }],
    });
    await eventually(
      () => receiver.ofType('broadcast.changed').map(({ data }) => data.broadcast),
      (found) => found.some((told) => (told as { status: string }).status === 'FINISHED'),
      30_000,
    );
    expect(first(receiver.ofType('broadcast.changed')).data).toMatchObject({
      broadcast: { id: broadcast.id, total: 1 },
    });
    await world.customers.writes(customer, 'STOP');
    await eventually(
      () => receiver.ofType('contact.changed').map(({ data }) => data.contact as { optedOutAt: string | null }),
      (found) => found.some(({ optedOutAt }) => optedOutAt !== null),
    );
    const { whatsappId } = must((await world.inbox.messagesWith(customer.name)).find(({ text }) => text === 'Hello'));
    await world.customers.writes(customer, { type: 'reaction', body: { message_id: whatsappId, emoji: '👍' } });
    await eventually(
      () => receiver.ofType('message.changed').map(({ data }) => data.message as { reactions: { emoji: string }[] }),
      (found) => found.some(({ reactions }) => reactions[0]?.emoji === '👍'),
    );
  });

  it('tell labels of conversations, blocks of contacts, and each message once that is both new and more', async () => {
    await world.endpoints.create(receiver.url);
    const { conversation } = await world.customers.startsConversation('Hello');
    expect((await world.inbox.setLabels(conversation.id, [await world.labels.create('VIP')])).errors).toEqual([]);
    await eventually(
      () => receiver.ofType('conversation.changed').map(({ data }) => data.conversation as { labels: object[] }),
      (found) => found.some(({ labels }) => labels.length === 1),
    );
    expect((await world.admin.send(BLOCK, { id: conversation.contact.id })).blockContact.errors).toEqual([]);
    await eventually(
      () => receiver.ofType('contact.changed').map(({ data }) => data.contact as { blockedAt: string | null }),
      (found) => found.some(({ blockedAt }) => blockedAt !== null),
    );
    expect(receiver.ofType('message.received')).toHaveLength(1);
  });

  it('are reduced to ids for a receiver that takes nothing so large', async () => {
    await world.endpoints.create(receiver.url, ['MESSAGE_RECEIVED']);
    receiver.answers((response, webhook) => {
      const isTooLarge = webhook.body.length > 500;
      if (!isTooLarge) receiver.accepted.push(webhook);
      response.writeHead(isTooLarge ? 413 : 200).end();
    });
    const { conversation } = await world.customers.startsConversation('Much to say');
    const [told] = await receiver.gets(1);
    expect(must(told).data).toEqual({
      isReduced: true,
      accountId: world.account.id,
      conversationId: conversation.id,
      entityId: expect.any(String),
    });
    expect(first(await world.endpoints.deliveries())).toMatchObject({ isReduced: true, payload: must(told).body });
  });

  it('of a person are erased with them, and that they were is told', async () => {
    const { id } = await world.endpoints.create(receiver.url);
    const { conversation } = await world.customers.startsConversation('Forget me');
    await receiver.gets(1, 'message.received');
    await world.endpoints.untilDeliveries({ endpointId: id, state: ['WAITING'] }, (found) => found.length === 0);
    expect((await world.admin.send(ERASE, { id: conversation.contact.id })).eraseContact.errors).toEqual([]);
    expect(only(await receiver.gets(1, 'conversation.erased')).data).toEqual({
      accountId: world.account.id,
      conversationId: conversation.id,
    });
    const left = await world.endpoints.deliveries({ endpointId: id });
    expect(JSON.stringify(left.map(({ payload }) => payload))).not.toMatch(/Forget me|1650/);
  });

  it('of a person who was erased while they were being made are not stored', async () => {
    const { id } = await world.endpoints.create(receiver.url);
    const cursors = world.app.get(EndpointCursors);
    const { conversation } = await world.customers.startsConversation('Forget me');
    await receiver.gets(1, 'message.received');
    const [read] = await eventually(
      () => world.database.query<CursorRow>('SELECT account_id, position, version FROM endpoint_cursors'),
      ([cursor]) => cursor !== undefined,
    );
    const { account_id: accountId, position, version } = must(read);
    const former = { endpointId: id, accountId, position: BigInt(position), version, eventTypes: [] };
    await world.endpoints.pause(id);
    expect((await world.admin.send(ERASE, { id: conversation.contact.id })).eraseContact.errors).toEqual([]);
    expect([...(await cursors.move([former], former.position + 1n))]).toEqual([]);
  });

  it('say that events were missed where the log was pruned while the endpoint was paused', async () => {
    const { id } = await world.endpoints.create(receiver.url);
    await world.endpoints.pause(id);
    await world.customers.startsConversation('Long ago');
    await world.database.run(
      `INSERT INTO event_horizons (account_id, pruned_to) SELECT account_id, max(position) FROM events GROUP BY account_id
       ON CONFLICT (account_id) DO UPDATE SET pruned_to = excluded.pruned_to`,
    );
    await world.endpoints.resume(id);
    expect(only(await receiver.gets(1, 'events.missed')).data).toMatchObject({ accountId: world.account.id });
    await world.customers.startsConversation('Just now');
    expect(textsIn(await receiver.gets(1, 'message.received'))).toEqual(['Just now']);
  });
});
