import { generateKeyPair, SignJWT } from 'jose';
import { graphql } from '../generated/gql.js';
import { eventually, must } from '../support/expectations.js';
import { anAccount } from '../support/factories/accounts.js';
import { aKey } from '../support/factories/keys.js';
import { RedirectedBrowser } from '../support/issuer/redirected-browser.js';
import { AUDIENCE, TestIssuer, type PersonAtIssuer } from '../support/issuer/test-issuer.js';
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
const FOLLOW = graphql(`
  subscription FollowByIssuerToken($accountId: ID!, $after: ID) { inboxEvents(accountId: $accountId, after: $after) { __typename } }
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
  /** Why a bearer token is refused; null: it is not. */
  const refusalOf = async (token: string, at = world): Promise<unknown> => {
    const { errors } = await at.client(token).request(ME);
    return errors[0] === undefined ? null : [errors[0].extensions.code, errors[0].extensions.reason];
  };

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
  });

  describe('by a bearer token', () => {
    it('is one person with who comes by the code flow', async () => {
      const subject = isPerson({ groups: ['care'] });
      const { user } = await signsIn(subject);
      const now = new Date(world.clock.now().getTime() + 1_000);
      const client = world.client(await issuer.token({ sub: subject, groups: ['leads'] }, { now }));
      expect((await client.send(ME)).me).toMatchObject({ id: must(user).id, name: must(user).name, role: 'MANAGER' });
      expect((await client.send(ME)).me.id).toBe(must(user).id);
    });

    it('is a user of its own for a program, by client credentials of the issuer', async () => {
      const { me } = await world.client(await issuer.programToken()).send(ME);
      expect(me).toMatchObject({ name: 'web-shop', role: 'MANAGER', email: expect.stringMatching(/@oidc\.invalid$/) });
    });

    it('gives no role that an older one gave', async () => {
      const [subject, now] = [aKey('subject'), world.clock.now()];
      const at = (seconds: number) => ({ now: new Date(now.getTime() + seconds * 1_000) });
      const older = await issuer.token({ sub: subject, groups: ['chiefs'] }, at(-60));
      expect((await world.client(await issuer.token({ sub: subject, groups: ['care'] }, at(0))).send(ME)).me.role).toBe(
        'OPERATOR',
      );
      expect((await world.client(older).send(ME)).me.role).toBe('OPERATOR');
    });

    it('is refused with the reason', async () => {
      const now = world.clock.now();
      const mine = { sub: aKey('subject'), groups: ['care'] };
      const { privateKey } = await generateKeyPair('RS256');
      const forged = { ...issuer.key, key: privateKey };
      const untrusted = ['UNAUTHENTICATED', 'ISSUER_TOKEN_UNTRUSTED'];
      expect(await refusalOf(await issuer.token({ ...mine, aud: 'another' }, { now }))).toEqual([
        'UNAUTHENTICATED',
        'ISSUER_TOKEN_AUDIENCE',
      ]);
      expect(await refusalOf(await issuer.token({ ...mine, iss: 'https://evil.example.com' }, { now }))).toEqual(
        untrusted,
      );
      expect(await refusalOf(await issuer.token(mine, { now, key: forged }))).toEqual(untrusted);
      expect(await refusalOf(await issuer.token(mine, { now, key: { ...forged, id: 'made-up' } }))).toEqual(untrusted);
      expect(await refusalOf(await issuer.token({ ...mine, groups: [] }, { now }))).toEqual([
        'UNAUTHENTICATED',
        'ISSUER_GIVES_NO_ROLE',
      ]);
      const shared = await new SignJWT({ ...mine, iss: issuer.url, aud: AUDIENCE })
        .setProtectedHeader({ alg: 'HS256', kid: issuer.key.id })
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(new TextEncoder().encode(JSON.stringify(issuer.key.jwk)));
      expect(await refusalOf(shared)).toEqual(untrusted);
      const none = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ ...mine, iss: issuer.url, aud: AUDIENCE, exp: 9e9 }))}.x`;
      expect(await refusalOf(none.replaceAll('=', ''))).toEqual(untrusted);
      expect(await refusalOf('a.b.c')).toEqual(untrusted);
      expect(await world.countRows(`user_identities WHERE subject = '${mine.sub}'`)).toBe(0);
    });

    it('is refused where a clock is an hour off, with a minute to spare either way', async () => {
      const now = world.clock.now().getTime();
      const at = (minutes: number) =>
        issuer.token({ sub: aKey('subject'), groups: ['care'] }, { now: new Date(now + minutes * MINUTE_MS) });
      expect(await refusalOf(await at(60))).toEqual(['UNAUTHENTICATED', 'ISSUER_TOKEN_FROM_THE_FUTURE']);
      expect(await refusalOf(await at(-60))).toEqual(['UNAUTHENTICATED', 'ISSUER_TOKEN_EXPIRED']);
      expect(await refusalOf(await at(0.5))).toBeNull();
      expect(await refusalOf(await at(-5.5))).toBeNull(); // it ended half a minute ago
      const notBefore = { sub: aKey('subject'), groups: ['care'], nbf: Math.floor(now / 1_000) + 600 };
      expect(await refusalOf(await issuer.token(notBefore, { now: new Date(now) }))).toEqual([
        'UNAUTHENTICATED',
        'ISSUER_TOKEN_FROM_THE_FUTURE',
      ]);
    });

    it('counts on the WebSocket and on the REST side', async () => {
      const mine = { sub: aKey('subject'), groups: ['leads'], parley_accounts: [world.account.id] };
      const now = world.clock.now();
      const token = await issuer.token(mine, { now });
      const live = world
        .client(token)
        .subscribe(FOLLOW, { accountId: world.account.id, after: await world.accounts.eventCursor() });
      await world.customers.startsConversation('Hello from afar');
      await live.until(({ events }) => events.length > 0);
      await live.close();
      await world.http
        .get('/v1/messages/01938c1e-0000-7000-8000-00000000000a')
        .set('authorization', `Bearer ${token}`)
        .expect(404);
      const { body } = await world.http
        .get('/v1/messages/01938c1e-0000-7000-8000-00000000000a')
        .set('authorization', `Bearer ${await issuer.token({ ...mine, aud: 'another' }, { now })}`)
        .expect(401);
      expect(body).toMatchObject({ code: 'UNAUTHENTICATED' });
    });
  });

  describe('whatever becomes of the issuer', () => {
    it('takes keys that are new after half a minute, and those that went no more', async () => {
      const mine = () => ({ sub: aKey('subject'), groups: ['care'] });
      const former = issuer.key;
      await issuer.rotateKeys();
      world.clock.advance(31_000);
      const now = world.clock.now();
      expect(await refusalOf(await issuer.token(mine(), { now }))).toBeNull();
      expect(await refusalOf(await issuer.token(mine(), { now, key: former }))).toEqual([
        'UNAUTHENTICATED',
        'ISSUER_TOKEN_UNTRUSTED',
      ]);
      const before = issuer.requests.length;
      for (let round = 0; round < 5; round += 1)
        await refusalOf(await issuer.token(mine(), { now, key: { ...former, id: aKey('kid') } }));
      expect(issuer.requests.length - before).toBeLessThanOrEqual(1);
    });

    it('goes on with the keys that it has while nobody answers, for a day; passwords work all along', async () => {
      const mine = () => ({ sub: aKey('subject'), groups: ['care'] });
      const token = () => issuer.token(mine(), { now: world.clock.now() });
      expect(await refusalOf(await token())).toBeNull();
      issuer.isDown = true;
      try {
        await world.later(HOUR_MS);
        expect(await refusalOf(await token())).toBeNull();
        await world.later(25 * HOUR_MS); // which signs in by password
        expect(await refusalOf(await token())).toEqual(['UNAUTHENTICATED', 'ISSUER_UNREACHABLE']);
        const { headers } = await world.http.get('/auth/oidc/start').expect(302);
        expect(headers.location).toBe(`${world.url}/sign-in#problem=ISSUER_UNREACHABLE`);
      } finally {
        issuer.isDown = false;
      }
      world.clock.advance(31_000);
      await eventually(
        async () => refusalOf(await token()),
        (refusal) => refusal === null,
      );
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
