import { graphql } from '../generated/gql.js';
import { eventually, must } from '../support/expectations.js';
import { manyRecipients } from '../support/factories/keys.js';
import { aMessage } from '../support/factories/webhooks.js';
import { HOUR_MS, MINUTE_MS } from '../support/world/test-clock.js';
import { leaveUnconfirmed, loseWorkerOf } from '../support/lost-worker.js';
import { TestWorld } from '../support/world/test-world.js';

const PAUSED_UNTIL = graphql(`
  query PausedUntil($id: ID!) { account(id: $id) { sendingPausedUntil } }
`);

/** The clock of the server jumps, as when a wrong one is put right: what was written down with the old time holds up nothing. */
describe('A clock that is set', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
  });
  afterAll(() => world.close());
  beforeEach(() => world.meta.forgetPlannedErrors());

  const held = async () => must((await world.admin.send(PAUSED_UNTIL, { id: world.account.id })).account);
  const started = async () => (await world.customers.startsConversation()).conversation.id;

  it.each([
    ['back by two hours', -2 * HOUR_MS],
    ['forward by two hours', 2 * HOUR_MS],
    ['back by a year', -365 * 24 * HOUR_MS],
    ['forward by a year', 365 * 24 * HOUR_MS],
  ])('%s lets whoever was written to before be written to at once', async (_name, milliseconds) => {
    const template = await world.templates.approved({
      body: 'Your plan is ready.',
      variables: [],
      appliesTo: null,
      phoneField: null,
    });
    const recipients = manyRecipients(3, 6_090_000);
    const before = await world.broadcasts.start({ templateId: template.id, recipients });
    await world.broadcasts.until(before.id, ({ delivered }) => delivered === 3);
    await world.later(milliseconds);
    const after = await world.broadcasts.start({ templateId: template.id, recipients });
    await world.broadcasts.until(after.id, ({ delivered }) => delivered === 3);
    await world.later(-milliseconds);
  });

  it('back never lets more than a burst be owed', async () => {
    const conversationId = await started();
    for (let count = 0; count < 3; count += 1) {
      const { id } = await world.inbox.send(conversationId, `Before ${count}`);
      await world.inbox.until(id, 'DELIVERED');
    }
    await world.later(-2 * HOUR_MS);
    const first = await world.inbox.send(conversationId, 'After');
    await world.inbox.until(first.id, 'DELIVERED');
    const [limit] = await world.database.query<{ theoretical_arrival_at: Date }>(
      'SELECT theoretical_arrival_at FROM recipient_limits WHERE conversation_id = $1',
      [conversationId],
    );
    const owedMs = must(limit).theoretical_arrival_at.getTime() - world.clock.now().getTime();
    expect(owedMs).toBeLessThanOrEqual(45 * 6_000);
    await world.later(2 * HOUR_MS);
  });

  it('back keeps neither a next attempt, nor the pause of a number, an account or a broadcast waiting', async () => {
    const conversationId = await started();
    world.meta.planError({ code: 131056, times: 3 });
    const retried = await world.inbox.send(conversationId, 'Tried again');
    await eventually(
      () => world.meta.world.plannedErrors.length,
      (left) => left === 0,
    );
    world.meta.planError({ code: 131042 });
    const other = await world.inbox.send(await started(), 'Held');
    await eventually(held, ({ sendingPausedUntil }) => sendingPausedUntil !== null);
    await world.later(-2 * HOUR_MS);
    await world.inbox.until(other.id, 'DELIVERED');
    await world.inbox.until(retried.id, 'DELIVERED');
    expect((await held()).sendingPausedUntil).toBeNull();
    await world.later(2 * HOUR_MS);
  });

  it.each([
    ['twenty minutes', 20 * MINUTE_MS],
    ['two hours', 2 * HOUR_MS],
  ])('back by %s lets a message be reconciled whose worker has died', async (_name, milliseconds) => {
    const { id } = await world.inbox.send(await started(), 'Under way');
    await world.inbox.until(id, 'DELIVERED');
    await loseWorkerOf(world.database, id, new Date(world.clock.now().getTime() + 60_000));
    await world.later(-milliseconds);
    await world.inbox.until(id, 'UNCONFIRMED');
    await world.later(milliseconds);
  });

  it('back lets a message of which Meta has told nothing wait from then on, and sends it no second time at once', async () => {
    const { id } = await world.inbox.send(await started(), 'Told of by nobody');
    await world.inbox.until(id, 'DELIVERED');
    const later = new Date(world.clock.now().getTime() + 2 * HOUR_MS);
    await leaveUnconfirmed(world.database, id, later);
    const waiting = () =>
      world.database.query<{ unconfirmed_at: Date | null; was_resent: boolean; status: string }>(
        `SELECT unconfirmed_at, was_resent, status FROM messages LEFT JOIN outgoing_jobs ON message_id = id WHERE id = $1`,
        [id],
      );
    const isOver = (row: { unconfirmed_at: Date | null; was_resent: boolean }): boolean =>
      row.unconfirmed_at === null || row.unconfirmed_at < later || row.was_resent;
    const [message] = await eventually(waiting, ([row]) => isOver(must(row)));
    expect(message).toMatchObject({ status: 'UNCONFIRMED', was_resent: false });
  });

  /** As if its process's clock had been ahead of all that come: ids begin with the time. */
  async function writtenAhead(messageId: string): Promise<string> {
    const id = messageId.replace(/^........-..../, 'fffffff0-0000');
    await world.database.run('DELETE FROM read_receipts WHERE message_id = $1', [messageId]);
    await world.database.run(
      `WITH message AS (UPDATE messages SET id = $2 WHERE id = $1),
         job AS (UPDATE outgoing_jobs SET message_id = $2 WHERE message_id = $1)
       UPDATE read_markers SET last_read_message_id = $2 WHERE last_read_message_id = $1`,
      [messageId, id],
    );
    return id;
  }

  it('back lets answers arrive in the order in which they were written', async () => {
    const { customer, conversation } = await world.customers.startsConversation();
    world.meta.planError({ code: 131056 });
    const first = await world.inbox.send(conversation.id, 'Written first');
    await eventually(
      () =>
        world.database.query(
          "SELECT FROM outgoing_jobs WHERE message_id = $1 AND state = 'QUEUED' AND next_attempt_at IS NOT NULL",
          [first.id],
        ),
      (waiting) => waiting.length === 1,
    );
    await writtenAhead(first.id);
    const second = await world.inbox.send(conversation.id, 'Written second');
    await world.later(HOUR_MS);
    await world.inbox.until(second.id, 'DELIVERED');
    expect(world.customers.got(customer).map(({ text }) => text)).toEqual(['Written first', 'Written second']);
    await world.later(-HOUR_MS);
  });

  it('back hides no message that came after what was read', async () => {
    const { customer, conversation } = await world.customers.startsConversation();
    await world.inbox.markRead(conversation.id);
    const [before] = await world.inbox.messagesWith(must(customer.name));
    await writtenAhead(must(before).id);
    const wamid = await world.customers.writes(customer, 'Are you there?');
    const unread = async () => (await world.inbox.conversationWith(must(customer.name))).unreadCount;
    expect(await unread()).toBe(1);
    await world.inbox.markRead(conversation.id);
    expect(await unread()).toBe(0);
    await eventually(
      () => world.meta.world.messages.find((message) => message.wamid === wamid),
      (message) => message?.status === 'read',
    );
  });

  it('back lets the later of two reactions and of two edits in one second stand', async () => {
    const { customer } = await world.customers.startsConversation();
    const [written] = await world.inbox.messagesWith(must(customer.name));
    const { id, whatsappId: target } = must(written);
    const from = must(customer.waId);
    const timestamp = String(Math.floor(Date.now() / 1000));
    const edit = (body: string) =>
      aMessage({
        from,
        timestamp,
        type: 'edit',
        edit: { original_message_id: target, message: { type: 'text', text: { body } } },
      });
    const reaction = (emoji: string) =>
      aMessage({ from, timestamp, type: 'reaction', reaction: { message_id: target, emoji } });
    for (const [first, second] of [
      [reaction('👍'), reaction('❤️')],
      [edit('Edited once'), edit('Edited twice')],
    ] as const) {
      await world.webhooks.receives({ messages: [first], contacts: [] });
      const [stored] = await world.database.query<{ id: string }>('SELECT id FROM messages WHERE whatsapp_id = $1', [
        first.id,
      ]);
      await writtenAhead(must(stored).id);
      await world.webhooks.receives({ messages: [second], contacts: [] });
    }
    const { reactions, text } = await world.inbox.read(id);
    expect(reactions.map(({ emoji }) => emoji)).toEqual(['❤️']);
    expect(text).toBe('Edited twice');
  });
});
