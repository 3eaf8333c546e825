import { generateKeyPair, SignJWT } from 'jose';
import { graphql } from '../generated/gql.js';
import { eventually } from '../support/expectations.js';
import { aKey } from '../support/factories/keys.js';
import { AUDIENCE, TestIssuer } from '../support/issuer/test-issuer.js';
import { HOUR_MS, MINUTE_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const ME = graphql(`
  query WhoBearsTheToken { me { id name email role accounts { id } } }
`);
const FOLLOW = graphql(`
  subscription FollowByIssuerToken($accountId: ID!, $after: ID) { inboxEvents(accountId: $accountId, after: $after) { __typename } }
`);

describe('A bearer token of an issuer', () => {
  let issuer: TestIssuer;
  let world: TestWorld;

  beforeAll(async () => {
    issuer = await TestIssuer.start();
    world = await TestWorld.start({ environment: { ...issuer.environment, OIDC_ACCOUNTS_CLAIM: 'parley_accounts' } });
    issuer.trust(world.url);
  });
  afterAll(async () => {
    await world.close();
    await issuer.close();
  });

  /** Why a bearer token is refused; null: it is not. */
  const refusalOf = async (token: string, at = world): Promise<unknown> => {
    const { errors } = await at.client(token).request(ME);
    return errors[0] === undefined ? null : [errors[0].extensions.code, errors[0].extensions.reason];
  };

  describe('by a bearer token', () => {
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
