import { createECDH, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import ece from 'http_ece';
import { SMTPServer } from 'smtp-server';
import { DeliverAlerts } from '../../src/modules/users/alerts/deliver-alerts.js';
import { graphql } from '../generated/gql.js';
import type { NotificationSettingsInput } from '../generated/graphql.js';
import { eventually, must, problems } from '../support/expectations.js';
import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';

const SETTINGS = graphql(`
  query SettingsOf {
    notificationSettings {
      push email emailAfterMinutes muted language canEmail pushPublicKey devices { id userAgent }
    }
  }
`);
const CHANGE = graphql(`
  mutation ChangeSettings($input: NotificationSettingsInput!) {
    updateNotificationSettings(input: $input) { settings { email emailAfterMinutes muted language } errors { ...Problem } }
  }
`);
const ADD_DEVICE = graphql(`
  mutation AddDevice($input: AddPushDeviceInput!) {
    addPushDevice(input: $input) { device { id } errors { ...Problem } }
  }
`);
const REMOVE_DEVICE = graphql(`
  mutation RemoveDevice($id: ID!) { removePushDevice(input: { pushDeviceId: $id }) { errors { ...Problem } } }
`);
const READ_ALL = graphql(`
  mutation ReadAll { markNotificationsRead(input: { all: true }) { unreadCount } }
`);
const MINUTE_MS = 60_000;

interface Received {
  path: string;
  authorization: string;
  body: Buffer;
}

/** A browser that takes pushes, and the service that it is reached by. */
class PushService {
  readonly received: Received[] = [];
  readonly ecdh = createECDH('prime256v1');
  readonly auth = randomBytes(16);
  status = 201;

  private constructor(private readonly server: Server) {
    this.ecdh.generateKeys();
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { url = '', headers } = request;
        this.received.push({ path: url, authorization: headers.authorization ?? '', body: Buffer.concat(parts) });
        response.writeHead(this.status).end();
      });
    });
  }

  static async start(): Promise<PushService> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PushService(server);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  subscription(name: string) {
    const [p256dh, auth] = [this.ecdh.getPublicKey('base64url'), this.auth.toString('base64url')];
    return { endpoint: `${this.origin}/push/${name}`, p256dh, auth };
  }

  /** What the browser reads: only it can. */
  read({ body }: Received): { title: string; body: string; path: string } {
    const text = ece.decrypt(body, {
      version: 'aes128gcm',
      privateKey: this.ecdh,
      authSecret: this.auth.toString('base64url'),
    });
    return JSON.parse(text.toString('utf8')) as { title: string; body: string; path: string };
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A mail server that keeps what it is sent. */
class MailSink {
  readonly mails: { to: string[]; text: string }[] = [];
  isRefusing = false;
  readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (this.isRefusing) return done(new Error('Not now'));
        const to = session.envelope.rcptTo.map(({ address }) => address);
        this.mails.push({ to, text: Buffer.concat(parts).toString('utf8') });
        done();
      });
    },
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }
}

