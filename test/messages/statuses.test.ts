import type { SimCustomer } from '../../src/simulator/world/world.js';
import { graphql } from '../generated/gql.js';
import { eventually, must, pause } from '../support/expectations.js';
import { aStatus, aTextMessage, aWebhook, type MetaObject } from '../support/factories/webhooks.js';
import type { InboxDriver } from '../support/world/inbox.js';
import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';

const UNREAD = graphql(`
  query UnreadCount($id: ID!) { conversation(id: $id) { unreadCount } }
`);
const MARK_READ_UP_TO = graphql(`
  mutation MarkReadUpTo($input: MarkConversationReadInput!) {
    markConversationRead(input: $input) { conversation { unreadCount } errors { code path } }
  }
`);
const ERROR_CATALOG = graphql(`
  query ErrorCatalog { errorCatalog { code message handling advice } }
`);

describe('Statuses and reading', () => {
  let world: TestWorld;
  let operator: Person;
  let inbox: InboxDriver;
  let customer: SimCustomer;
  let conversationId: string;

  beforeAll(async () => {
    world = await TestWorld.start();
    operator = await world.people.add('OPERATOR');
    inbox = world.inbox.as(operator);
  });
  afterAll(() => world.close());

  beforeEach(async () => {
    const started = await world.customers.startsConversation();
    customer = started.customer;
    conversationId = started.conversation.id;
  });
  afterEach(() => world.meta.behaveAsUsual());

  const tell = (wamid: string | null, status: string, changes?: MetaObject) =>
    world.webhooks.post(aWebhook({ statuses: [aStatus(must(wamid), status, changes)] }));

  it('ends in the same state whatever the order and number of statuses, each with its time', async () => {
    const steps = ['sent', 'delivered', 'read'];
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    world.meta.behave({ sentAfterMs: null, deliveredAfterMs: null });
    const begin = Math.floor(Date.now() / 1000) - 100;
    const outcomes = [];
    for (const order of orders) {
      const message = await inbox.send(conversationId, 'Ticks');
      const { whatsappId } = await inbox.until(message.id, 'SENT');
      for (const step of [...order, ...order, ...order.slice(0, 1)]) {
        await tell(whatsappId, must(steps[step]), { timestamp: String(begin + step * 10) });
      }
      await world.webhooks.settled(); // READ may be there before what came after it
      const read = await inbox.until(message.id, 'READ');
      await tell(whatsappId, 'sent', { timestamp: String(begin + 90) });
      await world.webhooks.settled();
      expect(await inbox.read(message.id)).toEqual(read);
      outcomes.push(read.statusHistory.slice(1));
    }
    const time = (step: number) => new Date((begin + step * 10) * 1000).toISOString();
    const expected = [
      { status: 'SENT', occurredAt: time(0) },
      { status: 'DELIVERED', occurredAt: time(1) },
      { status: 'READ', occurredAt: time(2) },
    ];
    expect(outcomes).toEqual(orders.map(() => expected));
  });

  it('applies a status that came before our own answer from Meta did', async () => {
    const message = await inbox.send(conversationId, 'Fast webhook');
    const { whatsappId } = await inbox.until(message.id, 'DELIVERED');
    await world.database.run(
      `UPDATE messages SET status = 'SENDING', whatsapp_id = NULL, sent_at = NULL, delivered_at = NULL WHERE id = $1`,
      [message.id],
    );
    await tell(whatsappId, 'delivered', { biz_opaque_callback_data: message.id });
    expect(await inbox.until(message.id, 'DELIVERED')).toMatchObject({ whatsappId });
  });

  it('counts unread messages for each person, and shows the customer blue ticks when they are read', async () => {
    const colleague = await world.people.add('MANAGER');
    const unread = async ({ client }: Person) =>
      must((await client.send(UNREAD, { id: conversationId })).conversation).unreadCount;
    await world.webhooks.post(aWebhook({ messages: [aTextMessage('second', { from: customer.waId })] }));
    await eventually(
      () => unread(operator),
      (count) => count === 2,
    );
    const { markConversationRead } = await operator.client.send(MARK_READ_UP_TO, { input: { conversationId } });
    expect(markConversationRead).toEqual({ conversation: { unreadCount: 0 }, errors: [] });
    expect(await unread(colleague)).toBe(2);
    const receipts = () =>
      world.meta.world.requests.filter(({ body }) => (body as { status?: string }).status === 'read').length;
    await eventually(receipts, (count) => count === 1);
    await world.inbox.as(colleague).markRead(conversationId);
    await pause(100);
    expect(receipts()).toBe(1);
    const foreign = await operator.client.send(MARK_READ_UP_TO, {
      input: { conversationId, upToMessageId: 'nonsense' },
    });
    expect(foreign.markConversationRead.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['upToMessageId'] }]);
  });

  it('lists Meta’s errors with what to do', async () => {
    const { errorCatalog } = await operator.client.send(ERROR_CATALOG);
    expect(errorCatalog.length).toBeGreaterThan(50);
    expect(errorCatalog).toContainEqual(expect.objectContaining({ code: 131047, handling: 'FIX_INPUT' }));
  });
});
