import { ADMIN } from '../../scripts/local-server.js';
import { graphql } from '../generated/gql.js';
import { must, problems } from '../support/expectations.js';
import { HOUR_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const SIGN_IN = graphql(`
  mutation SignInWithPassword($input: LoginInput!) { login(input: $input) { accessToken errors { ...Problem } } }
`);
const CHANGE = graphql(`
  mutation ChangeOwnPassword($input: ChangeOwnPasswordInput!) {
    changeOwnPassword(input: $input) { endedSessions errors { ...Problem reason } }
  }
`);
const RESET = graphql(`
  mutation ResetPassword($userId: ID!) {
    resetUserPassword(input: { userId: $userId }) { token expiresAt errors { ...Problem } }
  }
`);
const REDEEM = graphql(`
  mutation RedeemReset($token: String!, $newPassword: String!) {
    redeemPasswordReset(input: { token: $token, newPassword: $newPassword }) { errors { ...Problem reason } }
  }
`);
const WHO = graphql(`
  query WhoSignedIn { me { id } }
`);
/** Of `a long enough password`, made by the version before argon2. */
const SCRYPT_HASH = 'scrypt$32768$8$1$AAAAAAAAAAAAAAAAAAAAAA$GA0uxUc9ZJNWBZzZfpl8gKomI9aEn4TaQbR2dgMNq_c';

describe('Passwords', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const signIn = async (email: string, password: string) =>
    (await world.client().send(SIGN_IN, { input: { email, password } })).login;
  const hashOf = async (id: string): Promise<string | undefined> => {
    const rows = await world.database.query<{ hash: string }>('SELECT password_hash AS hash FROM users WHERE id = $1', [
      id,
    ]);
    return rows[0]?.hash;
  };

  it('are stored as argon2id, and a hash of scrypt becomes one when its owner signs in', async () => {
    const { id, email, password } = await world.people.add('OPERATOR');
    expect(await hashOf(id)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await world.database.run('UPDATE users SET password_hash = $2 WHERE id = $1', [id, SCRYPT_HASH]);
    expect(problems((await signIn(email, password)).errors)).toEqual(['INVALID_INPUT password']);
    expect(await hashOf(id)).toBe(SCRYPT_HASH);
    expect((await signIn(email, 'a long enough password')).errors).toEqual([]);
    expect(await hashOf(id)).toMatch(/^\$argon2id\$/);
    expect((await signIn(email, 'a long enough password')).errors).toEqual([]);
  });

  it('take the same time to refuse, whether there is such a person or not', async () => {
    const { email } = await world.people.add('OPERATOR');
    const timeOf = async (address: string): Promise<number> => {
      const begin = performance.now();
      expect((await signIn(address, 'wrong')).accessToken).toBeNull();
      return performance.now() - begin;
    };
    // In turn, and the shortest of each: what else the machine does makes none shorter.
    const times: [known: number, unknown: number][] = [];
    for (let attempt = 0; attempt < 7; attempt += 1)
      times.push([await timeOf(email), await timeOf('nobody@example.com')]);
    const known = Math.min(...times.map(([time]) => time));
    const unknown = Math.min(...times.map(([, time]) => time));
    expect(unknown).toBeGreaterThan(known / 3);
    expect(known).toBeGreaterThan(unknown / 3);
  });

  it('are changed by their owner with the present one, which ends all other sessions and not this one', async () => {
    const { client, email, password } = await world.people.add('OPERATOR');
    const other = world.client((await signIn(email, password)).accessToken ?? '');
    const change = async (currentPassword: string, newPassword: string) =>
      (await client.send(CHANGE, { input: { currentPassword, newPassword } })).changeOwnPassword;
    expect(problems((await change('wrong', 'another password')).errors)).toEqual(['INVALID_INPUT currentPassword']);
    expect(problems((await change(password, 'short')).errors)).toEqual(['INVALID_INPUT newPassword']);
    expect(problems((await change(password, 'x'.repeat(1_001))).errors)).toEqual(['TOO_LONG newPassword']);
    expect(problems((await change(password, password)).errors)).toEqual(['INVALID_INPUT newPassword']);
    expect((await other.request(WHO)).errors).toEqual([]);
    expect(await change(password, 'another password')).toEqual({ endedSessions: 1, errors: [] });
    expect((await other.request(WHO)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect((await client.request(WHO)).errors).toEqual([]);
    expect(problems((await signIn(email, password)).errors)).toEqual(['INVALID_INPUT password']);
    expect((await signIn(email, 'another password')).errors).toEqual([]);
    for (let guess = 0; guess < 10; guess += 1) await change('wrong', 'a third password');
    expect(problems((await change('another password', 'a third password')).errors)).toEqual([
      'RATE_LIMITED currentPassword',
    ]);
    expect((await signIn(email, 'another password')).errors).toEqual([]); // guesses of who is signed in lock nobody out
  });

  it('are none of those that are tried first, wherever one is chosen', async () => {
    const { client, password } = await world.people.add('OPERATOR');
    for (const newPassword of ['Password123', 'qwertyuiop', '!dragon2024!']) {
      const changed = await client.send(CHANGE, { input: { currentPassword: password, newPassword } });
      expect(changed.changeOwnPassword.errors).toMatchObject([
        { code: 'INVALID_INPUT', reason: 'PASSWORD_LEAKED', path: ['newPassword'] },
      ]);
      const redeemed = await world.client().send(REDEEM, { token: 'none', newPassword });
      expect(redeemed.redeemPasswordReset.errors).toMatchObject([{ reason: 'PASSWORD_LEAKED' }]);
    }
    const fits = await client.send(CHANGE, {
      input: { currentPassword: password, newPassword: 'a dragon over the lake' },
    });
    expect(fits.changeOwnPassword.errors).toEqual([]);
  });

  it('that are lost are set anew with a token of an administrator: once, within an hour, and the latest token alone', async () => {
    const { id, client, email, password } = await world.people.add('OPERATOR');
    const issue = async () => must((await world.admin.send(RESET, { userId: id })).resetUserPassword.token);
    const redeem = async (token: string, newPassword: string) =>
      problems((await world.client().send(REDEEM, { token, newPassword })).redeemPasswordReset.errors);
    const [replaced, token] = [await issue(), await issue()];
    expect((await signIn(email, password)).errors).toEqual([]);
    expect(await redeem(token, 'short')).toEqual(['INVALID_INPUT newPassword']);
    for (const wrong of [replaced, 'nonsense'])
      expect(await redeem(wrong, 'a new password')).toEqual(['INVALID_INPUT token']);
    const stored = JSON.stringify(await world.database.query('SELECT * FROM password_resets'));
    expect(stored).not.toContain(token);
    expect(await redeem(token, 'a new password')).toEqual([]);
    expect(await redeem(token, 'a newer password')).toEqual(['INVALID_INPUT token']);
    expect((await client.request(WHO)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect((await signIn(email, 'a new password')).errors).toEqual([]);

    const late = await issue();
    world.clock.advance(HOUR_MS);
    await world.admin.login(ADMIN.email, ADMIN.password);
    expect(await redeem(late, 'a late password')).toEqual(['INVALID_INPUT token']);
    const last = await issue();
    const { resetUserPassword } = await world.admin.send(RESET, { userId: 'nobody' });
    expect(problems(resetUserPassword.errors)).toEqual(['NOT_FOUND userId']);
    await world.people.deactivate({ id, client, email, password });
    expect(await redeem(last, 'too late')).toEqual(['INVALID_INPUT newPassword']);
    expect(await redeem(last, 'too late by far')).toEqual(['INVALID_INPUT token']);
  });
});
