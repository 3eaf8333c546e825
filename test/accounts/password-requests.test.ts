import { ADMIN } from '../../scripts/local-server.js';
import { graphql } from '../generated/gql.js';
import { MailSink, type ReceivedMail } from '../support/alerts/mail-sink.js';
import { eventually, last, must, problems } from '../support/expectations.js';
import { AlertsDriver } from '../support/world/alerts.js';
import { HOUR_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const OPTIONS = graphql(`
  query OptionsOfSignIn { signInOptions { canRequestPasswordReset } }
`);
const REQUEST = graphql(`
  mutation RequestReset($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { errors { ...Problem } } }
`);
const REDEEM = graphql(`
  mutation RedeemRequested($token: String!, $newPassword: String!) {
    redeemPasswordReset(input: { token: $token, newPassword: $newPassword }) { errors { ...Problem } }
  }
`);
const SIGN_IN = graphql(`
  mutation SignInAnew($input: LoginInput!) { login(input: $input) { accessToken errors { ...Problem } } }
`);
const WHO = graphql(`
  query WhoIsIn { me { id } }
`);

async function requestIn(world: TestWorld, email: string, language?: string): Promise<string[]> {
  const { requestPasswordReset } = await world.client().send(REQUEST, { input: { email, language } });
  return problems(requestPasswordReset.errors);
}

function mailsTo(sink: MailSink, address: string, count: number): Promise<ReceivedMail[]> {
  return eventually(
    () => sink.to(address),
    (found) => found.length >= count,
  );
}

describe('Whoever has lost their password', () => {
  const sink = new MailSink();
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start({ environment: { SMTP_URL: await sink.start() } });
  });
  afterAll(async () => {
    await world.close();
    await sink.close();
  });

  const request = (email: string, language?: string) => requestIn(world, email, language);
  const linkTo = async (address: string, count = 1): Promise<URL> => {
    const { text } = last(await mailsTo(sink, address, count));
    return new URL(must(/^https?:\S+$/m.exec(text)?.[0], 'a link'));
  };
  const redeem = async (token: string, newPassword: string) =>
    problems((await world.client().send(REDEEM, { token, newPassword })).redeemPasswordReset.errors);

  it('gets a link by e-mail, with which they set a new one: once, and all their sessions end', async () => {
    expect((await world.client().send(OPTIONS)).signInOptions).toEqual({ canRequestPasswordReset: true });
    const person = await world.people.add('OPERATOR');
    expect(await request(person.email.toUpperCase(), 'de')).toEqual([]);
    const link = await linkTo(person.email);
    expect(link.href).toMatch(new RegExp(`^${world.url}/password#[\\w-]{20,}$`));
    expect(last(sink.to(person.email)).subject).toBe('Wählen Sie ein neues Passwort für Parley');
    expect((await person.client.send(WHO)).me.id).toBe(person.id); // until then nothing has changed
    const token = link.hash.slice(1);
    expect(JSON.stringify(await world.database.query('SELECT * FROM password_resets'))).not.toContain(token);
    expect(await redeem(token, 'a password that is new')).toEqual([]);
    expect(await redeem(token, 'another password')).toEqual(['INVALID_INPUT token']);
    expect((await person.client.request(WHO)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    const login = { email: person.email, password: 'a password that is new' };
    expect((await world.client().send(SIGN_IN, { input: login })).login.errors).toEqual([]);
    const trail = await world.database.query<{ action: string; kind: string }>(
      `SELECT action, actor_kind AS kind FROM audit_entries WHERE subject_id = $1 AND action LIKE 'PASSWORD_RESET%' ORDER BY occurred_at`,
      [person.id],
    );
    expect(trail).toEqual([
      { action: 'PASSWORD_RESET_REQUESTED', kind: 'NOBODY' },
      { action: 'PASSWORD_RESET_REDEEMED', kind: 'NOBODY' },
    ]);
  });

  it('has an hour, and the latest link alone counts', async () => {
    const person = await world.people.add('OPERATOR');
    await request(person.email);
    const former = await linkTo(person.email);
    await request(person.email);
    const latest = await linkTo(person.email, 2);
    expect(await redeem(former.hash.slice(1), 'a new password')).toEqual(['INVALID_INPUT token']);
    world.clock.advance(HOUR_MS);
    await world.admin.login(ADMIN.email, ADMIN.password);
    expect(await redeem(latest.hash.slice(1), 'a new password')).toEqual(['INVALID_INPUT token']);
  });

  it('leaves a trace for administrators where the mail server takes nothing', async () => {
    const person = await world.people.add('OPERATOR');
    sink.refusesRecipientsWith = 550;
    await request(person.email);
    const alerts = new AlertsDriver(world);
    const found = await eventually(
      async () => (await alerts.settings({ client: world.admin })).problems,
      (troubles) => troubles.length > 0,
    );
    expect(found).toMatchObject([{ channel: 'EMAIL', code: 'MAIL_ADDRESS_REFUSED' }]);
    sink.refusesRecipientsWith = null;
  });
});

describe('A request for a new password', () => {
  it('is answered the same whether there is such a person or not, and so often only', async () => {
    const sink = new MailSink();
    const world = await TestWorld.start({ environment: { SMTP_URL: await sink.start() } });
    const request = (email: string, language?: string) => requestIn(world, email, language);
    const person = await world.people.add('OPERATOR');
    const gone = await world.people.add('OPERATOR');
    await world.people.deactivate(gone);
    expect(await request(person.email, 'tlh')).toEqual(['INVALID_INPUT language']);
    for (const email of [person.email, gone.email, 'nobody@example.com', 'no address']) {
      const answers: string[][] = [];
      for (let time = 0; time < 4; time += 1) answers.push(await request(email));
      expect({ email, answers }).toEqual({ email, answers: [[], [], [], ['RATE_LIMITED email']] });
    }
    await mailsTo(sink, person.email, 3);
    for (let more = 0; more < 4; more += 1) expect(await request(`nobody${more}@example.com`)).toEqual([]);
    expect(await request('somebody@example.com')).toEqual(['RATE_LIMITED email']); // 20 from one address
    expect(sink.mails).toHaveLength(3);
    await world.close();
    await sink.close();
  });
});

describe('Without a mail server', () => {
  it('nobody is offered a link', async () => {
    const world = await TestWorld.start({ isConnected: false });
    expect((await world.client().send(OPTIONS)).signInOptions).toEqual({ canRequestPasswordReset: false });
    const { requestPasswordReset } = await world.client().send(REQUEST, { input: { email: 'admin@example.com' } });
    expect(problems(requestPasswordReset.errors)).toEqual(['NOT_ALLOWED_NOW email']);
    await world.close();
  });
});
