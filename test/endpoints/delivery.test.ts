import { DAY_MS, HOUR_MS } from '../support/world/test-clock.js';
import { eventually, first, last, must, only } from '../support/expectations.js';
import { TestWorld } from '../support/world/test-world.js';
import { idsIn, repeated, textsIn, WebhookReceiver, type ReceivedWebhook } from '../support/webhook-receiver.js';

describe('Webhooks to endpoints', () => {
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

  it('come in the order of their conversation, while the first is refused, and each is accepted once', async () => {
    const { id } = await world.endpoints.create(receiver.url, ['MESSAGE_RECEIVED']);
    const untilRefused = (times: number): Promise<unknown> =>
      world.endpoints.untilDeliveries({ endpointId: id }, (found) =>
        found.some(({ attempts }) => attempts.length >= times && attempts.every(({ status }) => status === 503)),
      );
    let refusals = 2;
    receiver.answers((response, webhook) => {
      const isRefused = (webhook.data.message as { text: string }).text === 'first' && refusals > 0;
      if (isRefused) refusals -= 1;
      else receiver.accepted.push(webhook);
      response.writeHead(isRefused ? 503 : 204).end();
    });
    const customer = world.customers.named('Cora');
    const other = world.customers.named('Otto');
    for (const text of ['first', 'second', 'third']) await world.customers.writes(customer, text);
    await world.customers.writes(other, 'elsewhere');
    expect(textsIn(await receiver.gets(1))).toEqual(['elsewhere']);
    await untilRefused(1);
    world.clock.advance(6_000);
    await untilRefused(2);
    expect(textsIn(receiver.accepted)).toEqual(['elsewhere']);
    world.clock.advance(50_000);
    expect(textsIn(await receiver.gets(4))).toEqual(['elsewhere', 'first', 'second', 'third']);
    const firsts = receiver.received.filter((webhook) => textsIn([webhook])[0] === 'first');
    expect(new Set(idsIn(firsts)).size).toBe(1);
    expect(new Set(firsts.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3);
    expect(new Set(firsts.map(({ body }) => body)).size).toBe(1);
  });

  it('reach a receiver that was away for an hour, in order and without a gap, soon after it has come back', async () => {
    const { id } = await world.endpoints.create(receiver.url, ['MESSAGE_RECEIVED']);
    await receiver.leaves();
    const customers = ['Ann', 'Ben', 'Cleo'].map((name) => world.customers.named(name));
    for (const customer of customers) await world.customers.writes(customer, 'one');
    await world.endpoints.until(id, ({ failingSince }) => failingSince !== null);
    await world.later(HOUR_MS);
    for (const customer of customers) await world.customers.writes(customer, 'two');
    await eventually(
      () => world.endpoints.deliveries({ endpointId: id }),
      (found) => found.filter(({ attempts }) => attempts.length >= 2).length === 3,
    );
    expect(must(await world.endpoints.read(id))).toMatchObject({
      status: 'ACTIVE',
      lastError: 'Nobody listens at its address.',
    });
    await receiver.returns();
    world.clock.advance(2 * 60_000);
    const told = await receiver.gets(6);
    for (const { name } of customers) {
      const own = told.filter(({ data }) => JSON.stringify(data).includes(`"displayName":"${name}"`));
      expect(textsIn(own)).toEqual(['one', 'two']);
    }
    expect(repeated(idsIn(receiver.accepted))).toEqual([]);
    const { failingSince, lastError, lastDeliveredAt } = await world.endpoints.until(
      id,
      (endpoint) => endpoint.failingSince === null,
    );
    expect([failingSince, lastError, typeof lastDeliveredAt]).toEqual([null, null, 'string']);
  });

  it('are kept for an endpoint that was paused after three days, and all come when it is resumed', async () => {
    const { id } = await world.endpoints.create(receiver.url, ['MESSAGE_RECEIVED']);
    receiver.answers(500);
    const customer = world.customers.named('Dora');
    await world.customers.writes(customer, 'before');
    await world.endpoints.until(id, ({ failingSince }) => failingSince !== null);
    await world.later(3 * DAY_MS + HOUR_MS);
    const paused = await world.endpoints.until(id, ({ status }) => status === 'PAUSED');
    expect(paused.statusReason).toMatch(/^It has accepted nothing since .* It answered 500\.$/);
    const told = await world.people.notificationsOf({ client: world.admin });
    expect(told).toContainEqual(expect.objectContaining({ reason: 'WEBHOOK_ENDPOINT_PAUSED' }));
    const attempts = receiver.received.length;
    await world.customers.writes(customer, 'meanwhile');
    receiver.answers(200);
    await world.endpoints.sendTest(id);
    await receiver.gets(1, 'endpoint.test');
    expect(receiver.ofType('message.received')).toEqual([]);
    expect(receiver.received.length).toBe(attempts + 1);
    expect((await world.endpoints.resume(id)).errors).toEqual([]);
    expect(textsIn(await receiver.gets(2, 'message.received'))).toEqual(['before', 'meanwhile']);
    expect(must(await world.endpoints.read(id))).toMatchObject({ status: 'ACTIVE', statusReason: null });
  });

  it('skip what was missed where somebody resumes it so, and give up one that alone is refused for three days', async () => {
    const { id } = await world.endpoints.create(receiver.url, ['MESSAGE_RECEIVED']);
    expect((await world.endpoints.pause(id)).endpoint?.status).toBe('PAUSED');
    const customer = world.customers.named('Emil');
    await world.customers.writes(customer, 'missed');
    expect((await world.endpoints.resume(id, true)).endpoint?.status).toBe('ACTIVE');
    const isPoison = (webhook: ReceivedWebhook): boolean => textsIn([webhook])[0] === 'poison';
    receiver.answers((response, webhook) => {
      if (!isPoison(webhook)) receiver.accepted.push(webhook);
      response.writeHead(isPoison(webhook) ? 400 : 200).end();
    });
    await world.customers.writes(customer, 'poison');
    await world.customers.writes(customer, 'after it');
    await world.endpoints.untilDeliveries({ endpointId: id }, (found) =>
      found.some(({ attempts }) => attempts.length > 0),
    );
    const nextDay = new Date(world.clock.now().getTime() + DAY_MS).toISOString();
    await world.later(2 * DAY_MS);
    await world.customers.writes(world.customers.named('Fritz'), 'fine');
    await receiver.gets(1);
    // an attempt after two days is recorded before the clock moves on: what is under way then waits from the later time
    await world.endpoints.untilDeliveries({ endpointId: id }, (found) =>
      found.some(({ attempts }) => attempts.some(({ at, status }) => status === 400 && at > nextDay)),
    );
    await world.later(DAY_MS + 7 * HOUR_MS);
    expect(textsIn(await receiver.gets(2))).toEqual(['fine', 'after it']);
    const failed = only(await world.endpoints.deliveries({ endpointId: id, state: ['FAILED'] }));
    expect(failed).toMatchObject({ nextAttemptAt: null, attempts: expect.any(Array) });
    expect(last(failed.attempts)).toMatchObject({ status: 400, error: 'It answered 400.' });
    receiver.answers(200);
    expect(await world.endpoints.redeliver(failed.id)).toMatchObject({ redeliveredCount: 1, errors: [] });
    const again = last(await receiver.gets(3));
    expect([again.id, isPoison(again)]).toEqual([failed.id, true]);
  });

  it('end at an address that answers 410, until somebody resumes it', async () => {
    const { id } = await world.endpoints.create(receiver.url, ['MESSAGE_RECEIVED']);
    receiver.answers(410);
    const customer = world.customers.named('Greta');
    await world.customers.writes(customer, 'gone');
    const disabled = await world.endpoints.until(id, ({ status }) => status === 'DISABLED');
    expect(disabled.statusReason).toMatch(/410/);
    receiver.answers(200);
    await world.endpoints.resume(id);
    expect(textsIn(await receiver.gets(1))).toEqual(['gone']);
  });

  it('take no redirect and no long answer for more than they are', async () => {
    const elsewhere = await WebhookReceiver.start();
    const { id } = await world.endpoints.create(receiver.url, ['MESSAGE_RECEIVED']);
    receiver.answers((response) => response.writeHead(302, { location: elsewhere.url }).end());
    await world.customers.writes(world.customers.named('Hugo'), 'redirected');
    const [redirected] = await world.endpoints.untilDeliveries(
      { endpointId: id },
      ([found]) => found?.attempts.length === 1,
    );
    expect(must(redirected)).toMatchObject({
      state: 'WAITING',
      attempts: [{ status: 302, error: expect.stringMatching(/redirects are not followed/) }],
    });
    expect(elsewhere.received).toEqual([]);
    receiver.answers((response, webhook) => {
      receiver.accepted.push(webhook);
      response.writeHead(200).end(Buffer.alloc(3 * 1024 * 1024, 'x'));
    });
    world.clock.advance(10_000);
    const [accepted] = await world.endpoints.untilDeliveries(
      { endpointId: id },
      ([found]) => found?.state === 'DELIVERED',
    );
    expect(last(must(accepted).attempts)).toMatchObject({ status: 200, error: null, answer: 'x'.repeat(1_000) });
    await elsewhere.close();
  });

  it('are held up by no other endpoint that hangs, which gets ten at a time', async () => {
    const slow = await WebhookReceiver.start();
    slow.answers(() => undefined);
    await world.endpoints.create(slow.url, ['MESSAGE_RECEIVED']);
    await world.endpoints.create(receiver.url, ['MESSAGE_RECEIVED']);
    for (let number = 0; number < 15; number += 1)
      world.customers.sends(world.customers.named(`Ida ${number}`), `message ${number}`);
    await receiver.gets(15);
    await eventually(
      () => slow.received.length,
      (count) => count === 10,
    );
    expect(slow.mostAtOnce).toBe(10);
    const timedOut = await eventually(
      () => world.endpoints.deliveries({ state: ['WAITING'] }),
      (found) => found.some(({ attempts }) => attempts.length === 1),
      25_000,
    );
    const attempt = first(must(timedOut.find(({ attempts }) => attempts.length === 1)).attempts);
    expect(attempt).toMatchObject({ status: null, error: 'It did not answer within 15 seconds.' });
    expect(attempt.durationMs).toBeGreaterThan(14_000);
    await slow.close();
  });
});
