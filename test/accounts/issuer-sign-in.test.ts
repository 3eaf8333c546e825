import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { anAccount } from '../support/factories/accounts.js';
import { aKey } from '../support/factories/keys.js';
import { RedirectedBrowser } from '../support/issuer/redirected-browser.js';
import { TestIssuer, type PersonAtIssuer } from '../support/issuer/test-issuer.js';
import { HOUR_MS, MINUTE_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const REDEEM = `mutation { redeemSignIn { accessToken refreshToken expiresAt user { id name email role } errors { code reason } } }`;
const ME = graphql(`
  query WhoCameFromTheIssuer { me { id name email role accounts { id } } }
`);
const OPTIONS = graphql(`
  query OptionsWithIssuer { signInOptions { issuer { label startUrl } } }
`);
const RENEW = graphql(`
  mutation RenewIssuerSession($refreshToken: String!) {
    refreshSession(input: { refreshToken: $refreshToken }) { accessToken refreshToken errors { ...Problem } }
  }
`);
const SHUT_OUT = graphql(`
  mutation ShutOutWhoCame($id: ID!) { updateUser(input: { id: $id, isActive: false }) { errors { ...Problem } } }
`);
const CHANGE = graphql(`
  mutation PasswordOfWhoHasNone($password: String!) {
    changeOwnPassword(input: { currentPassword: $password, newPassword: "another good password" }) { errors { code reason } }
  }
`);
const RESET = graphql(`
  mutation ResetOfWhoHasNone($id: ID!) { resetUserPassword(input: { userId: $id }) { errors { code reason } } }
`);
const LOGIN = graphql(`
  mutation PasswordBesideIssuer($input: LoginInput!) { login(input: $input) { accessToken errors { code reason } } }
`);

interface Redeemed {
  accessToken: string | null;
  refreshToken: string | null;
  expiresAt: string | null;
  user: { id: string; name: string; email: string; role: string } | null;
  errors: { code: string; reason: string }[];
}

describe('Sign-in at an issuer', () => {
  let issuer: TestIssuer;
  let world: TestWorld;

  beforeAll(async () => {
    issuer = await TestIssuer.start();
    world = await TestWorld.start({
      environment: { ...issuer.environment, OIDC_ACCOUNTS_CLAIM: 'parley_accounts', OIDC_BUTTON_LABEL: 'Example Inc.' },
    });
    issuer.trust(world.url);
  });
  afterAll(async () => {
    await world.close();
    await issuer.close();
  });

  const isPerson = (facts: PersonAtIssuer): string => {
    const subject = aKey('subject');
    issuer.people.set(subject, {
      name: `Name of ${subject}`,
      email: `${subject}@example.com`,
      email_verified: true,
      ...facts,
    });
    return subject;
  };
  const comes = async (subject: string, to = world, browser = new RedirectedBrowser()) => {
    const form = await browser.open(`${to.url}/auth/oidc/start`);
    const arrival = form.url.includes('/interaction/') ? await browser.open(form.url, { login: subject }) : form;
    return { browser, arrival: arrival.url.replace(to.url, '') };
  };
  const redeem = async (browser: RedirectedBrowser, at = world): Promise<Redeemed> => {
    const response = await at.http
      .post('/graphql')
      .set('cookie', browser.cookieHeader(at.url))
      .send({ query: REDEEM })
      .expect(200);
    return (response.body as { data: { redeemSignIn: Redeemed } }).data.redeemSignIn;
  };
  const signsIn = async (subject: string, at = world): Promise<Redeemed> => {
    const { browser, arrival } = await comes(subject, at);
    expect(arrival).toBe('/sign-in#done');
    return redeem(browser, at);
  };
  const problemOf = async (subject: string, at = world) => (await comes(subject, at)).arrival;

  describe('by the code flow', () => {
    it('is offered before anybody has signed in', async () => {
      const { signInOptions } = await world.client().send(OPTIONS);
      expect(signInOptions.issuer).toEqual({ label: 'Example Inc.', startUrl: '/auth/oidc/start' });
    });

    it('makes a user the first time, with role and accounts of the claims, and finds them the next', async () => {
      const subject = isPerson({
        groups: ['care', 'leads', 'others'],
        parley_accounts: [world.account.id, 'of another system'],
      });
      const first = await signsIn(subject);
      expect(first).toMatchObject({ errors: [], user: { email: `${subject}@example.com`, role: 'MANAGER' } });
      const { me } = await world.client(must(first.accessToken)).send(ME);
      expect(me).toMatchObject({ name: `Name of ${subject}`, accounts: [{ id: world.account.id }] });
      issuer.people.set(subject, { name: 'New Name', email: `new-${subject}@example.com`, groups: ['care'] });
      const again = await signsIn(subject);
      expect(again.user).toEqual({
        id: me.id,
        name: 'New Name',
        email: `new-${subject}@example.com`,
        role: 'OPERATOR',
      });
      expect((await world.client(must(first.accessToken)).send(ME)).me).toMatchObject({
        role: 'OPERATOR',
        accounts: [],
      });
    });

    it("finds accounts by Meta's id too", async () => {
      const subject = isPerson({ groups: ['care'], parley_accounts: ['4719'] });
      const { account } = await world.accounts.create(
        anAccount({ name: 'By its id', accountId: '4719', phoneNumberId: '19' }),
      );
      const { accessToken } = await signsIn(subject);
      expect((await world.client(must(accessToken)).send(ME)).me.accounts).toEqual([{ id: must(account).id }]);
    });

    it('lets nobody in without a role, and ends the sessions of whoever has lost theirs', async () => {
      expect(await problemOf(isPerson({ groups: ['others'] }))).toBe('/sign-in#problem=ISSUER_GIVES_NO_ROLE');
      const subject = isPerson({ groups: ['chiefs'] });
      const { accessToken } = await signsIn(subject);
      const client = world.client(must(accessToken));
      expect((await client.send(ME)).me.role).toBe('ADMIN');
      issuer.people.set(subject, {});
      expect(await problemOf(subject)).toBe('/sign-in#problem=ISSUER_GIVES_NO_ROLE');
      expect((await client.request(ME)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    });

    it('keeps out whom an administrator has shut out', async () => {
      const subject = isPerson({ groups: ['care'] });
      const { user } = await signsIn(subject);
      await world.admin.send(SHUT_OUT, { id: must(user).id });
      expect(await problemOf(subject)).toBe('/sign-in#problem=USER_INACTIVE');
    });

    it('takes nobody for a user who was there before, however verified the e-mail, unless a setting says so', async () => {
      const local = await world.people.add('OPERATOR');
      const subject = isPerson({ email: local.email.toUpperCase(), groups: ['chiefs'] });
      expect(await problemOf(subject)).toBe('/sign-in#problem=EMAIL_OF_ANOTHER_USER');
      expect((await local.client.send(ME)).me.role).toBe('OPERATOR');
    });

    it('is finished in the browser that began it, once, within ten minutes', async () => {
      const subject = isPerson({ groups: ['care'] });
      const [browser, other] = [new RedirectedBrowser(), new RedirectedBrowser()];
      const form = await browser.open(`${world.url}/auth/oidc/start`);
      const callback = await callbackOf(form.url, subject, browser);
      expect((await other.open(callback)).url).toBe(`${world.url}/sign-in#problem=SIGN_IN_NOT_BEGUN_HERE`);
      expect((await browser.open(callback)).url).toBe(`${world.url}/sign-in#done`);
      expect((await browser.open(callback)).url).toBe(`${world.url}/sign-in#problem=SIGN_IN_NOT_BEGUN_HERE`);
      expect((await redeem(other)).errors).toEqual([{ code: 'INVALID_INPUT', reason: 'SIGN_IN_NOT_BEGUN_HERE' }]);
      expect((await redeem(browser)).errors).toEqual([]);
      expect((await redeem(browser)).errors).toEqual([{ code: 'INVALID_INPUT', reason: 'SIGN_IN_NOT_BEGUN_HERE' }]);
    });

    it('says so where the issuer refused, and leads nowhere but to its own page', async () => {
      expect(await problemOf('')).toBe('/sign-in#problem=ISSUER_REFUSED');
      const { headers } = await world.http
        .get('/auth/oidc/callback?state=%0d%0ax&code=1&returnTo=https://evil.example.com')
        .expect(302);
      expect(headers.location).toBe(`${world.url}/sign-in#problem=SIGN_IN_NOT_BEGUN_HERE`);
    });

    it('hides its cookies from scripts and other sites', async () => {
      const { headers } = await world.http.get('/auth/oidc/start').expect(302);
      expect(headers['set-cookie']?.[0]).toMatch(
        /^parley-oidc-[\w-]+=2\.[\w.-]+; Max-Age=600; Path=\/auth\/oidc; HttpOnly; SameSite=Lax$/,
      );
      expect(new URL(must(headers.location)).searchParams.get('code_challenge_method')).toBe('S256');
    });

    it('keeps no password, so none can be changed, reset or guessed', async () => {
      const { user, accessToken } = await signsIn(isPerson({ groups: ['chiefs'] }));
      const { id, email } = must(user);
      const refused = [{ code: 'NOT_ALLOWED_NOW', reason: 'SIGNS_IN_AT_ISSUER' }];
      const { changeOwnPassword } = await world.client(must(accessToken)).send(CHANGE, { password: 'whatever' });
      expect(changeOwnPassword.errors).toEqual(refused);
      expect((await world.admin.send(RESET, { id })).resetUserPassword.errors).toEqual(refused);
      const { login } = await world.client().send(LOGIN, { input: { email, password: 'whatever it is' } });
      expect(login.errors).toEqual([{ code: 'INVALID_INPUT', reason: 'SIGN_IN_WRONG' }]);
    });

    it('is in the audit trail, with what was refused and why', async () => {
      world.clock.advance(2 * MINUTE_MS); // what was refused before is told once a minute
      const { user } = await signsIn(isPerson({ groups: ['care'] }));
      const actions = await world.database.query<{ action: string; details: { to: string }[] }>(
        'SELECT action, details FROM audit_entries WHERE subject_id = $1 ORDER BY occurred_at, id',
        [must(user).id],
      );
      expect(actions.map(({ action }) => action)).toEqual(['USER_CREATED', 'SIGNED_IN']);
      expect(actions[1]?.details).toMatchObject([{ name: 'method', to: 'ISSUER' }]);
      await problemOf(isPerson({}));
      expect(await world.countRows("audit_entries WHERE action = 'ISSUER_SIGN_IN_REFUSED'")).toBeGreaterThan(0);
    });

    it('is one person with who comes by the code flow', async () => {
      const subject = isPerson({ groups: ['care'] });
      const { user } = await signsIn(subject);
      const now = new Date(world.clock.now().getTime() + 1_000);
      const client = world.client(await issuer.token({ sub: subject, groups: ['leads'] }, { now }));
      expect((await client.send(ME)).me).toMatchObject({ id: must(user).id, name: must(user).name, role: 'MANAGER' });
      expect((await client.send(ME)).me.id).toBe(must(user).id);
    });
  });
});

describe('Sign-in at an issuer, with the clock moved on', () => {
  it('ends sessions after OIDC_SESSION_HOURS, so that the claims are read anew', async () => {
    const issuer = await TestIssuer.start();
    const world = await TestWorld.start({
      environment: { ...issuer.environment, OIDC_SESSION_HOURS: '8' },
      isConnected: false,
    });
    issuer.trust(world.url);
    issuer.people.set('ada', { email: 'ada@example.com', groups: ['care'] });
    const browser = new RedirectedBrowser();
    const form = await browser.open(`${world.url}/auth/oidc/start`);
    await browser.open(form.url, { login: 'ada' });
    const { body } = await world.http
      .post('/graphql')
      .set('cookie', browser.cookieHeader(world.url))
      .send({ query: REDEEM });
    const { refreshToken } = (body as { data: { redeemSignIn: Redeemed } }).data.redeemSignIn;
    world.clock.advance(7 * HOUR_MS);
    const { refreshSession } = await world.client().send(RENEW, { refreshToken: must(refreshToken) });
    expect(refreshSession.errors).toEqual([]);
    world.clock.advance(HOUR_MS);
    const over = await world.client().send(RENEW, { refreshToken: must(refreshSession.refreshToken) });
    expect(over.refreshSession.errors).toMatchObject([{ code: 'INVALID_INPUT' }]);
    // a server whose clock is hours off says so, and lets nobody in
    const again = new RedirectedBrowser();
    const { url } = await again.open((await again.open(`${world.url}/auth/oidc/start`)).url, { login: 'ada' });
    expect(url).toBe(`${world.url}/sign-in#problem=ISSUER_TOKEN_EXPIRED`);
    await world.close();
    await issuer.close();
  });
});

describe('Sign-in at an issuer that may link', () => {
  it('makes one of a user and whoever has their verified e-mail, and ends their password and sessions', async () => {
    const issuer = await TestIssuer.start();
    const world = await TestWorld.start({ environment: { ...issuer.environment, OIDC_LINK_VERIFIED_EMAIL: 'on' } });
    issuer.trust(world.url);
    const arrivalOf = async (subject: string, browser = new RedirectedBrowser()) => {
      const form = await browser.open(`${world.url}/auth/oidc/start`);
      return (await browser.open(form.url, { login: subject })).url.replace(world.url, '');
    };
    const { id, email, password, client } = await world.people.add('OPERATOR');
    issuer.people.set('unverified', { email, email_verified: false, groups: ['chiefs'] });
    issuer.people.set('verified', { email, email_verified: true, groups: ['leads'] });
    issuer.people.set('another', { email, email_verified: true, groups: ['chiefs'] });
    expect(await arrivalOf('unverified')).toBe('/sign-in#problem=EMAIL_OF_ANOTHER_USER');
    expect((await client.send(ME)).me.role).toBe('OPERATOR');
    expect(await arrivalOf('verified')).toBe('/sign-in#done');
    expect(await arrivalOf('another')).toBe('/sign-in#problem=EMAIL_OF_ANOTHER_USER');
    expect((await client.request(ME)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const { login } = await world.client().send(LOGIN, { input: { email, password } });
    expect(login.errors).toMatchObject([{ reason: 'SIGN_IN_WRONG' }]);
    expect(await world.countRows(`users WHERE id = '${id}' AND role = 'MANAGER' AND NOT has_password`)).toBe(1);
    expect(await world.countRows(`audit_entries WHERE subject_id = '${id}' AND action = 'USER_LINKED_TO_ISSUER'`)).toBe(
      1,
    );
    await world.close();
    await issuer.close();
  });
});

/** Where the issuer sends the browser back to, without going there. */
async function callbackOf(formUrl: string, subject: string, browser: RedirectedBrowser): Promise<string> {
  let [url, body]: [string, URLSearchParams | undefined] = [formUrl, new URLSearchParams({ login: subject })];
  for (;;) {
    const response: Response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: browser.cookieHeader(url) },
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
    browser.keep(url, response.headers.getSetCookie());
    url = new URL(must(response.headers.get('location')), url).href;
    body = undefined;
    if (url.includes('/auth/oidc/callback')) return url;
  }
}
