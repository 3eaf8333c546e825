import type { SimCustomer } from '../../src/simulator/world/world.js';
import type { SendMessageInput } from '../generated/graphql.js';
import { must, only, pause } from '../support/expectations.js';
import type { InboxDriver } from '../support/world/inbox.js';
import type { Person } from '../support/world/people.js';
import { DAY_MS } from '../support/world/test-clock.js';
import { loseWorkerOf } from '../support/lost-worker.js';
import { TestWorld } from '../support/world/test-world.js';

describe('Sending', () => {
  let world: TestWorld;
  let operator: Person;
  let inbox: InboxDriver;
  let customer: SimCustomer;
  let conversationId: string;
  let customers = 0;

  beforeAll(async () => {
    world = await TestWorld.start();
    operator = await world.people.add('OPERATOR');
    inbox = world.inbox.as(operator);
  });
  afterAll(() => world.close());

  beforeEach(async () => {
    customers += 1;
    world.meta.forgetPlannedErrors();
    const started = await world.customers.startsConversation(`Hello from ${customers}`);
    customer = started.customer;
    conversationId = started.conversation.id;
  });

  const send = (text: string, changes: Partial<SendMessageInput> = {}) => inbox.send(conversationId, text, changes);

  it('sends what Meta asks for, with our id, once', async () => {
    const message = await send('See https://example.com');
    await inbox.until(message.id, 'DELIVERED');
    expect(world.meta.lastRequestTo('/messages').body).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: customer.waId,
      type: 'text',
      text: { body: 'See https://example.com', preview_url: true },
      biz_opaque_callback_data: message.id,
    });
    expect(world.customers.got(customer)).toHaveLength(1);
  });

  it('quotes a message of the conversation, and no other', async () => {
    const quoted = only(await inbox.messagesWith(must(customer.waId)), 'message');
    const message = await send('I quote', { replyToId: quoted.id });
    expect((await inbox.until(message.id, 'DELIVERED')).replyTo?.text).toMatch(/^Hello from/);
    expect(world.meta.lastRequestTo('/messages').body).toMatchObject({ context: { message_id: quoted.whatsappId } });
    for (const replyToId of ['nonsense', conversationId]) {
      expect((await inbox.trySend(conversationId, 'I quote nothing', { replyToId })).errors).toMatchObject([
        { code: 'NOT_FOUND', path: ['replyToId'] },
      ]);
    }
  });

  it('gives the same answer for the same key, also twenty times at once, and sends once', async () => {
    const theKey = { idempotencyKey: 'twenty at once' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => send('Once only', theKey)));
    const id = only([...new Set(answers.map((message) => message.id))], 'message');
    await inbox.until(id, 'DELIVERED');
    expect(world.customers.got(customer)).toHaveLength(1);
    expect(await inbox.trySend(conversationId, 'Other content', theKey)).toMatchObject({
      message: null,
      errors: [{ code: 'CONFLICT', path: ['idempotencyKey'] }],
    });
  });

  it('keeps the order of a conversation', async () => {
    world.meta.behave({ latencyMs: 15 });
    const texts = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `number ${number}`);
    let lastId = '';
    for (const text of texts) lastId = (await send(text)).id;
    await inbox.until(lastId, 'DELIVERED');
    world.meta.behaveAsUsual();
    expect(world.customers.got(customer).map(({ text }) => text)).toEqual(texts);
  });

  it('refuses free text after the window has closed, and says when it did', async () => {
    const before = await inbox.conversationWith(must(customer.waId));
    expect(before.allowedActions).toContain('REPLY');
    const other = await world.people.add('OPERATOR');
    world.clock.advance(DAY_MS + 1_000);
    await other.client.login(other.email, other.password);
    const { errors } = await world.inbox.as(other).trySend(conversationId, 'Too late');
    const closed = await world.inbox.as(other).conversationWith(must(customer.waId));
    world.clock.advance(-DAY_MS - 1_000);
    expect(errors).toMatchObject([
      {
        __typename: 'WindowClosedError',
        code: 'WINDOW_CLOSED',
        path: ['conversationId'],
        closedAt: before.serviceWindow.expiresAt,
      },
    ]);
    expect(closed.serviceWindow.isOpen).toBe(false);
    expect(closed.allowedActions).not.toContain('REPLY');
  });

  it('refuses bad input with codes, paths and limits', async () => {
    const bad: [Partial<SendMessageInput>, object][] = [
      [{ content: { text: { body: '' } } }, { code: 'REQUIRED', path: ['content', 'text', 'body'] }],
      [{ content: { text: { body: ' \n ' } } }, { code: 'REQUIRED', path: ['content', 'text', 'body'] }],
      [
        { content: { text: { body: 'x'.repeat(4_097) } } },
        { code: 'TOO_LONG', path: ['content', 'text', 'body'], limit: 4_096 },
      ],
      [{ idempotencyKey: '' }, { code: 'REQUIRED', path: ['idempotencyKey'] }],
      [{ conversationId: 'nonsense' }, { code: 'NOT_FOUND', path: ['conversationId'] }],
    ];
    for (const [changes, problem] of bad) {
      expect(await inbox.trySend(conversationId, 'fine', changes)).toMatchObject({ message: null, errors: [problem] });
    }
    const message = await send('x'.repeat(4_096));
    expect((await inbox.until(message.id, 'DELIVERED')).text).toHaveLength(4_096);
  });

  it('does not let an operator of other accounts send', async () => {
    const stranger = await world.people.add('OPERATOR', { accountIds: [] });
    expect((await world.inbox.as(stranger).trySend(conversationId, 'Hi')).errors).toMatchObject([
      { code: 'NOT_FOUND', path: ['conversationId'] },
    ]);
  });

  it('fails with Meta’s reason and what to do', async () => {
    world.meta.planError({ code: 131026 });
    const message = await send('Nobody there');
    expect(await inbox.until(message.id, 'FAILED')).toMatchObject({
      failure: { code: 131026, handling: 'STOP_RECIPIENT', advice: expect.stringContaining('Use another channel') },
    });
  });

  it('marks the account when Meta refuses the token, and sends what waited when there is a new one', async () => {
    world.meta.planError({ code: 190, subcode: 463 });
    const message = await send('With an old token');
    await world.accounts.untilStatus('TOKEN_INVALID');
    expect(await inbox.until(message.id, 'QUEUED')).toMatchObject({ failure: null });
    expect(world.customers.got(customer)).toHaveLength(0);
    await world.accounts.giveNewToken();
    await inbox.until(message.id, 'DELIVERED');
    expect(world.customers.got(customer)).toHaveLength(1);
  });

  it('gives up on a message whose worker died with it, and does not send it again', async () => {
    const message = await send('Taken and lost');
    await inbox.until(message.id, 'DELIVERED');
    await loseWorkerOf(world.database, message.id, new Date(world.clock.now().getTime() - 1_000));
    await inbox.until(message.id, 'UNCONFIRMED');
    expect(world.customers.got(customer)).toHaveLength(1);
  });

  it('fails later too, when Meta tells so by webhook', async () => {
    customer.isOnWhatsApp = false;
    const message = await send('Nobody there');
    expect(await inbox.until(message.id, 'FAILED')).toMatchObject({ failure: { code: 131026 } });
  });

  it('tries again by itself when Meta asks for it', async () => {
    world.meta.planError({ times: 2, code: 130429 });
    const message = await send('Patience');
    await inbox.until(message.id, 'DELIVERED');
    expect(world.customers.got(customer)).toHaveLength(1);
  });

  it.each(['RESET_AFTER', 'HTTP_500', 'RESET_BEFORE'] as const)(
    'never sends twice when the answer is lost (%s)',
    async (kind) => {
      world.meta.planError({ kind });
      world.meta.behave({ sentAfterMs: 300, deliveredAfterMs: 400 });
      const message = await send('Did it arrive?');
      await inbox.until(message.id, 'UNCONFIRMED');
      if (kind === 'RESET_AFTER') {
        const confirmed = await inbox.until(message.id, 'DELIVERED');
        expect(confirmed.whatsappId).toMatch(/^wamid\./);
        expect(world.customers.got(customer)).toHaveLength(1);
      } else {
        await pause(600);
        expect((await inbox.read(message.id)).status).toBe('UNCONFIRMED');
        expect(world.customers.got(customer)).toHaveLength(0);
      }
      world.meta.behaveAsUsual();
    },
  );
});
