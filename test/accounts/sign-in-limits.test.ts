import { ADMIN } from '../../scripts/local-server.js';
import { createTestDatabase } from '../support/test-database.js';
import { TestWorld } from '../support/world/test-world.js';
import type { Person } from '../support/world/people.js';

const LOGIN =
  'mutation ($input: LoginInput!) { login(input: $input) { accessToken errors { code message path ... on RateLimitedError { retryAfterSeconds } } } }';

interface Attempt {
  status: number;
  retryAfter: string | undefined;
  isIn: boolean;
  code: string | null;
  seconds: number | undefined;
}

/** Guessing passwords is slow, and locks nobody else out. */
describe('Signing in', () => {
  let world: TestWorld;

  beforeAll(async () => {
    // Addresses are those that a trusted proxy tells of.
    world = await TestWorld.start({ isConnected: false, environment: { TRUSTED_PROXIES: 'loopback' } });
  });
  afterAll(() => world.close());

  let addresses = 0;
  const anAddress = () => `198.51.${Math.floor((addresses += 1) / 200)}.${addresses % 200}`;
  const post = (address: string, query: string, variables: object = {}) =>
    world.http.post('/graphql').set('x-forwarded-for', address).send({ query, variables });
  const login = async (address: string, email: string, password: string): Promise<Attempt> => {
    const { status, headers, body } = await post(address, LOGIN, { input: { email, password } });
    const { accessToken, errors } = body.data.login;
    return {
      status,
      retryAfter: headers['retry-after'],
      isIn: accessToken !== null,
      code: errors[0]?.code ?? null,
      seconds: errors[0]?.retryAfterSeconds,
    };
  };
  const guess = (address: string, { email }: { email: string }, times: number): Promise<Attempt[]> =>
    Promise.all(Array.from({ length: times }, (_, number) => login(address, email, `wrong ${number}`)));
  const tried = (attempts: Attempt[]) => attempts.filter(({ code }) => code === 'INVALID_INPUT').length;
  const signIn = (address: string, { email, password }: Person) => login(address, email, password);

  it('tries ten guesses of two hundred at once, and says when to come back', async () => {
    const ann = await world.people.add('OPERATOR', { accountIds: [] });
    const address = anAddress();
    const attempts = await guess(address, ann, 200);
    expect(tried(attempts)).toBe(10);
    const refused = attempts.filter(({ code }) => code === 'RATE_LIMITED');
    expect(refused).toHaveLength(190);
    for (const { status, retryAfter, seconds } of refused) {
      expect({ status, retryAfter }).toEqual({ status: 429, retryAfter: String(seconds) });
      expect(seconds).toBeGreaterThan(0);
    }
    expect(await signIn(address, ann)).toMatchObject({ isIn: false, code: 'RATE_LIMITED' });
  });

  it('lets the owner in from elsewhere, and from where they have been, whoever guesses', async () => {
    const ann = await world.people.add('OPERATOR', { accountIds: [] });
    const home = anAddress();
    expect(await signIn(home, ann)).toMatchObject({ isIn: true });
    for (let place = 0; place < 5; place += 1) await guess(anAddress(), ann, 12);
    expect(await signIn(home, ann)).toMatchObject({ isIn: true });
    const fromNew = await signIn(anAddress(), ann);
    expect(fromNew).toMatchObject({ isIn: false, code: 'RATE_LIMITED' });
    expect(fromNew.seconds).toBeLessThanOrEqual(60); // slowed down, not locked
  });

  it('counts two hundred logins in one request as two hundred', async () => {
    const ann = await world.people.add('OPERATOR', { accountIds: [] });
    const logins = Array.from(
      { length: 200 },
      (_, number) =>
        `a${number}: login(input: { email: "${ann.email}", password: "wrong ${number}" }) { errors { code } }`,
    );
    const { body } = await post(anAddress(), `mutation { ${logins.join(' ')} }`);
    const codes = Object.values(body.data as Record<string, { errors: { code: string }[] }>).map(
      ({ errors }) => errors[0]?.code,
    );
    expect(codes.filter((code) => code === 'INVALID_INPUT')).toHaveLength(10);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(190);
  });

  it('stops who tries one password on many people, and not the people who work at that address', async () => {
    const office = anAddress();
    const ann = await world.people.add('OPERATOR', { accountIds: [] });
    expect(await signIn(office, ann)).toMatchObject({ isIn: true });
    const attempts = [];
    for (let batch = 0; batch < 4; batch += 1)
      attempts.push(
        ...(await Promise.all(
          Array.from({ length: 40 }, (_, number) =>
            login(office, `somebody.${batch}.${number}@example.com`, 'Summer2026!'),
          ),
        )),
      );
    expect(tried(attempts)).toBe(100);
    expect(attempts.filter(({ code }) => code === 'RATE_LIMITED')).toHaveLength(60);
    expect(await signIn(office, ann)).toMatchObject({ isIn: true });
    expect(await signIn(anAddress(), ann)).toMatchObject({ isIn: true });
  });

  it('does not count right ones', async () => {
    const ann = await world.people.add('OPERATOR', { accountIds: [] });
    const address = anAddress();
    for (let count = 0; count < 15; count += 1) expect(await signIn(address, ann)).toMatchObject({ isIn: true });
  });
});

describe('Behind a proxy that nobody named', () => {
  it('wrong guesses of one client lock out nobody else, and the log and the health say what is wrong', async () => {
    const world = await TestWorld.start({ isConnected: false });
    expect((await world.http.get('/health/ready')).body).toEqual({ status: 'ok' });
    const login = async (client: string, password: string) => {
      const { body } = await world.http
        .post('/graphql')
        .set('x-forwarded-for', client)
        .send({ query: LOGIN, variables: { input: { email: ADMIN.email, password } } });
      return body.data.login as { accessToken: string | null; errors: { code: string }[] };
    };
    expect((await login('203.0.113.1', ADMIN.password)).errors).toEqual([]);
    for (let count = 0; count < 10; count += 1) await login('203.0.113.66', `wrong ${count}`);
    expect((await login('203.0.113.66', ADMIN.password)).errors).toMatchObject([{ code: 'RATE_LIMITED' }]);
    expect((await login('203.0.113.1', ADMIN.password)).errors).toEqual([]);
    expect((await login('203.0.113.2', ADMIN.password)).errors).toEqual([]);
    const { status, body } = await world.http.get('/health/ready');
    expect([status, body.status]).toEqual([200, 'ok']);
    expect(body.warnings).toEqual([expect.stringMatching(/127\.0\.0\.1.*TRUSTED_PROXIES/)]);
    await world.close();
  });
});

describe('Wrong guesses', () => {
  it('stay counted when the process starts again, and by every process, without Redis', async () => {
    const database = await createTestDatabase();
    const wrong = async (world: TestWorld) => {
      const { body } = await world.http
        .post('/graphql')
        .send({ query: LOGIN, variables: { input: { email: 'ann@example.com', password: 'wrong password' } } });
      return body.data.login.errors[0].code as string;
    };
    const environment = { REDIS_URL: '' };
    const before = await TestWorld.start({ database, environment, isConnected: false });
    for (let count = 0; count < 10; count += 1) expect(await wrong(before)).toBe('INVALID_INPUT');
    await before.close();
    const after = await TestWorld.start({ database, environment, isConnected: false });
    expect(await wrong(after)).toBe('RATE_LIMITED');
    expect(await after.countRows(`rate_limits WHERE key LIKE '%example%'`)).toBe(0);
    await after.close();
    await database.drop();
  });
});
