import pg from 'pg';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import type { SimCustomer } from '../../src/simulator/world/world.js';
import { graphql } from '../generated/gql.js';
import { eventually, first, last, must, only, pause } from '../support/expectations.js';
import { isEmbedded } from '../support/test-database.js';
import type { InboxDriver } from '../support/world/inbox.js';
import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';

const CANCEL = graphql(`
  mutation CancelQueuedMessage($id: ID!) {
    cancelMessage(input: { messageId: $id }) {
      message { id status } errors { code path ... on NotAllowedNowError { allowedActions } }
    }
  }
`);
const RETRY = graphql(`
  mutation RetryFailedMessage($id: ID!) {
    retryMessage(input: { messageId: $id }) {
      message { id status } errors { code path ... on NotAllowedNowError { allowedActions } }
    }
  }
`);
const SENDING_PAUSE = graphql(`
  query SendingPause($id: ID!) { account(id: $id) { sendingPausedUntil sendingPauseReason } }
`);
const TEST_CONNECTION = graphql(`
  mutation EndSendingPause($id: ID!) { testConnection(input: { accountId: $id }) { report { ok } } }
`);

describe('The sending engine', () => {
  let world: TestWorld;
  let operator: Person;
  let inbox: InboxDriver;
  let customer: SimCustomer;
  let conversationId: string;

  beforeAll(async () => {
    world = await TestWorld.start({ environment: { UNCONFIRMED_RESEND_AFTER_SECONDS: '2' } });
    operator = await world.people.add('OPERATOR');
    inbox = world.inbox.as(operator);
  });
  afterAll(() => world.close());

  beforeEach(async () => {
    world.meta.forgetPlannedErrors();
    const started = await world.customers.startsConversation();
    customer = started.customer;
    conversationId = started.conversation.id;
  });

  const send = (text: string) => inbox.send(conversationId, text);
  const sentTexts = () => world.customers.got(customer).map(({ text }) => text);
  const cancel = async (id: string) => (await operator.client.send(CANCEL, { id })).cancelMessage;
  const retry = async (id: string) => (await operator.client.send(RETRY, { id })).retryMessage;
  const account = async () => must((await world.admin.send(SENDING_PAUSE, { id: world.account.id })).account);
  const isPaused = ({ sendingPausedUntil }: Awaited<ReturnType<typeof account>>) => sendingPausedUntil !== null;
  const testConnection = () => world.admin.send(TEST_CONNECTION, { id: world.account.id });
  const plannedErrorsAreOver = () =>
    eventually(
      () => world.meta.world.plannedErrors.length,
      (left) => left === 0,
    );

  it.each([368, 131031, 131042])(
    'holds back the whole account when Meta refuses it (%i), tells administrators, and goes on afterwards',
    async (code: number) => {
      world.meta.planError({ code });
      const one = await send('First');
      const paused = await eventually(account, isPaused);
      expect(must(paused.sendingPauseReason).length).toBeGreaterThan(20);
      const two = await send('Second');
      await pause(300);
      for (const { id } of [one, two]) expect((await inbox.until(id, 'QUEUED')).failure).toBeNull();
      const notification = last(await world.people.notificationsOf({ client: world.admin }));
      expect(notification).toMatchObject({ reason: 'ACCOUNT_CHANGED' });
      expect(notification.body).toContain(String(code));
      expect(sentTexts()).toEqual([]);
      await testConnection();
      await inbox.until(two.id, 'DELIVERED');
      expect(sentTexts()).toEqual(['First', 'Second']);
      expect((await account()).sendingPausedUntil).toBeNull();
    },
  );

  /** Another session of the server, with a lock on this row. */
  const holding = async (table: 'accounts' | 'messages', id: string): Promise<pg.Client> => {
    const holder = new pg.Client({ connectionString: world.environment.DATABASE_URL });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query(`SELECT FROM ${table} WHERE id = $1 FOR NO KEY UPDATE`, [id]);
    return holder;
  };

  (isEmbedded ? it.skip : it)('writes down what Meta said, although the connection is cut while it does', async () => {
    world.meta.planError({ code: 131051 });
    world.meta.behave({ latencyMs: 500 });
    const message = await send('Refused, and not yet written down');
    await eventually(
      () => world.database.query<{ status: string }>('SELECT status FROM messages WHERE id = $1', [message.id]),
      (rows) => only(rows).status === 'SENDING',
    );
    const holder = await holding('messages', message.id);
    await eventually(
      () =>
        holder.query(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))',
        ),
      ({ rowCount }) => rowCount === 1,
    );
    await holder.query('ROLLBACK');
    await holder.end();
    world.meta.behaveAsUsual();
    expect((await inbox.until(message.id, 'FAILED')).failure?.code).toBe(131051); // long before the lease ends
    expect(sentTexts()).toEqual([]);
  });

  (isEmbedded ? it.skip : it)('lets nothing out between a refusal and the pause that it causes', async () => {
    const holder = await holding('accounts', world.account.id);
    world.meta.planError({ code: 368 });
    const message = await send('Refused, and not yet paused');
    await plannedErrorsAreOver();
    await pause(500);
    expect(sentTexts()).toEqual([]);
    await holder.query('ROLLBACK');
    await holder.end();
    await eventually(account, isPaused);
    await inbox.until(message.id, 'QUEUED');
    await testConnection();
    await inbox.until(message.id, 'DELIVERED');
    expect(sentTexts()).toHaveLength(1);
  });

  it('takes back what has not been sent, also twice, and nothing else', async () => {
    world.meta.planError({ code: 131042 });
    const message = await send('Never mind');
    await eventually(account, isPaused);
    await inbox.until(message.id, 'QUEUED');
    for (let time = 0; time < 2; time += 1) {
      expect(await cancel(message.id)).toEqual({
        message: { id: message.id, status: 'CANCELLED' },
        errors: [],
      });
    }
    await testConnection();
    const next = await send('This instead');
    await inbox.until(next.id, 'DELIVERED');
    expect(sentTexts()).toEqual(['This instead']);
    expect((await cancel(next.id)).errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW', path: ['messageId'] }]);
  });

  it('sends again what failed, as a new message, once however often it is asked', async () => {
    world.meta.planError({ code: 131051 });
    const message = await send('Once more');
    await inbox.until(message.id, 'FAILED');
    const answers = await Promise.all(Array.from({ length: 5 }, () => retry(message.id)));
    const again = only([...new Set(answers.map((answer) => must(answer.message).id))], 'message');
    expect(again).not.toBe(message.id);
    await inbox.until(again, 'DELIVERED');
    expect(sentTexts()).toHaveLength(1);
    const { errors } = await retry(again);
    expect(errors).toEqual([{ code: 'NOT_ALLOWED_NOW', path: ['messageId'], allowedActions: [] }]);
  });

  it('sends once more what Meta has told nothing of, and leaves the second time to people', async () => {
    world.meta.planError({ kind: 'RESET_BEFORE' });
    const lucky = await send('Did you get it?');
    await inbox.until(lucky.id, 'UNCONFIRMED');
    await inbox.until(lucky.id, 'DELIVERED');
    expect(sentTexts()).toHaveLength(1);
    world.meta.planError({ kind: 'HTTP_500', times: 2 });
    const unlucky = await send('And this?');
    await plannedErrorsAreOver();
    await inbox.until(unlucky.id, 'UNCONFIRMED');
    await pause(5_000);
    await inbox.until(unlucky.id, 'UNCONFIRMED');
    expect(sentTexts()).toHaveLength(1);
  });

  it('counts no silence while webhooks wait to be processed: a status may be among them', async () => {
    await world.database.run(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE SQLSTATE '40001'; END $$`,
    );
    await world.database.run(
      `CREATE TRIGGER unprocessed BEFORE UPDATE ON webhook_deliveries FOR EACH ROW WHEN (NEW.state <> 'RECEIVED') EXECUTE FUNCTION refuse()`,
    );
    const wamid = world.customers.sends(customer, 'Are you there?');
    await eventually(
      () =>
        world.database.query(
          `UPDATE webhook_queue SET received_at = received_at - interval '1 minute' RETURNING delivery_id`,
        ),
      (rows) => rows.length > 0,
    );
    world.meta.planError({ kind: 'RESET_BEFORE' });
    const { id } = await send('Only once');
    await inbox.until(id, 'UNCONFIRMED');
    await pause(5_000);
    await inbox.until(id, 'UNCONFIRMED');
    expect(sentTexts()).toHaveLength(0);
    await world.database.run('DROP TRIGGER unprocessed ON webhook_deliveries');
    await world.customers.isStored(wamid);
    await inbox.until(id, 'DELIVERED');
    expect(sentTexts()).toHaveLength(1);
  });

  it('keeps to what Meta allows a number and a customer, so that nothing is refused', async () => {
    world.meta.behave({ enforceRateLimits: true });
    const from = world.meta.world.requests.length;
    const ids: string[] = [];
    for (let count = 0; count < 46; count += 1) ids.push((await send(`Number ${count}`)).id);
    for (const id of ids.slice(-2)) await inbox.until(id, 'DELIVERED');
    const requests = world.meta.world.requests.slice(from).filter(({ path }) => path.endsWith('/messages'));
    expect(requests.map(({ status }) => status)).toEqual(requests.map(() => 200));
    expect(sentTexts()).toEqual(ids.map((_id, index) => `Number ${index}`));
    const times = world.customers.got(customer).map(({ at }) => at);
    expect(last(times) - first(times)).toBeGreaterThan(5_500);
    world.meta.behaveAsUsual();
  });

  it('sends at the pace of the number, whatever waits', async () => {
    await world.database.run('UPDATE business_phone_numbers SET throughput = 20 WHERE phone_number_id = $1', [
      DEMO.phoneNumberId,
    ]);
    const conversations: string[] = [];
    for (let count = 0; count < 40; count += 1) {
      conversations.push((await world.customers.startsConversation()).conversation.id);
    }
    const began = world.meta.world.now();
    await Promise.all(conversations.map((id) => inbox.send(id, 'To each')));
    const times = await eventually(
      () => world.meta.world.messages.filter(({ text, at }) => text === 'To each' && at >= began).map(({ at }) => at),
      (sent) => sent.length === 40,
    );
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(1_800);
    for (const time of times) {
      expect(times.filter((later) => later >= time && later < time + 1_000).length).toBeLessThanOrEqual(21);
    }
  });
});
