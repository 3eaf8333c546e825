import { Secret, TOTP } from 'otpauth';
import { ParleyClient } from '../../clients/typescript/src/index.js';
import { resetTwoFactor } from '../../src/commands/reset-two-factor.js';
import { ADMIN, freePort, productionSettings } from '../../scripts/local-server.js';
import { graphql } from '../generated/gql.js';
import { first, must } from '../support/expectations.js';
import { GraphqlClient } from '../support/graphql/graphql-client.js';
import { ServerProcess } from '../support/server-process.js';
import type { Person } from '../support/world/people.js';
import { MINUTE_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';
import { createTestDatabase } from '../support/test-database.js';

const LOGIN = graphql(`
  mutation SignInWithCode($input: LoginInput!) {
    login(input: $input) { accessToken recoveryCodes errors { code reason path } }
  }
`);
const STATE = graphql(`
  query OwnSecondFactor { twoFactor { isOn enabledAt recoveryCodesLeft isRequired isPossible } me { hasTwoFactor signsInAtIssuer } }
`);
const BEGIN = graphql(`
  mutation BeginTwoFactor($password: String!) { beginTwoFactor(input: { password: $password }) { secret uri errors { code reason path } } }
`);
const BEGIN_AT_SIGN_IN = graphql(`
  mutation BeginTwoFactorAtSignIn($input: LoginInput!) { beginTwoFactorAtSignIn(input: $input) { secret errors { code reason } } }
`);
const CONFIRM = graphql(`
  mutation ConfirmTwoFactor($code: String!) { confirmTwoFactor(input: { code: $code }) { recoveryCodes errors { code reason path } } }
`);
const RENEW = graphql(`
  mutation RenewRecoveryCodes($input: TwoFactorProofInput!) { renewRecoveryCodes(input: $input) { recoveryCodes errors { code reason path } } }
`);
const DISABLE = graphql(`
  mutation DisableTwoFactor($input: TwoFactorProofInput!) { disableTwoFactor(input: $input) { errors { code reason path } } }
`);
const RESET = graphql(`
  mutation ResetTwoFactor($userId: ID!) { resetUserTwoFactor(input: { userId: $userId }) { user { id hasTwoFactor } errors { code reason } } }
`);
const ME = graphql(`
  query WhoHasTwoFactors { me { id } }
`);

const WRONG = [{ code: 'INVALID_INPUT', reason: 'TWO_FACTOR_CODE_WRONG', path: ['code'] }];
const REQUIRED = [{ code: 'INVALID_INPUT', reason: 'TWO_FACTOR_CODE_REQUIRED', path: ['code'] }];

describe('A second factor', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  /** What the app shows; `steps` of 30 seconds from now. */
  const codeOf = (secret: string, steps = 0, at = world): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.clock.now().getTime() + steps * 30_000 });
  const signIn = async ({ email, password }: { email: string; password: string }, code?: string, at = world) =>
    (await at.client().send(LOGIN, { input: { email, password, code } })).login;
  const setsUp = async (person: Person): Promise<{ secret: string; codes: string[] }> => {
    const { beginTwoFactor } = await person.client.send(BEGIN, { password: person.password });
    const secret = must(beginTwoFactor.secret);
    const { confirmTwoFactor } = await person.client.send(CONFIRM, { code: codeOf(secret) });
    expect(confirmTwoFactor.errors).toEqual([]);
    world.clock.advance(30_000); // that code is used up
    return { secret, codes: must(confirmTwoFactor.recoveryCodes) };
  };
  const actionsOn = async ({ id }: { id: string }): Promise<string[]> =>
    (
      await world.database.query<{ action: string }>(
        `SELECT action FROM audit_entries WHERE subject_id = $1 AND action ~ 'TWO_FACTOR|RECOVERY' ORDER BY occurred_at, id`,
        [id],
      )
    ).map(({ action }) => action);

  it('is set up by password and code, and asked for at the next sign-in', async () => {
    const person = await world.people.add('OPERATOR');
    const other = world.client(must((await signIn(person)).accessToken));
    const wrong = await person.client.send(BEGIN, { password: 'not this one' });
    expect(wrong.beginTwoFactor).toMatchObject({
      secret: null,
      errors: [{ code: 'INVALID_INPUT', path: ['password'] }],
    });
    const { beginTwoFactor } = await person.client.send(BEGIN, { password: person.password });
    const secret = must(beginTwoFactor.secret);
    expect(beginTwoFactor.uri).toBe(
      `otpauth://totp/Parley%20127.0.0.1:${encodeURIComponent(person.email)}?issuer=Parley%20127.0.0.1&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
    );
    expect((await signIn(person)).errors).toEqual([]); // until it is confirmed
    expect((await person.client.send(CONFIRM, { code: '000000' })).confirmTwoFactor.errors).toEqual(WRONG);
    const { confirmTwoFactor } = await person.client.send(CONFIRM, { code: codeOf(secret) });
    expect(new Set(confirmTwoFactor.recoveryCodes).size).toBe(10);
    expect(await person.client.send(STATE)).toMatchObject({
      twoFactor: {
        isOn: true,
        enabledAt: expect.any(String),
        recoveryCodesLeft: 10,
        isRequired: false,
        isPossible: true,
      },
      me: { hasTwoFactor: true, signsInAtIssuer: false },
    });
    expect((await other.request(ME)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    world.clock.advance(30_000);
    expect((await signIn(person)).errors).toEqual(REQUIRED);
    expect((await signIn({ ...person, password: 'not this one' }, codeOf(secret))).errors).toMatchObject([
      { reason: 'SIGN_IN_WRONG' },
    ]);
    const login = await signIn(person, codeOf(secret).replace(/(...)/, '$1 '));
    expect(login).toMatchObject({ accessToken: expect.any(String), recoveryCodes: null, errors: [] });
    expect(await actionsOn(person)).toEqual(['TWO_FACTOR_FAILED', 'TWO_FACTOR_ENABLED']);
  });

  it('is given by the client for TypeScript too', async () => {
    const person = await world.people.add('OPERATOR');
    const { secret } = await setsUp(person);
    const client = new ParleyClient({ url: world.url });
    await expect(client.signIn(person.email, person.password)).rejects.toMatchObject({
      problems: [{ reason: 'TWO_FACTOR_CODE_REQUIRED' }],
    });
    await client.signIn(person.email, person.password, codeOf(secret));
    expect(client.isSignedIn).toBe(true);
  });

  it('takes each code once, those of a step before and after too, and none that is older', async () => {
    const person = await world.people.add('OPERATOR');
    const { secret } = await setsUp(person);
    world.clock.advance(10 * MINUTE_MS);
    expect((await signIn(person, codeOf(secret, -2))).errors).toEqual(WRONG);
    expect((await signIn(person, codeOf(secret, 2))).errors).toEqual(WRONG);
    expect((await signIn(person, codeOf(secret, -1))).errors).toEqual([]);
    expect((await signIn(person, codeOf(secret, -1))).errors).toEqual(WRONG);
    const [code, attempts] = [codeOf(secret), [1, 2, 3, 4]];
    const outcomes = await Promise.all(attempts.map(() => signIn(person, code)));
    expect(outcomes.filter(({ accessToken }) => accessToken !== null)).toHaveLength(1);
    expect((await signIn(person, codeOf(secret, 1))).errors).toEqual([]);
    expect((await signIn(person, codeOf(secret))).errors).toEqual(WRONG);
  });

  it('is stood in for by recovery codes, each once, however they are typed', async () => {
    const person = await world.people.add('OPERATOR');
    const { secret, codes } = await setsUp(person);
    const code = first(codes);
    expect((await signIn(person, code.toLowerCase().replaceAll('-', ' '))).errors).toEqual([]);
    expect((await signIn(person, code)).errors).toEqual(WRONG);
    expect((await person.client.send(STATE)).twoFactor.recoveryCodesLeft).toBe(9);
    const proof = { password: person.password, code: codeOf(secret) };
    const { renewRecoveryCodes } = await person.client.send(RENEW, { input: proof });
    expect(renewRecoveryCodes.recoveryCodes).toHaveLength(10);
    expect((await signIn(person, must(codes[1]))).errors).toEqual(WRONG);
    expect((await signIn(person, must(renewRecoveryCodes.recoveryCodes?.[1]))).errors).toEqual([]);
    const stored = await world.database.query<{ text: string }>(
      'SELECT recovery_codes::text AS text FROM recovery_codes',
    );
    for (const { text } of stored) expect(codes.some((each) => text.includes(each.replaceAll('-', '')))).toBe(false);
    expect(await actionsOn(person)).toEqual([
      'TWO_FACTOR_ENABLED',
      'RECOVERY_CODE_USED',
      'TWO_FACTOR_FAILED',
      'RECOVERY_CODES_RENEWED',
      'TWO_FACTOR_FAILED',
      'RECOVERY_CODE_USED',
    ]);
  });

  it('is guessed ten times from one place, and no more for a while, whoever else signs in', async () => {
    const person = await world.people.add('OPERATOR');
    const { secret } = await setsUp(person);
    for (let guess = 0; guess < 10; guess += 1) expect((await signIn(person, '000000')).errors).toEqual(WRONG);
    expect((await signIn(person, codeOf(secret))).errors).toMatchObject([{ code: 'RATE_LIMITED', path: ['code'] }]);
    expect((await signIn(await world.people.add('OPERATOR'))).errors).toEqual([]);
  });

  it('is disabled with password and code, and by neither alone', async () => {
    const person = await world.people.add('OPERATOR');
    const { secret } = await setsUp(person);
    const disable = async (password: string, code: string) =>
      (await person.client.send(DISABLE, { input: { password, code } })).disableTwoFactor.errors;
    expect(await disable('not this one', codeOf(secret))).toMatchObject([
      { code: 'INVALID_INPUT', path: ['password'] },
    ]);
    expect(await disable(person.password, '000000')).toEqual(WRONG);
    expect((await person.client.send(BEGIN, { password: person.password })).beginTwoFactor.errors).toMatchObject([
      { reason: 'TWO_FACTOR_IS_ON' },
    ]);
    expect(await disable(person.password, codeOf(secret))).toEqual([]);
    expect(await disable(person.password, codeOf(secret))).toMatchObject([{ reason: 'TWO_FACTOR_IS_OFF' }]);
    expect((await signIn(person)).errors).toEqual([]);
  });

  it('is reset by an administrator, for colleagues alone, and by a command for an administrator', async () => {
    const person = await world.people.add('MANAGER');
    await setsUp(person);
    expect((await person.client.request(RESET, { userId: person.id })).errors[0]?.extensions.code).toBe('FORBIDDEN');
    const { me } = await world.admin.send(ME);
    expect((await world.admin.send(RESET, { userId: me.id })).resetUserTwoFactor.errors).toMatchObject([
      { reason: 'TWO_FACTOR_OWN_RESET' },
    ]);
    const { resetUserTwoFactor } = await world.admin.send(RESET, { userId: person.id });
    expect(resetUserTwoFactor).toEqual({ user: { id: person.id, hasTwoFactor: false }, errors: [] });
    expect((await signIn(person)).errors).toEqual([]);
    expect(await actionsOn(person)).toEqual(['TWO_FACTOR_ENABLED', 'TWO_FACTOR_RESET']);
  });
});

describe('A second factor that is required', () => {
  it('is set up at the next sign-in, and not disabled; a command takes away what is lost', async () => {
    const database = await createTestDatabase();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const settings = {
      ...productionSettings(port, 'http://127.0.0.1:1'),
      ...database.environment,
      REQUIRE_TWO_FACTOR: 'on',
    };
    const server = new ServerProcess(url, settings);
    await server.start();
    const [visitor, admin] = [new GraphqlClient(url), new GraphqlClient(url)];
    const login = async (code?: string) => (await visitor.send(LOGIN, { input: { ...ADMIN, code } })).login;
    const beginAs = async (password: string) =>
      (await visitor.send(BEGIN_AT_SIGN_IN, { input: { email: ADMIN.email, password } })).beginTwoFactorAtSignIn;
    expect(await login()).toMatchObject({
      accessToken: null,
      errors: [{ code: 'NOT_ALLOWED_NOW', reason: 'TWO_FACTOR_SETUP_REQUIRED' }],
    });
    expect((await beginAs('not this one')).errors).toMatchObject([{ reason: 'SIGN_IN_WRONG' }]);
    const secret = must((await beginAs(ADMIN.password)).secret);
    expect((await login('000000')).errors).toEqual(WRONG);
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    const { accessToken, recoveryCodes } = await login(code);
    expect(recoveryCodes).toHaveLength(10);
    admin.token = must(accessToken);
    expect((await admin.send(STATE)).twoFactor).toMatchObject({ isOn: true, isRequired: true });
    const proof = { password: ADMIN.password, code: must(recoveryCodes?.[0]) };
    expect((await admin.send(DISABLE, { input: proof })).disableTwoFactor.errors).toMatchObject([
      { reason: 'TWO_FACTOR_IS_REQUIRED' },
    ]);
    expect((await beginAs(ADMIN.password)).errors).toMatchObject([{ reason: 'TWO_FACTOR_IS_ON' }]);
    expect((await login()).errors).toEqual(REQUIRED);
    await server.kill('SIGKILL');
    expect(await resetTwoFactor('nobody@example.com', settings)).toBe(1);
    expect(await resetTwoFactor(ADMIN.email.toUpperCase(), settings)).toBe(0);
    await database.drop();
  }, 180_000);
});
