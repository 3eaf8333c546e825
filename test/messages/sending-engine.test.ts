/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import pg from 'pg';
import { DEMO } from '../../src/simulator/demo-world.js';
import { Desk } from '../support/legacy/desk.js';
import { eventually } from '../support/legacy/graphql-client.js';
import type { TestApp } from '../support/legacy/test-app.js';
import { isEmbedded } from '../support/test-database.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

describe('The sending engine', () => {
  let desk: Desk;
  let test: TestApp;

  beforeAll(async () => {
    desk = await Desk.open({ UNCONFIRMED_RESEND_AFTER_SECONDS: '2' });
    ({ test } = desk);
  });
  afterAll(() => test.close());
  beforeEach(() => desk.nextCustomer());

  const act = async (mutation: string, messageId: string): Promise<any> => {
    const answer = await desk.operator.client.send(
      `mutation ($id: ID!) { ${mutation}(input: { messageId: $id }) {
         message { id status } errors { code path ... on NotAllowedNowError { allowedActions } } } }`,
      { id: messageId },
    );
    return answer[mutation];
  };
  const account = async (): Promise<any> => {
    const query = 'query ($id: ID!) { account(id: $id) { sendingPausedUntil sendingPauseReason status } }';
    return (await test.admin.send(query, { id: desk.account.id })).account;
  };
  const plan = (kind: 'CODE' | 'HTTP_500' | 'RESET_BEFORE', code = 0, times = 1): void => {
    test.simulator.world.plannedErrors.push({ path: '/messages', times, kind, code });
  };
  const testConnection = () =>
    test.admin.send('mutation ($id: ID!) { testConnection(input: { accountId: $id }) { report { ok } } }', {
      id: desk.account.id,
    });

  it.each([368, 131031, 131042])(
    'holds back the whole account when Meta refuses it (%i), tells administrators, and goes on afterwards',
    async (code: number) => {
      plan('CODE', code);
      const first = (await desk.send('First')).message;
      const paused = await eventually(account, ({ sendingPausedUntil }) => sendingPausedUntil !== null);
      expect(paused.sendingPauseReason.length).toBeGreaterThan(20);
      const second = (await desk.send('Second')).message;
      await new Promise((resolve) => setTimeout(resolve, 300));
      for (const { id } of [first, second]) expect((await desk.until(id, 'QUEUED')).failure).toBeNull();
      const { notifications } = await test.admin.send('{ notifications(first: 1) { nodes { reason body } } }');
      expect(notifications.nodes[0]).toMatchObject({ reason: 'ACCOUNT_CHANGED' });
      expect(notifications.nodes[0].body).toContain(String(code));
      expect(desk.sentToCustomer()).toHaveLength(0);
      await testConnection();
      await desk.until(second.id, 'DELIVERED');
      expect(desk.sentToCustomer().map(({ text }) => text)).toEqual(['First', 'Second']);
      expect((await account()).sendingPausedUntil).toBeNull();
    },
  );

  /** Another session of the server, with a lock on this row. */
  const holding = async (table: 'accounts' | 'messages', id: string): Promise<pg.Client> => {
    const holder = new pg.Client({ connectionString: test.environment.DATABASE_URL! });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query(`SELECT FROM ${table} WHERE id = $1 FOR NO KEY UPDATE`, [id]);
    return holder;
  };

  (isEmbedded ? it.skip : it)('writes down what Meta said, although the connection is cut while it does', async () => {
    plan('CODE', 131051);
    test.simulator.world.settings.latencyMs = 500;
    const { message } = await desk.send('Refused, and not yet written down');
    await eventually(
      () => test.database.query<{ status: string }>('SELECT status FROM messages WHERE id = $1', [message.id]),
      ([row]) => row!.status === 'SENDING',
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
    test.simulator.world.settings.latencyMs = 0;
    expect((await desk.until(message.id, 'FAILED')).failure.code).toBe(131051); // long before the lease ends
    expect(desk.sentToCustomer()).toHaveLength(0);
  });

  (isEmbedded ? it.skip : it)('lets nothing out between a refusal and the pause that it causes', async () => {
    const holder = await holding('accounts', desk.account.id);
    plan('CODE', 368);
    const { message } = await desk.send('Refused, and not yet paused');
    await eventually(
      async () => test.simulator.world.plannedErrors.length,
      (left) => left === 0,
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(desk.sentToCustomer()).toHaveLength(0);
    await holder.query('ROLLBACK');
    await holder.end();
    await eventually(account, ({ sendingPausedUntil }) => sendingPausedUntil !== null);
    await desk.until(message.id, 'QUEUED');
    await testConnection();
    await desk.until(message.id, 'DELIVERED');
    expect(desk.sentToCustomer()).toHaveLength(1);
  });

  it('takes back what has not been sent, also twice, and nothing else', async () => {
    plan('CODE', 131042);
    const { message } = await desk.send('Never mind');
    await eventually(account, ({ sendingPausedUntil }) => sendingPausedUntil !== null);
    await desk.until(message.id, 'QUEUED');
    for (let time = 0; time < 2; time += 1) {
      expect(await act('cancelMessage', message.id)).toEqual({
        message: { id: message.id, status: 'CANCELLED' },
        errors: [],
      });
    }
    await testConnection();
    const next = (await desk.send('This instead')).message;
    await desk.until(next.id, 'DELIVERED');
    expect(desk.sentToCustomer().map(({ text }) => text)).toEqual(['This instead']);
    expect((await act('cancelMessage', next.id)).errors).toMatchObject([
      { code: 'NOT_ALLOWED_NOW', path: ['messageId'] },
    ]);
  });

  it('sends again what failed, as a new message, once however often it is asked', async () => {
    test.simulator.world.plannedErrors.push({ path: '/messages', times: 1, kind: 'CODE', code: 131051 });
    const { message } = await desk.send('Once more');
    await desk.until(message.id, 'FAILED');
    const answers = await Promise.all(Array.from({ length: 5 }, () => act('retryMessage', message.id)));
    expect(new Set(answers.map((answer) => answer.message.id)).size).toBe(1);
    expect(answers[0].message.id).not.toBe(message.id);
    await desk.until(answers[0].message.id, 'DELIVERED');
    expect(desk.sentToCustomer()).toHaveLength(1);
    const { errors } = await act('retryMessage', answers[0].message.id);
    expect(errors).toEqual([{ code: 'NOT_ALLOWED_NOW', path: ['messageId'], allowedActions: [] }]);
  });

  it('sends once more what Meta has told nothing of, and leaves the second time to people', async () => {
    plan('RESET_BEFORE');
    const lucky = (await desk.send('Did you get it?')).message;
    await desk.until(lucky.id, 'UNCONFIRMED');
    await desk.until(lucky.id, 'DELIVERED');
    expect(desk.sentToCustomer()).toHaveLength(1);
    plan('HTTP_500', 0, 2);
    const unlucky = (await desk.send('And this?')).message;
    await eventually(
      async () => test.simulator.world.plannedErrors.length,
      (left) => left === 0,
    );
    await desk.until(unlucky.id, 'UNCONFIRMED');
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    await desk.until(unlucky.id, 'UNCONFIRMED');
    expect(desk.sentToCustomer()).toHaveLength(1);
  });

  it('keeps to what Meta allows a number and a customer, so that nothing is refused', async () => {
    test.simulator.world.settings.enforceRateLimits = true;
    const from = test.simulator.world.requests.length;
    const ids: string[] = [];
    for (let count = 0; count < 46; count += 1) ids.push((await desk.send(`Number ${count}`)).message.id);
    await desk.until(ids[44]!, 'DELIVERED');
    await desk.until(ids[45]!, 'DELIVERED');
    const requests = test.simulator.world.requests.slice(from).filter(({ path }) => path.endsWith('/messages'));
    expect(requests.map(({ status }) => status)).toEqual(requests.map(() => 200));
    expect(desk.sentToCustomer().map(({ text }) => text)).toEqual(ids.map((_id, index) => `Number ${index}`));
    const times = desk.sentToCustomer().map(({ at }) => at);
    expect(times[45]! - times[0]!).toBeGreaterThan(5_500);
    test.simulator.world.settings.enforceRateLimits = false;
  });

  it('sends at the pace of the number, whatever waits', async () => {
    await test.database.run('UPDATE business_phone_numbers SET throughput = 20 WHERE phone_number_id = $1', [
      DEMO.phoneNumberId,
    ]);
    const conversations: string[] = [];
    for (let count = 0; count < 40; count += 1) {
      await desk.nextCustomer();
      conversations.push(desk.conversationId);
    }
    const began = test.simulator.world.now();
    await Promise.all(conversations.map((conversationId) => desk.send('To each', { conversationId })));
    const sent = () =>
      test.simulator.world.messages.filter(({ text, at }) => text === 'To each' && at >= began).map(({ at }) => at);
    await eventually(
      async () => sent(),
      (times) => times.length === 40,
    );
    const times = sent();
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(1_800);
    for (const time of times) {
      expect(times.filter((later) => later >= time && later < time + 1_000).length).toBeLessThanOrEqual(21);
    }
  });
});