describe('Alerts', () => {
  let world: TestWorld;
  let service: PushService;
  let alerts: DeliverAlerts;
  const sink = new MailSink();

  beforeAll(async () => {
    service = await PushService.start();
    const SMTP_URL = await sink.start();
    world = await TestWorld.start({ environment: { SMTP_URL, PUSH_SERVICES: service.origin } });
    alerts = world.app.get(DeliverAlerts);
  });
  afterAll(async () => {
    await world.close();
    await Promise.all([service.close(), sink.close()]);
  });
  beforeEach(() => {
    service.received.splice(0);
    service.status = 201;
    sink.mails.splice(0);
    sink.isRefusing = false;
  });

  const settings = async ({ client }: Person) => (await client.send(SETTINGS)).notificationSettings;
  const change = async ({ client }: Person, input: NotificationSettingsInput) =>
    (await client.send(CHANGE, { input })).updateNotificationSettings;
  const add = async ({ client }: Person, input: { endpoint: string; p256dh: string; auth: string }) =>
    (await client.send(ADD_DEVICE, { input })).addPushDevice;
  /** Somebody who is notified when the customer writes. */
  const anOperator = async (customer: string): Promise<Person> => {
    const person = await world.people.add('OPERATOR');
    await world.customers.writes(world.customers.named(customer), 'Hello');
    const { id } = must(await world.inbox.findConversation(customer));
    await world.inbox.addParticipants(id, [person]);
    await person.client.send(READ_ALL);
    await world.database.run('DELETE FROM alerts');
    return person;
  };
  const writes = (customer: string, text: string) => world.customers.writes(world.customers.named(customer), text);
  const of = (person: Person) => world.countRows(`alerts WHERE user_id = '${person.id}'`);

  it('are switched by each person for themselves, and are off by e-mail unless chosen', async () => {
    const person = await world.people.add('OPERATOR');
    expect(await settings(person)).toMatchObject({
      push: true,
      email: false,
      emailAfterMinutes: 15,
      muted: [],
      canEmail: true,
      devices: [],
    });
    expect(
      (await change(person, { email: true, emailAfterMinutes: 5, muted: ['ASSIGNED'], language: 'de' })).errors,
    ).toEqual([]);
    expect((await change(person, { push: false })).settings).toEqual({
      email: true,
      emailAfterMinutes: 5,
      muted: ['ASSIGNED'],
      language: 'de',
    });
    expect(await settings(await world.people.add('OPERATOR'))).toMatchObject({ email: false });
    expect(problems((await change(person, { emailAfterMinutes: 0 })).errors)).toEqual([
      'INVALID_INPUT emailAfterMinutes',
    ]);
    expect(problems((await change(person, { emailAfterMinutes: 1_441 })).errors)).toEqual([
      'INVALID_INPUT emailAfterMinutes',
    ]);
    expect(problems((await change(person, { language: 'tlh' })).errors)).toEqual(['INVALID_INPUT language']);
  });

  it('reach a browser, which alone can read them, signed with a key that the server keeps', async () => {
    const person = await anOperator('Ada');
    expect((await add(person, service.subscription('ada'))).errors).toEqual([]);
    await writes('Ada', 'Is anybody there?');
    await eventually(
      async () => service.received.length,
      (count) => count > 0,
      20_000,
    );
    const [push] = service.received;
    const { pushPublicKey } = await settings(person);
    expect(must(push).authorization).toContain(`k=${pushPublicKey}`);
    expect(must(push).body.toString('latin1')).not.toContain('anybody');
    const { id } = must(await world.inbox.findConversation('Ada'));
    expect(service.read(must(push))).toMatchObject({
      title: 'Ada',
      body: 'Is anybody there?',
      path: `/inbox/all/${id}`,
    });
    await eventually(
      () => of(person),
      (count) => count === 0,
    );
    const [keys] = await world.database.query<{ private_key_sealed: string }>(
      'SELECT private_key_sealed FROM push_keys',
    );
    expect(must(keys).private_key_sealed).toMatch(/^2\./);
  });

  it('are not sent of what was read meanwhile, was muted, or after the session has ended', async () => {
    const person = await anOperator('Bo');
    await add(person, service.subscription('bo'));
    await writes('Bo', 'Hello');
    expect(await of(person)).toBe(1);
    await person.client.send(READ_ALL);
    await eventually(
      () => of(person),
      (count) => count === 0,
      20_000,
    );
    await change(person, { muted: ['PARTICIPANT'] });
    await writes('Bo', 'Hello again');
    expect(await of(person)).toBe(0);
    await change(person, { muted: [] });
    await world.database.run('DELETE FROM sessions WHERE user_id = $1', [person.id]);
    await writes('Bo', 'And again');
    expect(await of(person)).toBe(0);
    expect(service.received).toEqual([]);
  });

  it('forget a browser that is gone, and come again where the service is out of order', async () => {
    const person = await anOperator('Cy');
    await add(person, service.subscription('cy'));
    service.status = 503;
    await writes('Cy', 'Hello');
    await eventually(
      async () => service.received.length,
      (count) => count === 1,
      20_000,
    );
    expect(await of(person)).toBe(1);
    service.status = 410;
    await world.database.run('UPDATE alerts SET due_at = now()');
    await eventually(
      async () => service.received.length,
      (count) => count === 2,
      20_000,
    );
    await eventually(
      async () => (await settings(person)).devices,
      (devices) => devices.length === 0,
    );
  });

  it('refuse addresses that are no push service’s, and what is nobody’s device', async () => {
    const person = await world.people.add('OPERATOR');
    const subscription = service.subscription('x');
    for (const endpoint of ['http://169.254.169.254/latest', 'https://example.com/push', 'nonsense'])
      expect(problems((await add(person, { ...subscription, endpoint })).errors)).toEqual(['INVALID_INPUT endpoint']);
    expect(problems((await add(person, { ...subscription, p256dh: 'AAAA' })).errors)).toEqual(['INVALID_INPUT p256dh']);
    expect(problems((await add(person, { ...subscription, auth: 'AAAA' })).errors)).toEqual(['INVALID_INPUT auth']);
    const { device } = await add(person, subscription);
    expect((await add(person, subscription)).device).toEqual(device);
    const other = await world.people.add('OPERATOR');
    const remove = async ({ client }: Person) =>
      problems((await client.send(REMOVE_DEVICE, { id: must(device).id })).removePushDevice.errors);
    expect(await remove(other)).toEqual(['NOT_FOUND pushDeviceId']);
    expect(await remove(person)).toEqual([]);
  });

  it('by e-mail tell whoever is away of all that waits, in one, in their language, and no word of what was written', async () => {
    const person = await anOperator('Di');
    await change(person, { email: true, emailAfterMinutes: 5, language: 'de' });
    await writes('Di', 'A secret');
    await writes('Di', 'Another secret');
    await alerts.deliverMails();
    expect(sink.mails).toEqual([]); // not yet
    await world.later(5 * MINUTE_MS);
    sink.isRefusing = true;
    await alerts.deliverMails();
    expect(await of(person)).toBe(2);
    sink.isRefusing = false;
    await world.database.run('UPDATE alerts SET due_at = now()');
    await eventually(
      async () => sink.mails.length,
      (count) => count > 0,
      20_000,
    );
    const [mail] = sink.mails;
    expect(must(mail).to).toEqual([person.email]);
    expect(must(mail).text).toMatch(/Subject: In Parley warten 2 Dinge auf Sie/);
    expect(must(mail).text).toContain('- Di');
    expect(must(mail).text).not.toContain('secret');
    await eventually(
      () => of(person),
      (count) => count === 0,
    );
    expect(sink.mails).toHaveLength(1);
  });
});
