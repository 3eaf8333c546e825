import { DeliverAlerts } from '../../src/modules/users/alerts/deliver-alerts.js';
import { MailSink } from '../support/alerts/mail-sink.js';
import { eventually, first, only, problems } from '../support/expectations.js';
import { AlertsDriver } from '../support/world/alerts.js';
import { DAY_MS, MINUTE_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const PASSWORD = 'of the mail server';

describe('E-mails to whoever is away', () => {
  const sink = new MailSink(PASSWORD);
  let world: TestWorld;
  let alerts: AlertsDriver;
  let deliver: DeliverAlerts;

  beforeAll(async () => {
    const url = await sink.start();
    const SMTP_URL = url.replace('smtp://', `smtp://parley:${encodeURIComponent(PASSWORD)}@`);
    world = await TestWorld.start({ environment: { SMTP_URL, MAIL_FROM: 'office@example.com' } });
    alerts = new AlertsDriver(world);
    deliver = world.app.get(DeliverAlerts);
  });
  afterAll(async () => {
    await world.close();
    await sink.close();
  });
  beforeEach(() => {
    sink.refusesWith = null;
    sink.refusesRecipientsWith = null;
  });

  const arrive = (address: string, count = 1) =>
    eventually(
      () => sink.to(address),
      (mails) => mails.length >= count,
    );
  const isDone = (person: Parameters<AlertsDriver['waiting']>[0]) =>
    eventually(
      () => alerts.waiting(person),
      (count) => count === 0,
    );

  it('are off unless a person switches them on', async () => {
    const { person, customer } = await alerts.notified();
    expect(await alerts.settings(person)).toMatchObject({ email: false, canEmail: true });
    await world.customers.writes(customer, 'Hello');
    expect(await alerts.waiting(person)).toBe(0);
  });

  it('tell of all that waits, in one, in the person’s language, with the way there and no word of what was written', async () => {
    const { person, customer } = await alerts.notified('Grace Hopper');
    await alerts.change(person, { email: true, emailAfterMinutes: 5, language: 'de' });
    await world.customers.writes(customer, 'A secret');
    await world.later(2 * MINUTE_MS);
    await world.customers.writes(customer, 'Another secret');
    await deliver.deliverMails();
    expect(sink.to(person.email)).toEqual([]);
    await world.later(4 * MINUTE_MS);
    const mail = first(await arrive(person.email));
    expect(mail).toMatchObject({ from: 'office@example.com', subject: 'In Parley warten 2 Dinge auf Sie' });
    expect(mail.text).toContain('- Grace Hopper');
    expect(mail.text).toContain(`${world.url}/inbox`);
    expect(mail.text).toMatch(/auto-submitted: auto-generated/i);
    expect(mail.text).not.toContain('secret');
    await isDone(person);
    await world.later(10 * MINUTE_MS);
    await deliver.deliverMails();
    expect(sink.to(person.email)).toHaveLength(1);
  });

  it('do not tell of what was read in time, nor after the person has switched them off', async () => {
    const { person, customer } = await alerts.notified();
    await alerts.change(person, { email: true, emailAfterMinutes: 5 });
    await world.customers.writes(customer, 'Hello');
    await alerts.readAll(person);
    await world.later(6 * MINUTE_MS);
    await isDone(person);
    await world.customers.writes(customer, 'Hello again');
    await alerts.change(person, { email: false });
    await world.later(6 * MINUTE_MS);
    await isDone(person);
    expect(sink.to(person.email)).toEqual([]);
  });

  it('come again while the mail server takes none, which the person and administrators can see', async () => {
    const { person, customer } = await alerts.notified();
    await alerts.change(person, { email: true, emailAfterMinutes: 1 });
    sink.refusesWith = 451;
    await world.customers.writes(customer, 'Hello');
    await world.later(2 * MINUTE_MS);
    const seenBy = async (who: Pick<typeof person, 'client'>) =>
      eventually(
        async () => (await alerts.settings(who)).problems,
        (found) => found.length > 0,
      );
    const problem = { channel: 'EMAIL', code: 'MAIL_REFUSED', people: 1 };
    expect(only(await seenBy(person))).toMatchObject(problem);
    expect(only(await seenBy({ client: world.admin })).message).toContain('451');
    expect((await alerts.settings(await world.people.add('OPERATOR'))).problems).toEqual([]);
    expect(await alerts.waiting(person)).toBe(1);
    sink.refusesWith = null;
    await world.later(2 * MINUTE_MS);
    await arrive(person.email);
    await isDone(person);
    expect((await alerts.settings(person)).problems).toEqual([]);
  });

  it('are given up where the address is refused for good, and after a day', async () => {
    const { person, customer } = await alerts.notified();
    await alerts.change(person, { email: true, emailAfterMinutes: 1 });
    sink.refusesRecipientsWith = 550;
    await world.customers.writes(customer, 'Hello');
    await world.later(2 * MINUTE_MS);
    await isDone(person);
    expect(only((await alerts.settings(person)).problems).code).toBe('MAIL_ADDRESS_REFUSED');
    sink.refusesRecipientsWith = 451;
    await world.customers.writes(customer, 'Hello again');
    await world.later(2 * MINUTE_MS);
    await deliver.deliverMails();
    expect(await alerts.waiting(person)).toBe(1);
    await world.later(DAY_MS);
    await isDone(person);
    expect(sink.to(person.email)).toEqual([]);
  });

  it('are sent once, however many workers look, and again with the same id after one has died', async () => {
    const { person, customer } = await alerts.notified();
    await alerts.change(person, { email: true, emailAfterMinutes: 1 });
    await world.customers.writes(customer, 'Hello');
    const lease = new Date(world.clock.now().getTime() + 2 * MINUTE_MS);
    await world.database.run('UPDATE alerts SET lease_until = $2, attempts = 1 WHERE user_id = $1', [person.id, lease]);
    await world.later(MINUTE_MS + 1_000);
    await world.customers.writes(customer, 'Hello again'); // not written of apart, while the first e-mail is perhaps on its way
    await deliver.deliverMails();
    expect(sink.to(person.email)).toEqual([]);
    await world.later(2 * MINUTE_MS);
    await Promise.all([1, 2, 3].map(() => deliver.deliverMails()));
    await isDone(person);
    const mail = only(sink.to(person.email));
    expect(mail.subject).toBe('2 things wait for you in Parley');
    expect(mail.messageId).toMatch(/^<alert-[0-9a-f]{32}@/);
  });

  it('come one to a person with all that waits, however many workers look at the same moment', async () => {
    const notified = await Promise.all(Array.from({ length: 6 }, () => alerts.notified()));
    for (const { person, customer } of notified) {
      await alerts.change(person, { email: true, emailAfterMinutes: 60 });
      for (let number = 1; number <= 25; number += 1) await world.customers.writes(customer, `Number ${number}`);
    }
    await world.later(61 * MINUTE_MS);
    await Promise.all(Array.from({ length: 12 }, () => deliver.deliverMails()));
    for (const { person } of notified) {
      await isDone(person);
      expect(sink.to(person.email).map(({ subject }) => subject)).toEqual(['25 things wait for you in Parley']);
    }
  });

  it('can be tried, and say what is wrong', async () => {
    const person = await world.people.add('OPERATOR');
    expect(await alerts.try(person, 'EMAIL')).toEqual({ problem: null, errors: [] });
    expect(first(sink.to(person.email)).subject).toContain('This is a test');
    sink.refusesRecipientsWith = 550;
    expect((await alerts.try(person, 'EMAIL')).problem).toMatchObject({
      channel: 'EMAIL',
      code: 'MAIL_ADDRESS_REFUSED',
      people: 1,
    });
    for (const _ of [3, 4, 5]) await alerts.try(person, 'EMAIL');
    expect(problems((await alerts.try(person, 'EMAIL')).errors)).toEqual(['RATE_LIMITED channel']);
  });
});

describe('A mail server that cannot be used', () => {
  it.each([
    ['does not know the password', 'MAIL_SIGN_IN_REFUSED'],
    ['is not there', 'MAIL_UNREACHABLE'],
  ])('is said to be one that %s', async (_what, code) => {
    const sink = new MailSink(PASSWORD);
    const SMTP_URL = (await sink.start()).replace('smtp://', 'smtp://parley:wrong@');
    if (code === 'MAIL_UNREACHABLE') await sink.close();
    const world = await TestWorld.start({ environment: { SMTP_URL } });
    const { problem } = await new AlertsDriver(world).try(await world.people.add('OPERATOR'), 'EMAIL');
    expect(problem).toMatchObject({ channel: 'EMAIL', code });
    expect(problem?.message).not.toContain('wrong');
    await world.close();
    if (code !== 'MAIL_UNREACHABLE') await sink.close();
  });
});
