import { randomBytes } from 'node:crypto';
import { Clock } from '../../src/common/clock/clock.js';
import { Resealing } from '../../src/common/secrets/resealing.service.js';
import { SecretBox } from '../../src/common/secrets/secret-box.js';
import { DeliverAlerts } from '../../src/modules/users/alerts/deliver-alerts.js';
import { PushKeysService } from '../../src/modules/users/alerts/push-keys.service.js';
import { PushService } from '../support/alerts/push-service.js';
import { eventually, first, must, only, problems } from '../support/expectations.js';
import { AlertsDriver } from '../support/world/alerts.js';
import { HOUR_MS, MINUTE_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const SECOND_MS = 1_000;
/** Pushes are due a few seconds after the notification. */
const DUE_MS = 6 * SECOND_MS;
/** As long as a public key, and none. */
const NO_POINT = Buffer.alloc(65, 4).toString('base64url');

describe('Pushes to whoever is away', () => {
  let world: TestWorld;
  let service: PushService;
  let alerts: AlertsDriver;
  let deliver: DeliverAlerts;

  beforeAll(async () => {
    service = await PushService.start();
    world = await TestWorld.start({ environment: { PUSH_SERVICES: service.origin } });
    alerts = new AlertsDriver(world);
    deliver = world.app.get(DeliverAlerts);
  });
  afterAll(async () => {
    await world.close();
    await service.close();
  });

  const receives = (name: string, count = 1) =>
    eventually(
      () => service.to(name),
      (pushes) => pushes.length >= count,
    );
  const isDone = (person: Parameters<AlertsDriver['waiting']>[0]) =>
    eventually(
      () => alerts.waiting(person),
      (count) => count === 0,
    );

  it('are switched by each person for themselves', async () => {
    const person = await world.people.add('OPERATOR');
    expect(await alerts.settings(person)).toMatchObject({
      push: true,
      pushText: true,
      email: false,
      emailAfterMinutes: 15,
      muted: [],
      mutedAccountIds: [],
      language: 'en',
      canEmail: false,
      devices: [],
      problems: [],
    });
    const mutedAccountIds = [world.account.id];
    const input = { email: true, emailAfterMinutes: 5, muted: ['ASSIGNED' as const], mutedAccountIds, language: 'de' };
    expect((await alerts.change(person, input)).errors).toEqual([]);
    expect((await alerts.change(person, { push: false, pushText: false })).settings).toEqual({
      ...input,
      push: false,
      pushText: false,
    });
    expect((await alerts.change(person, { mutedAccountIds: [] })).settings).toMatchObject({ mutedAccountIds: [] });
    expect(await alerts.settings(await world.people.add('OPERATOR'))).toMatchObject({ email: false, push: true });
  });

  it('refuse settings that are none', async () => {
    const stranger = await world.people.add('OPERATOR', { accountIds: [] });
    const wrong = async (input: Parameters<AlertsDriver['change']>[1]) =>
      problems((await alerts.change(stranger, input)).errors);
    expect(await wrong({ emailAfterMinutes: 0 })).toEqual(['INVALID_INPUT emailAfterMinutes']);
    expect(await wrong({ emailAfterMinutes: 1_441 })).toEqual(['INVALID_INPUT emailAfterMinutes']);
    expect(await wrong({ language: 'tlh' })).toEqual(['INVALID_INPUT language']);
    expect(await wrong({ mutedAccountIds: [world.account.id] })).toEqual(['NOT_FOUND mutedAccountIds.0']);
    expect(await wrong({ mutedAccountIds: ['nonsense'] })).toEqual(['NOT_FOUND mutedAccountIds.0']);
    expect(problems((await alerts.change({ client: world.admin }, { mutedAccountIds: ['nonsense'] })).errors)).toEqual([
      'NOT_FOUND mutedAccountIds.0',
    ]);
  });

  it('reach a browser, which alone can read them, signed with a key that the server keeps', async () => {
    const { person, customer, conversationId } = await alerts.notified('Ada Lovelace');
    expect(await alerts.add(person, service.subscription('ada'))).toMatchObject({
      device: { isCurrent: true },
      errors: [],
    });
    await world.customers.writes(customer, 'Is anybody there?');
    expect(await alerts.waiting(person)).toBe(1);
    world.clock.advance(DUE_MS);
    const push = first(await receives('ada'));
    const { pushPublicKey } = await alerts.settings(person);
    expect(push.authorization).toContain(`k=${pushPublicKey}`);
    expect(push.body.toString('latin1')).not.toContain('anybody');
    const read = service.read(push);
    expect(read).toMatchObject({
      title: 'Ada Lovelace',
      body: 'Is anybody there?',
      path: `/inbox/all/${conversationId}`,
    });
    expect(push.topic).toBe(read.id.replaceAll('-', '')); // one that is sent twice replaces itself
    await isDone(person);
    const keys = only(
      await world.database.query<{ sealed: string }>('SELECT private_key_sealed AS sealed FROM push_keys'),
    );
    expect(keys.sealed).toMatch(/^2\./);
  });

  it('have no word of what was written where the person wants none', async () => {
    const { person, customer } = await alerts.notified('Grace');
    await alerts.add(person, service.subscription('grace'));
    await alerts.change(person, { pushText: false });
    await world.customers.writes(customer, 'A secret');
    world.clock.advance(DUE_MS);
    expect(service.read(first(await receives('grace')))).toMatchObject({ title: 'Grace', body: '' });
  });

  it('say in the language that the person chose what the server says', async () => {
    const { person, conversationId } = await alerts.notified('Lise');
    await alerts.add(person, service.subscription('lise'));
    await alerts.change(person, { language: 'de' });
    expect((await world.inbox.assign(conversationId, person)).errors).toEqual([]);
    world.clock.advance(DUE_MS);
    const { title, body } = service.read(first(await receives('lise')));
    expect([title, body]).toEqual(['Lise', expect.stringMatching(/ hat Ihnen dieses Gespräch /)]);
  });

  it('are not sent of what was read meanwhile or was muted, nor to whoever may not see it any more', async () => {
    const { person, customer } = await alerts.notified();
    await alerts.add(person, service.subscription('bo'));
    await world.customers.writes(customer, 'Hello');
    await alerts.readAll(person);
    world.clock.advance(DUE_MS);
    await isDone(person);
    for (const muted of [{ muted: ['PARTICIPANT' as const] }, { muted: [], mutedAccountIds: [world.account.id] }]) {
      await alerts.change(person, muted);
      await world.customers.writes(customer, 'Hello again');
      expect(await alerts.waiting(person)).toBe(0);
    }
    await alerts.change(person, { mutedAccountIds: [] });
    await world.customers.writes(customer, 'And again');
    expect(await alerts.waiting(person)).toBe(1);
    await world.people.limitTo(person, []);
    world.clock.advance(DUE_MS);
    await isDone(person);
    expect(service.to('bo')).toEqual([]);
  });

  it('end with the session in which the browser was added', async () => {
    const { person, customer } = await alerts.notified();
    await alerts.add(person, service.subscription('cy'));
    await world.database.run('DELETE FROM sessions WHERE user_id = $1', [person.id]);
    await world.customers.writes(customer, 'Hello');
    expect(await alerts.waiting(person)).toBe(0);
  });

  it('forget a browser that is gone, and come again for those alone that were not reached', async () => {
    const { person, customer } = await alerts.notified();
    for (const name of ['di-phone', 'di-desk', 'di-old']) await alerts.add(person, service.subscription(name));
    service.answers('di-phone', 503);
    service.answers('di-old', 410);
    await world.customers.writes(customer, 'Hello');
    world.clock.advance(DUE_MS);
    await receives('di-phone');
    await eventually(
      async () => (await alerts.settings(person)).problems,
      ([problem]) => problem !== undefined,
    );
    const { devices, problems: troubles } = await alerts.settings(person);
    expect(devices).toHaveLength(2);
    expect(troubles).toMatchObject([{ channel: 'PUSH', code: 'PUSH_UNREACHABLE', people: 1 }]);
    service.answers('di-phone', 201);
    world.clock.advance(2 * MINUTE_MS);
    await receives('di-phone', 2);
    await isDone(person);
    expect([service.to('di-desk').length, service.to('di-old').length]).toEqual([1, 1]);
    expect((await alerts.settings(person)).problems).toEqual([]);
  });

  it('survive a process that died while it sent them, and are given up after an hour', async () => {
    const { person, customer } = await alerts.notified();
    await alerts.add(person, service.subscription('ed'));
    await world.customers.writes(customer, 'Hello');
    const soon = new Date(world.clock.now().getTime() + MINUTE_MS);
    await world.database.run('UPDATE alerts SET lease_until = $2, attempts = 1 WHERE user_id = $1', [person.id, soon]);
    world.clock.advance(DUE_MS);
    await deliver.deliverPushes();
    expect(service.to('ed')).toEqual([]);
    world.clock.advance(MINUTE_MS);
    await Promise.all([deliver.deliverPushes(), deliver.deliverPushes()]);
    await isDone(person);
    expect(service.to('ed')).toHaveLength(1);
    service.answers('ed', 500);
    await world.customers.writes(customer, 'Hello again');
    world.clock.advance(DUE_MS);
    await receives('ed', 2);
    await world.later(2 * HOUR_MS);
    await isDone(person);
  });

  it('can be tried, and say what is wrong', async () => {
    const person = await world.people.add('OPERATOR');
    expect(problems((await alerts.try(person, 'PUSH')).errors)).toEqual(['NOT_ALLOWED_NOW channel']);
    expect(problems((await alerts.try(person, 'EMAIL')).errors)).toEqual(['NOT_ALLOWED_NOW channel']);
    await alerts.add(person, service.subscription('fay'));
    await alerts.change(person, { language: 'de' });
    expect(await alerts.try(person, 'PUSH')).toEqual({ problem: null, errors: [] });
    expect(service.read(first(service.to('fay')))).toMatchObject({ title: 'Parley', path: '/profile' });
    service.answers('fay', 403);
    expect((await alerts.try(person, 'PUSH')).problem).toMatchObject({ channel: 'PUSH', code: 'PUSH_REFUSED' });
    expect((await alerts.try(person, 'PUSH')).problem?.code).toBe('PUSH_REFUSED');
    expect(problems((await alerts.try(person, 'PUSH')).errors)).toEqual(['RATE_LIMITED channel']);
  });

  it('reach the others where nothing can be encrypted for one', async () => {
    const broken = await alerts.notified('Broken');
    const whole = await alerts.notified('Whole');
    await alerts.add(broken.person, service.subscription('broken'));
    await alerts.add(whole.person, service.subscription('whole'));
    await world.database.run('UPDATE push_devices SET p256dh = $1 WHERE endpoint LIKE $2', [NO_POINT, '%/broken']);
    for (const { customer } of [broken, whole]) await world.customers.writes(customer, 'Hello?');
    world.clock.advance(DUE_MS);
    expect(await receives('whole')).toHaveLength(1);
    await isDone(broken.person);
    expect(service.to('broken')).toEqual([]);
    expect((await alerts.settings(broken.person)).devices).toEqual([]);
  });

  it('refuse addresses that are no push service’s, and what is nobody’s device', async () => {
    const person = await world.people.add('OPERATOR');
    const subscription = service.subscription('x');
    const wrong = async (changed: Partial<typeof subscription>) =>
      problems((await alerts.add(person, { ...subscription, ...changed })).errors);
    for (const endpoint of [
      'http://169.254.169.254/latest',
      'https://example.com/push',
      'https://10.0.0.1/',
      'nonsense',
    ])
      expect(await wrong({ endpoint })).toEqual(['INVALID_INPUT endpoint']);
    expect(await wrong({ p256dh: 'AAAA' })).toEqual(['INVALID_INPUT p256dh']);
    expect(await wrong({ p256dh: NO_POINT })).toEqual(['INVALID_INPUT p256dh']);
    expect(await wrong({ auth: 'AAAA' })).toEqual(['INVALID_INPUT auth']);
    const { device } = await alerts.add(person, subscription);
    expect((await alerts.add(person, subscription)).device).toEqual(device);
    const other = await world.people.add('OPERATOR');
    expect(problems((await alerts.remove(other, must(device).id)).errors)).toEqual(['NOT_FOUND pushDeviceId']);
    expect(problems((await alerts.remove(person, 'nonsense')).errors)).toEqual(['NOT_FOUND pushDeviceId']);
    expect((await alerts.remove(person, must(device).id)).errors).toEqual([]);
  });

  it('go on with the same keys when SECRET_KEY is rotated; with a wrong one there are others, and nothing is lost', async () => {
    const right = world.app.get(PushKeysService);
    const { publicKey } = await right.current();
    const [old, fresh] = [Buffer.from(must(world.environment.SECRET_KEY), 'base64'), randomBytes(32)];
    const clock = world.app.get(Clock);
    const keysWith = (box: SecretBox) =>
      new PushKeysService(world.database, clock, box, new Resealing(world.database, box));
    const { publicKey: other } = await keysWith(new SecretBox(randomBytes(32))).current();
    expect(other).not.toBe(publicKey);
    expect((await right.current()).publicKey).toBe(publicKey);
    await keysWith(new SecretBox(fresh, [old])).onApplicationBootstrap();
    expect((await keysWith(new SecretBox(fresh)).current()).publicKey).toBe(publicKey);
    await keysWith(new SecretBox(old, [fresh])).onApplicationBootstrap();
  });
});
