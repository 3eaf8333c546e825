import { Desk, MESSAGE } from '../support/legacy/desk.js';
import { eventually } from '../support/legacy/graphql-client.js';
import { addPerson, type ConnectedAccount, type Person, type TestApp } from '../support/legacy/test-app.js';
import { settled } from '../support/legacy/received.js';
import { post, status, textMessage, webhook } from '../support/legacy/webhooks.js';

describe('Statuses and reading', () => {
  let desk: Desk;
  let test: TestApp;
  let account: ConnectedAccount;
  let operator: Person;

  beforeAll(async () => {
    desk = await Desk.open();
    ({ test, account, operator } = desk);
  });

  afterAll(() => test.close());

  beforeEach(() => desk.nextCustomer());
  afterEach(() => {
    Object.assign(test.simulator.world.settings, { sentAfterMs: 5, deliveredAfterMs: 15 });
  });

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
    Object.assign(test.simulator.world.settings, { sentAfterMs: null, deliveredAfterMs: null });
    const begin = Math.floor(Date.now() / 1000) - 100;
    const outcomes = [];
    for (const order of orders) {
      const { message } = await desk.send('Ticks');
      const { whatsappId } = await desk.until(message.id, 'SENT');
      for (const step of [...order, ...order, order[0]!]) {
        await post(
          test.url,
          webhook({ statuses: [status(whatsappId, steps[step]!, { timestamp: String(begin + step * 10) })] }),
        );
      }
      await settled(test); // READ may be there before what came after it
      const read = await desk.until(message.id, 'READ');
      await post(test.url, webhook({ statuses: [status(whatsappId, 'sent', { timestamp: String(begin + 90) })] }));
      await settled(test);
      expect((await operator.client.send(MESSAGE, { id: message.id })).message).toEqual(read);
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
    const { message } = await desk.send('Fast webhook');
    const sent = await desk.until(message.id, 'DELIVERED');
    await test.database.run(
      `UPDATE messages SET status = 'SENDING', whatsapp_id = NULL, sent_at = NULL, delivered_at = NULL WHERE id = $1`,
      [message.id],
    );
    await post(
      test.url,
      webhook({ statuses: [status(sent.whatsappId, 'delivered', { biz_opaque_callback_data: message.id })] }),
    );
    expect(await desk.until(message.id, 'DELIVERED')).toMatchObject({ whatsappId: sent.whatsappId });
  });

  it('counts unread messages for each person, and shows the customer blue ticks when they are read', async () => {
    const UNREAD = 'query ($id: ID!) { conversation(id: $id) { unreadCount } }';
    const MARK =
      'mutation ($input: MarkConversationReadInput!) { markConversationRead(input: $input) { conversation { unreadCount } errors { code path } } }';
    const colleague = await addPerson(test, 'MANAGER', [account.id]);
    await post(test.url, webhook({ messages: [textMessage('second', { from: desk.customer.waId })] }));
    await eventually(
      () => operator.client.send(UNREAD, { id: desk.conversationId }),
      ({ conversation }) => conversation.unreadCount === 2,
    );
    const { markConversationRead } = await operator.client.send(MARK, {
      input: { conversationId: desk.conversationId },
    });
    expect(markConversationRead).toEqual({ conversation: { unreadCount: 0 }, errors: [] });
    expect((await colleague.client.send(UNREAD, { id: desk.conversationId })).conversation.unreadCount).toBe(2);
    const receipts = () =>
      test.simulator.world.requests.filter(({ body }) => (body as { status?: string }).status === 'read').length;
    await eventually(
      async () => receipts(),
      (count) => count === 1,
    );
    await colleague.client.send(MARK, { input: { conversationId: desk.conversationId } });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(receipts()).toBe(1);
    const foreign = await operator.client.send(MARK, {
      input: { conversationId: desk.conversationId, upToMessageId: 'nonsense' },
    });
    expect(foreign.markConversationRead.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['upToMessageId'] }]);
  });

  it('lists Meta’s errors with what to do', async () => {
    const { errorCatalog } = await operator.client.send('{ errorCatalog { code message handling advice } }');
    expect(errorCatalog.length).toBeGreaterThan(50);
    expect(errorCatalog).toContainEqual(expect.objectContaining({ code: 131047, handling: 'FIX_INPUT' }));
  });
});
