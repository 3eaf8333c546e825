import { eventually, first, must } from '../support/expectations.js';
import { textsIn, WebhookReceiver, type ReceivedWebhook } from '../support/webhook-receiver.js';
import { isEmbedded } from '../support/test-database.js';
import { HOUR_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const CUSTOMERS = 15;
const LIMIT = 10;
/** No retry comes by itself while a test looks. */
const LATER = { 'retry-after': '3000' };

describe('An endpoint that fails', () => {
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

  const everybodyWrites = (): void => {
    for (let number = 0; number < CUSTOMERS; number += 1)
      world.customers.sends(world.customers.named(`Kim ${number}`), `message ${number}`);
  };
  const hasCome = (count: number) =>
    eventually(
      () => receiver.received.length,
      (come) => come >= count,
      20_000,
    );

  it('is asked three times for each conversation within two minutes, however many there are', async () => {
    await world.endpoints.create(receiver.url, ['MESSAGE_RECEIVED']);
    receiver.answers(500);
    everybodyWrites();
    await untilTried(1);
    world.clock.advance(6_000);
    await untilTried(2);
    world.clock.advance(46_000);
    for (const { attempts } of await untilTried(3)) {
      const [begin, , third] = attempts.map(({ at }) => Date.parse(at));
      expect(must(third) - must(begin)).toBeLessThan(120_000);
    }
    expect(receiver.mostAtOnce).toBeLessThanOrEqual(LIMIT);
  });

  it('is asked once in half a minute when it has accepted nothing for long, and gets all at once when it does', async () => {
    const { id } = await world.endpoints.create(receiver.url, ['MESSAGE_RECEIVED']);
    receiver.answers((response) => response.writeHead(500, LATER).end());
    everybodyWrites();
    await untilTried(1);
    await world.later(HOUR_MS);
    await hasCome(CUSTOMERS + 1);
    await untilRecorded();
    // Those that were claimed before the first of them had failed, and no more.
    expect(receiver.received.length - CUSTOMERS).toBeLessThanOrEqual(LIMIT);
    receiver.answers(200);
    world.clock.advance(31_000);
    expect(new Set(textsIn(await receiver.gets(CUSTOMERS))).size).toBe(CUSTOMERS);
    await world.endpoints.until(id, ({ failingSince, lastError }) => failingSince === null && lastError === null);
  });

  it('at one conversation is not asked for it again whenever it accepts another', async () => {
    await world.endpoints.create(receiver.url, ['MESSAGE_RECEIVED']);
    const isPoison = (webhook: ReceivedWebhook): boolean => first(textsIn([webhook])) === 'poison';
    receiver.answers((response, webhook) => {
      if (!isPoison(webhook)) receiver.accepted.push(webhook);
      response.writeHead(isPoison(webhook) ? 400 : 200, LATER).end();
    });
    await world.customers.writes(world.customers.named('Lena'), 'poison');
    await untilTried(1, 1);
    for (let number = 0; number < 5; number += 1) {
      await world.customers.writes(world.customers.named(`Mia ${number}`), 'fine');
      await receiver.gets(number + 1);
    }
    expect(receiver.received.filter(isPoison)).toHaveLength(1);
  });

  it('gets at another address, at once, what it did not accept at the first', async () => {
    const { id } = await world.endpoints.create(receiver.url, ['MESSAGE_RECEIVED']);
    const moved = await WebhookReceiver.start();
    receiver.answers(404);
    await world.customers.writes(world.customers.named('Nora'), 'Hello');
    await world.endpoints.until(id, ({ failingSince }) => failingSince !== null);
    const { endpoint } = await world.endpoints.update({ endpointId: id, url: moved.url });
    expect(must(endpoint)).toMatchObject({ url: moved.url, failingSince: null, lastError: null });
    expect(textsIn(await moved.gets(1))).toEqual(['Hello']);
    await moved.close();
  });

  (isEmbedded ? it.skip : it)('gets ten at a time from all processes together', async () => {
    const others = [await world.startAnother({ ROLE: 'worker' }), await world.startAnother({ ROLE: 'worker' })];
    receiver.answers((response, webhook) => {
      receiver.accepted.push(webhook);
      setTimeout(() => response.writeHead(200).end(), 30);
    });
    await world.endpoints.create(receiver.url, ['MESSAGE_RECEIVED']);
    for (let round = 0; round < 10; round += 1) everybodyWrites();
    expect(textsIn(await receiver.gets(10 * CUSTOMERS, undefined, 60_000))).toHaveLength(10 * CUSTOMERS);
    expect(receiver.mostAtOnce).toBeLessThanOrEqual(LIMIT);
    for (const other of others) await other.close();
  });

  /** So many deliveries, each of which has been tried so often. */
  function untilTried(times: number, count = CUSTOMERS) {
    return world.endpoints.untilDeliveries(
      { state: ['WAITING'] },
      (found) => found.length === count && found.every(({ attempts }) => attempts.length >= times),
    );
  }

  /** Until what has come is on record, too. */
  async function untilRecorded(): Promise<void> {
    await world.endpoints.untilDeliveries(
      {},
      (found) => found.flatMap(({ attempts }) => attempts).length === receiver.received.length,
    );
  }
});
