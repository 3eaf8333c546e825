import { graphql } from '../generated/gql.js';
import { eventually, last, must, pause } from '../support/expectations.js';
import { manyRecipients } from '../support/factories/keys.js';
import { aStatus } from '../support/factories/webhooks.js';
import { TestWorld } from '../support/world/test-world.js';

const HELD = graphql(`
  query HeldAccountAndNumbers($id: ID!) {
    account(id: $id) {
      status sendingPausedUntil sendingPauseReason
      sendingPauseCause { kind errorCode handling }
      phoneNumbers { whatsappPhoneNumberId sendingPausedUntil sendingPauseReason sendingPauseCause { kind errorCode handling } }
    }
  }
`);
const RESUME = graphql(`
  mutation ResumeHeldSending($id: ID!) { resumeSending(input: { accountId: $id }) { errors { ...Problem } } }
`);
const TEST_CONNECTION = graphql(`
  mutation TestHeldConnection($id: ID!) { testConnection(input: { accountId: $id }) { report { ok } } }
`);
const FAILED = graphql(`
  query FailedAndWaitingOfBroadcast($id: ID!) {
    broadcast(id: $id) { messages { nodes { id status whatsappId refusal { code } failure { code } } } }
  }
`);

describe('Sending that Meta refuses for what is not the message’s own trouble', () => {
  let world: TestWorld;
  let templateId: string;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    await testConnection();
    const draft = { body: 'We have moved.', variables: [], appliesTo: null, phoneField: null };
    templateId = (await world.templates.approved(draft)).id;
  });
  afterAll(() => world.close());
  beforeEach(() => world.meta.forgetPlannedErrors());
  afterEach(async () => {
    world.meta.behaveAsUsual();
    world.meta.forgetPlannedErrors();
  });

  const testConnection = () => world.admin.send(TEST_CONNECTION, { id: world.account.id });
  const held = async () => must((await world.admin.send(HELD, { id: world.account.id })).account);
  const firstNumber = async () => must((await held()).phoneNumbers[0]);
  const resume = async () => (await world.admin.send(RESUME, { id: world.account.id })).resumeSending.errors;
  const startedWith = async (text: string) => {
    const { customer, conversation } = await world.customers.startsConversation();
    return { customer, message: await world.inbox.send(conversation.id, text) };
  };
  const messagesOf = async (id: string) => must((await world.admin.send(FAILED, { id })).broadcast).messages.nodes;
  const nothingIsUnderWay = () =>
    eventually(
      () => world.countRows(`messages WHERE status = 'SENDING'`),
      (count) => count === 0,
    );

  it.each([
    [133010, undefined],
    [100, 33],
    [33, undefined],
    [131045, undefined],
  ])('holds the number, and no other, on %i/%s, and goes on when the connection passes', async (code, subcode) => {
    world.meta.planError({ code, subcode });
    const { customer, message } = await startedWith('Hello');
    const number = await eventually(firstNumber, ({ sendingPausedUntil }) => sendingPausedUntil !== null);
    expect(must(number.sendingPauseReason).length).toBeGreaterThan(20);
    expect(number.sendingPauseCause).toEqual({ kind: 'REFUSED', errorCode: code, handling: 'FIX_ACCOUNT' });
    expect((await held()).sendingPausedUntil).toBeNull();
    const waiting = await world.inbox.until(message.id, 'QUEUED');
    expect([waiting.failure, waiting.refusal]).toEqual([null, { code }]);
    const notification = last(await world.people.notificationsOf({ client: world.admin }));
    expect(notification.body).toContain(String(code));
    await testConnection();
    expect((await world.inbox.until(message.id, 'DELIVERED')).refusal).toBeNull();
    expect(world.customers.got(customer)).toHaveLength(1);
    expect((await firstNumber()).sendingPausedUntil).toBeNull();
  });

  it.each([3, 10, 200, 131005, 131044])('holds the account on %i, and goes on by one click', async (code) => {
    world.meta.planError({ code });
    const { customer, message } = await startedWith('Hello');
    await eventually(held, ({ sendingPausedUntil }) => sendingPausedUntil !== null);
    await world.inbox.until(message.id, 'QUEUED');
    expect(await resume()).toEqual([]);
    await world.inbox.until(message.id, 'DELIVERED');
    expect(world.customers.got(customer)).toHaveLength(1);
    expect(await resume()).toEqual([]); // harmless
  });

  it('tries one message at a time while nothing has been mended, and opens for longer', async () => {
    world.meta.planError({ code: 131042, times: 100 });
    const broadcast = await world.broadcasts.start({ templateId, recipients: manyRecipients(20, 6_060_000) });
    await eventually(held, ({ sendingPausedUntil }) => sendingPausedUntil !== null);
    const waiting = await world.broadcasts.until(
      broadcast.id,
      ({ queued, heldReason }) => queued === 20 && heldReason !== null,
    );
    expect(waiting.heldCause).toEqual({ kind: 'REFUSED', errorCode: 131042 });
    await nothingIsUnderWay();
    const before = world.meta.requestsTo('/messages').length;
    world.meta.behave({ latencyMs: 300 });
    await resume();
    await eventually(held, ({ sendingPausedUntil }) => sendingPausedUntil !== null);
    await nothingIsUnderWay();
    expect(world.meta.requestsTo('/messages').length - before).toBe(1);
    world.meta.forgetPlannedErrors();
    world.meta.behaveAsUsual();
    await resume();
    const done = await world.broadcasts.until(broadcast.id, ({ delivered }) => delivered === 20);
    expect([done.heldReason, done.heldCause, (await held()).sendingPauseCause]).toEqual([null, null, null]);
  });

  it('refuses the click while the token is refused, and says what to do', async () => {
    world.meta.planError({ code: 190 });
    const { message } = await startedWith('Hello');
    await eventually(held, ({ status }) => status === 'TOKEN_INVALID');
    expect(await resume()).toMatchObject([
      {
        code: 'NOT_ALLOWED_NOW',
        path: ['accountId'],
        message: expect.stringContaining('Save a new one') as string,
        allowedActions: ['updateAccount', 'testConnection'],
      },
    ]);
    await testConnection();
    await world.inbox.until(message.id, 'DELIVERED');
  });

  it('is held by an error of the account beside any message, and goes on when Meta gives the account back', async () => {
    await world.webhooks.receives({ errors: [{ code: 131042, title: 'Payment' }] });
    await eventually(held, ({ sendingPausedUntil }) => sendingPausedUntil !== null);
    const { message } = await startedWith('Hello');
    await pause(300);
    await world.inbox.until(message.id, 'QUEUED');
    await world.webhooks.receivesField('account_update', { event: 'ACCOUNT_RECONNECTED' });
    await world.inbox.until(message.id, 'DELIVERED');
    await eventually(held, ({ sendingPausedUntil }) => sendingPausedUntil === null);
  });

  it('brakes the number after five messages in a row that Meta refuses without a reason', async () => {
    world.meta.planError({ code: 987654, times: 5 });
    const failed = [];
    for (let count = 0; count < 5; count += 1) failed.push((await startedWith(`Refused ${count}`)).message);
    for (const { id } of failed) await world.inbox.until(id, 'FAILED');
    const { sendingPauseReason } = await eventually(
      firstNumber,
      ({ sendingPausedUntil }) => sendingPausedUntil !== null,
    );
    expect(sendingPauseReason).toMatch(/^5 messages in a row met the same refusal \(987654\)/);
    const { message } = await startedWith('Waits');
    await pause(300);
    await world.inbox.until(message.id, 'QUEUED');
    await resume();
    await world.inbox.until(message.id, 'DELIVERED');
  });

  it('brakes a broadcast when Meta answers nothing that can be understood, and leaves the rest waiting', async () => {
    world.meta.planError({ kind: 'HTTP_500', times: 1_000 });
    const recipients = manyRecipients(10, 6_060_400);
    const broadcast = await world.broadcasts.start({ templateId, recipients, messagesPerSecond: 2 });
    const paused = await world.broadcasts.until(
      broadcast.id,
      ({ status, unconfirmed }) => status === 'PAUSED' && unconfirmed >= 3,
    );
    expect(paused.queued).toBe(10 - paused.unconfirmed);
    expect(paused.pauseReason).toMatch(/^3 messages in a row met the same refusal/);
    expect(paused.pauseCause).toMatchObject({ kind: 'REFUSED_REPEATEDLY' });
    world.meta.forgetPlannedErrors();
    await world.broadcasts.resume(broadcast.id);
    const done = await world.broadcasts.until(broadcast.id, ({ status }) => status === 'FINISHED');
    expect(done.delivered).toBeGreaterThan(5);
    expect(done.delivered + done.unconfirmed).toBe(10); // one may have been on its way when the broadcast paused
  });

  it('does not brake for what several customers cause, each for themselves', async () => {
    world.meta.planError({ code: 131026, times: 8 });
    const broadcast = await world.broadcasts.start({ templateId, recipients: manyRecipients(12, 6_060_100) });
    const done = await world.broadcasts.until(broadcast.id, ({ status }) => status === 'FINISHED');
    expect(done.failed).toBe(8);
  });

  it('puts a refused message of a broadcast last, and fails it when others were accepted since', async () => {
    world.meta.planError({ code: 132018, times: 2 });
    const recipients = manyRecipients(5, 6_060_200);
    const broadcast = await world.broadcasts.start({ templateId, recipients, messagesPerSecond: 1 });
    const near = await world.broadcasts.until(broadcast.id, ({ delivered }) => delivered === 3);
    world.meta.planError({ code: 132018, times: 10 });
    expect([near.queued, near.failed]).toEqual([2, 0]);
    const done = await world.broadcasts.until(broadcast.id, ({ status }) => status === 'FINISHED');
    expect([done.delivered, done.failed]).toEqual([3, 2]);
    const statuses = (await messagesOf(broadcast.id)).map(({ status, failure }) => [status, failure?.code]);
    expect(statuses.slice(0, 2)).toEqual([
      ['FAILED', 132018],
      ['FAILED', 132018],
    ]);
  });

  it('neither fails for a repeated status of the sending before, nor pauses again for what is known', async () => {
    world.meta.behave({ sentAfterMs: null, deliveredAfterMs: null });
    const broadcast = await world.broadcasts.start({ templateId, recipients: manyRecipients(2, 6_060_300) });
    await world.broadcasts.until(broadcast.id, ({ sent }) => sent === 2);
    const wamids = (await messagesOf(broadcast.id)).map(({ whatsappId }) => must(whatsappId));
    const spam = { errors: [{ code: 131048, title: 'Spam rate limit hit' }] };
    const ids = (await messagesOf(broadcast.id)).map(({ id }) => id);
    const tell = () =>
      world.webhooks.receives({
        statuses: wamids.map((wamid, index) =>
          aStatus(wamid, 'failed', { ...spam, biz_opaque_callback_data: must(ids[index]) }),
        ),
      });
    await tell();
    const paused = await world.broadcasts.until(broadcast.id, ({ status }) => status === 'PAUSED');
    expect([paused.pauseReason, paused.resumesAt, paused.queued]).toEqual([
      expect.stringContaining('131048: '),
      null,
      2,
    ]);
    await tell();
    expect((await world.broadcasts.read(broadcast.id)).queued).toBe(2);
    world.meta.behaveAsUsual();
    await pause(1_100); // statuses have whole seconds
    await world.broadcasts.resume(broadcast.id);
    await tell();
    const done = await world.broadcasts.until(broadcast.id, ({ delivered }) => delivered === 2);
    expect(done.failed).toBe(0);
    for (const { refusal } of await messagesOf(broadcast.id)) expect(refusal).toBeNull();
  });
});
