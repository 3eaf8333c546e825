import { ADMIN } from '../../scripts/local-server.js';
import { RetentionService } from '../../src/common/retention/retention.service.js';
import { graphql } from '../generated/gql.js';
import { must, only, problems } from '../support/expectations.js';
import type { Answer } from '../support/graphql/graphql-client.js';
import { DAY_MS, HOUR_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const LOGIN = graphql(`
  mutation OpenSession($input: LoginInput!) {
    login(input: $input) { accessToken refreshToken expiresAt errors { ...Problem } }
  }
`);
const REFRESH = graphql(`
  mutation RenewSession($refreshToken: String!) {
    refreshSession(input: { refreshToken: $refreshToken }) { accessToken refreshToken expiresAt errors { ...Problem } }
  }
`);
const SESSIONS = graphql(`
  query OwnSessions { sessions { id createdAt lastUsedAt expiresAt address userAgent isCurrent } }
`);
const END = graphql(`
  mutation EndOneSession($sessionId: ID!) { endSession(input: { sessionId: $sessionId }) { errors { ...Problem } } }
`);
const END_OTHERS = graphql(`
  mutation EndOthers { endOtherSessions { endedCount errors { code } } }
`);
const LISTEN = graphql(`
  subscription ListenInSession($accountId: ID!, $after: ID) {
    inboxEvents(accountId: $accountId, after: $after) { cursor }
  }
`);
const ME = graphql(`
  query SignedIn { me { id } }
`);

const SECOND_MS = 1_000;

describe('Sessions', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start({ environment: { SESSION_MAX_AGE_DAYS: '60', SESSION_IDLE_DAYS: '20' } });
  });
  afterAll(() => world.close());

  const open = async ({ email, password }: { email: string; password: string }) => {
    const { login } = await world.client().send(LOGIN, { input: { email, password } });
    expect(login.errors).toEqual([]);
    return { accessToken: must(login.accessToken), refreshToken: must(login.refreshToken) };
  };
  const refresh = async (refreshToken: string) => {
    const { refreshSession } = await world.client().send(REFRESH, { refreshToken });
    const { accessToken, refreshToken: next, errors } = refreshSession;
    return { accessToken: accessToken ?? '', refreshToken: next ?? '', errors, expiresAt: refreshSession.expiresAt };
  };
  const isGood = async (accessToken: string): Promise<boolean> => {
    const answer: Answer<unknown> = await world.client(accessToken).request(ME);
    return answer.errors.length === 0;
  };
  const ofAPerson = async () => {
    const person = await world.people.add('OPERATOR');
    return { person, session: await open(person) };
  };

  it('go on in both tabs that refresh at once, each with tokens of its own', async () => {
    const { session } = await ofAPerson();
    const [one, two] = await Promise.all([refresh(session.refreshToken), refresh(session.refreshToken)]);
    expect([one.errors, two.errors]).toEqual([[], []]);
    expect(await Promise.all([one, two].map((tab) => isGood(tab.accessToken)))).toEqual([true, true]);
    world.clock.advance(30 * SECOND_MS);
    const [later, alsoLater] = [await refresh(one.refreshToken), await refresh(two.refreshToken)];
    expect(await Promise.all([later, alsoLater].map((tab) => isGood(tab.accessToken)))).toEqual([true, true]);
    expect(await isGood(one.accessToken)).toBe(false);
  });

  it('end as a whole when a refresh token comes again, however many generations old', async () => {
    for (const age of [0, 1, 5]) {
      const { session } = await ofAPerson();
      const generations = [session];
      for (let generation = 0; generation < 6; generation += 1) {
        generations.push(await refresh(must(generations.at(-1)).refreshToken));
        world.clock.advance(11 * SECOND_MS);
      }
      const last = must(generations.at(-1));
      expect(await isGood(last.accessToken)).toBe(true);
      const stolen = await refresh(must(generations[age]).refreshToken);
      expect(problems(stolen.errors)).toEqual(['INVALID_INPUT refreshToken']);
      expect(await isGood(last.accessToken)).toBe(false);
      expect(problems((await refresh(last.refreshToken)).errors)).toEqual(['INVALID_INPUT refreshToken']);
    }
  });

  it('end when nobody uses them for SESSION_IDLE_DAYS, and after SESSION_MAX_AGE_DAYS however much they are used', async () => {
    const { session: idle } = await ofAPerson();
    let { session: used } = await ofAPerson();
    for (let days = 19; days < 60; days += 19) {
      world.clock.advance(19 * DAY_MS);
      const renewed = await refresh(used.refreshToken);
      expect(renewed.errors).toEqual([]);
      used = renewed;
    }
    expect(problems((await refresh(idle.refreshToken)).errors)).toEqual(['INVALID_INPUT refreshToken']);
    world.clock.advance(3 * DAY_MS - HOUR_MS / 2);
    const last = await refresh(used.refreshToken);
    expect(await isGood(last.accessToken)).toBe(true);
    world.clock.advance(HOUR_MS / 2);
    expect(await isGood(last.accessToken)).toBe(false);
    expect(problems((await refresh(last.refreshToken)).errors)).toEqual(['INVALID_INPUT refreshToken']);
    world.clock.advance(8 * DAY_MS);
    await world.app.get(RetentionService).run();
    expect(await world.countRows('sessions')).toBe(0);
    expect(await world.countRows('session_tokens')).toBe(0);
    await world.people.signInAgain();
  });

  it('are listed to their owner: since when, last used when and from where, and which is the present one', async () => {
    const { person, session } = await ofAPerson();
    const agent = `Mozilla/5.0 ${'x'.repeat(400)}`;
    world.clock.advance(2 * 60 * SECOND_MS);
    await world.http
      .post('/graphql')
      .set({ authorization: `Bearer ${session.accessToken}`, 'user-agent': agent })
      .send({ query: '{ me { id } }' })
      .expect(200);
    const { sessions } = await person.client.send(SESSIONS);
    expect(sessions.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
    expect(sessions).toHaveLength(2);
    const other = must(sessions.find(({ isCurrent }) => !isCurrent));
    expect(other).toMatchObject({ address: '127.0.0.1', userAgent: agent.slice(0, 300) });
    expect(new Date(other.lastUsedAt).getTime() - new Date(other.createdAt).getTime()).toBeGreaterThan(100 * SECOND_MS);
    expect(new Date(other.expiresAt).getTime()).toBeGreaterThan(world.clock.now().getTime() + 19 * DAY_MS);
    const stranger = await world.people.add('MANAGER');
    expect(await stranger.client.send(SESSIONS)).toMatchObject({ sessions: [{ isCurrent: true }] });
    expect(problems((await stranger.client.send(END, { sessionId: other.id })).endSession.errors)).toEqual([
      'NOT_FOUND sessionId',
    ]);
    expect(await isGood(session.accessToken)).toBe(true);
  });

  it('are ended by their owner, one by one or all others, and their sockets are closed though nothing happens', async () => {
    const { person, session } = await ofAPerson();
    const [accountId, after] = [world.account.id, await world.accounts.eventCursor()];
    await world.customers.startsConversation();
    const live = world.client(session.accessToken).subscribe(LISTEN, { accountId, after });
    const kept = person.client.subscribe(LISTEN, { accountId, after });
    for (const open of [live, kept]) await open.until(({ events }) => events.length > 0, 'an event');
    const { sessions } = await person.client.send(SESSIONS);
    const { id: sessionId } = only(sessions.filter(({ isCurrent }) => !isCurrent));
    expect((await person.client.send(END, { sessionId })).endSession.errors).toEqual([]);
    await live.until(({ closed }) => closed !== null, 'the close');
    expect(live.closed).toMatchObject({ code: 4403 });
    expect(await isGood(session.accessToken)).toBe(false);

    const others = [await open(person), await open(person)];
    const { endOtherSessions } = await person.client.send(END_OTHERS);
    expect(endOtherSessions).toEqual({ endedCount: 2, errors: [] });
    for (const { accessToken } of others) expect(await isGood(accessToken)).toBe(false);
    expect(await isGood(must(person.client.token))).toBe(true);
    expect(kept.closed).toBeNull();
    await kept.close();
  });

  it('are no more after a deactivation, also when the person is let in again', async () => {
    const { person, session } = await ofAPerson();
    await world.people.deactivate(person);
    await world.database.run('UPDATE users SET is_active = true WHERE id = $1', [person.id]);
    expect(await isGood(session.accessToken)).toBe(false);
    expect(problems((await refresh(session.refreshToken)).errors)).toEqual(['INVALID_INPUT refreshToken']);
  });

  it('of one person are nothing to another: no list, no end', async () => {
    const { sessions } = await world.admin.send(SESSIONS);
    await open(ADMIN);
    expect((await world.admin.send(SESSIONS)).sessions).toHaveLength(sessions.length + 1);
  });
});
