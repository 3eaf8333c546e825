import { DEMO } from '../src/simulator/demo-world.js';
import { Desk, MESSAGE, SEND } from './support/desk.js';
import { eventually } from './support/graphql-client.js';
import { addPerson, type ConnectedAccount, type Person, type TestApp } from './support/test-app.js';

describe('Sending', () => {
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

  it('sends what Meta asks for, with our id, once', async () => {
    const { message } = await desk.send('See https://example.com', {});
    await desk.until(message.id, 'DELIVERED');
    const requests = test.simulator.world.requests.filter(({ path }) => path.endsWith('/messages'));
    expect(requests.at(-1)!.body).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: desk.customer.waId,
      type: 'text',
      text: { body: 'See https://example.com', preview_url: true },
      biz_opaque_callback_data: message.id,
    });
    expect(desk.sentToCustomer()).toHaveLength(1);
  });

  it('quotes a message of the conversation, and no other', async () => {
    const { conversation } = await operator.client.send(
      'query ($id: ID!) { conversation(id: $id) { messages(last: 1) { nodes { id whatsappId } } } }',
      { id: desk.conversationId },
    );
    const [quoted] = conversation.messages.nodes;
    const { message } = await desk.send('I quote', { replyToId: quoted.id });
    expect((await desk.until(message.id, 'DELIVERED')).replyTo.text).toMatch(/^Hello from/);
    expect(test.simulator.world.requests.findLast(({ path }) => path.endsWith('/messages'))!.body).toMatchObject({
      context: { message_id: quoted.whatsappId },
    });
    for (const replyToId of ['nonsense', desk.conversationId]) {
      expect((await desk.send('I quote nothing', { replyToId })).errors).toMatchObject([
        { code: 'NOT_FOUND', path: ['replyToId'] },
      ]);
    }
  });

  it('gives the same answer for the same key, also twenty times at once, and sends once', async () => {
    const input = {
      idempotencyKey: 'twenty at once',
      conversationId: desk.conversationId,
      content: { text: { body: 'Once only' } },
    };
    const answers = await Promise.all(Array.from({ length: 20 }, () => operator.client.send(SEND, { input })));
    const ids = new Set(answers.map(({ sendMessage }) => sendMessage.message.id));
    expect(ids.size).toBe(1);
    await desk.until([...ids][0], 'DELIVERED');
    expect(desk.sentToCustomer()).toHaveLength(1);
    const other = await operator.client.send(SEND, {
      input: { ...input, content: { text: { body: 'Other content' } } },
    });
    expect(other.sendMessage).toMatchObject({
      message: null,
      errors: [{ code: 'CONFLICT', path: ['idempotencyKey'] }],
    });
  });

  it('keeps the order of a conversation', async () => {
    test.simulator.world.settings.latencyMs = 15;
    const ids: string[] = [];
    for (let number = 1; number <= 8; number += 1) ids.push((await desk.send(`number ${number}`)).message.id);
    await desk.until(ids.at(-1)!, 'DELIVERED');
    test.simulator.world.settings.latencyMs = 0;
    expect(desk.sentToCustomer().map(({ text }) => text)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `number ${number}`),
    );
  });

  it('refuses free text after the window has closed, and says when it did', async () => {
    const { conversation } = await operator.client.send(
      'query ($id: ID!) { conversation(id: $id) { serviceWindow { expiresAt } allowedActions } }',
      { id: desk.conversationId },
    );
    expect(conversation.allowedActions).toContain('REPLY');
    const other = await addPerson(test, 'OPERATOR', [account.id]);
    test.clock.advance(24 * 3_600_000 + 1_000);
    await other.client.login(other.email, other.password);
    const { sendMessage } = await other.client.send(SEND, {
      input: { idempotencyKey: 'late', conversationId: desk.conversationId, content: { text: { body: 'Too late' } } },
    });
    const closed = await other.client.send(
      'query ($id: ID!) { conversation(id: $id) { serviceWindow { isOpen } allowedActions } }',
      { id: desk.conversationId },
    );
    test.clock.advance(-24 * 3_600_000 - 1_000);
    expect(sendMessage.errors).toMatchObject([
      {
        __typename: 'WindowClosedError',
        code: 'WINDOW_CLOSED',
        path: ['conversationId'],
        closedAt: conversation.serviceWindow.expiresAt,
      },
    ]);
    expect(closed.conversation.serviceWindow).toEqual({ isOpen: false });
    expect(closed.conversation.allowedActions).not.toContain('REPLY');
  });

  it('refuses bad input with codes, paths and limits', async () => {
    const bad: [Record<string, unknown>, object][] = [
      [{ content: { text: { body: '' } } }, { code: 'REQUIRED', path: ['content', 'text', 'body'] }],
      [{ content: { text: { body: ' \n ' } } }, { code: 'REQUIRED', path: ['content', 'text', 'body'] }],
      [
        { content: { text: { body: 'x'.repeat(4_097) } } },
        { code: 'TOO_LONG', path: ['content', 'text', 'body'], limit: 4_096 },
      ],
      [{ idempotencyKey: '' }, { code: 'REQUIRED', path: ['idempotencyKey'] }],
      [{ conversationId: 'nonsense' }, { code: 'NOT_FOUND', path: ['conversationId'] }],
    ];
    for (const [changes, problem] of bad)
      expect(await desk.send('fine', changes)).toMatchObject({ message: null, errors: [problem] });
    const { message } = await desk.send('x'.repeat(4_096));
    expect((await desk.until(message.id, 'DELIVERED')).text).toHaveLength(4_096);
  });

  it('does not let an operator of other accounts send', async () => {
    const stranger = await addPerson(test, 'OPERATOR');
    const { sendMessage } = await stranger.client.send(SEND, {
      input: { idempotencyKey: 'stranger', conversationId: desk.conversationId, content: { text: { body: 'Hi' } } },
    });
    expect(sendMessage.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['conversationId'] }]);
  });

  it('fails with Meta’s reason and what to do', async () => {
    test.simulator.world.plannedErrors.push({ path: '/messages', times: 1, kind: 'CODE', code: 131026 });
    const { message } = await desk.send('Nobody there');
    expect(await desk.until(message.id, 'FAILED')).toMatchObject({
      failure: { code: 131026, handling: 'STOP_RECIPIENT', advice: expect.stringContaining('Use another channel') },
    });
  });

  it('marks the account when Meta refuses the token, and sends what waited when there is a new one', async () => {
    test.simulator.world.plannedErrors.push({ path: '/messages', times: 1, kind: 'CODE', code: 190, subcode: 463 });
    const { message } = await desk.send('With an old token');
    const STATUS = 'query ($id: ID!) { account(id: $id) { status } }';
    await eventually(
      () => test.admin.send(STATUS, { id: account.id }),
      (found) => found.account.status === 'TOKEN_INVALID',
    );
    expect(await desk.until(message.id, 'QUEUED')).toMatchObject({ failure: null });
    expect(desk.sentToCustomer()).toHaveLength(0);
    const update = 'mutation ($input: UpdateAccountInput!) { updateAccount(input: $input) { errors { code } } }';
    await test.admin.send(update, { input: { id: account.id, accessToken: DEMO.accessToken } });
    await desk.until(message.id, 'DELIVERED');
    expect(desk.sentToCustomer()).toHaveLength(1);
  });

  it('gives up on a message whose worker died with it, and does not send it again', async () => {
    const { message } = await desk.send('Taken and lost');
    await desk.until(message.id, 'DELIVERED');
    await test.database.run(
      `UPDATE messages SET status = 'SENDING', lease_until = now() - interval '1 second' WHERE id = $1`,
      [message.id],
    );
    await desk.until(message.id, 'UNCONFIRMED');
    expect(desk.sentToCustomer()).toHaveLength(1);
  });

  it('fails later too, when Meta tells so by webhook', async () => {
    desk.customer.isOnWhatsApp = false;
    const { message } = await desk.send('Nobody there');
    expect(await desk.until(message.id, 'FAILED')).toMatchObject({ failure: { code: 131026 } });
  });

  it('tries again by itself when Meta asks for it', async () => {
    test.simulator.world.plannedErrors.push({ path: '/messages', times: 2, kind: 'CODE', code: 130429 });
    const { message } = await desk.send('Patience');
    await desk.until(message.id, 'DELIVERED');
    expect(desk.sentToCustomer()).toHaveLength(1);
  });

  it.each(['RESET_AFTER', 'HTTP_500', 'RESET_BEFORE'] as const)(
    'never sends twice when the answer is lost (%s)',
    async (kind) => {
      test.simulator.world.plannedErrors.push({ path: '/messages', times: 1, kind, code: 0 });
      test.simulator.world.settings.sentAfterMs = 300;
      test.simulator.world.settings.deliveredAfterMs = 400;
      const { message } = await desk.send('Did it arrive?');
      await desk.until(message.id, 'UNCONFIRMED');
      if (kind === 'RESET_AFTER') {
        const confirmed = await desk.until(message.id, 'DELIVERED');
        expect(confirmed.whatsappId).toMatch(/^wamid\./);
        expect(desk.sentToCustomer()).toHaveLength(1);
      } else {
        await new Promise((resolve) => setTimeout(resolve, 600));
        expect((await operator.client.send(MESSAGE, { id: message.id })).message.status).toBe('UNCONFIRMED');
        expect(desk.sentToCustomer()).toHaveLength(0);
      }
      Object.assign(test.simulator.world.settings, { sentAfterMs: 5, deliveredAfterMs: 15 });
    },
  );
});
