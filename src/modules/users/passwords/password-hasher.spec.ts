import { PasswordHasher } from './password-hasher.js';

/** Made by the version before argon2, of `a long enough password`. */
const SCRYPT_HASH = 'scrypt$32768$8$1$AAAAAAAAAAAAAAAAAAAAAA$GA0uxUc9ZJNWBZzZfpl8gKomI9aEn4TaQbR2dgMNq_c';

describe('Passwords', () => {
  const hasher = new PasswordHasher();

  it('are hashed by argon2id with 19 MiB, two passes and one lane, each with a salt of its own', async () => {
    const [one, two] = [await hasher.hash('a long enough password'), await hasher.hash('a long enough password')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
    expect(hasher.isStale(one)).toBe(false);
  });

  it('match their hash and no other, however their accents were typed, to the last character', async () => {
    const long = 'ü'.repeat(1_000);
    const passwordHash = await hasher.hash(long);
    expect(await hasher.matches(long.normalize('NFD'), passwordHash)).toBe(true);
    expect(await hasher.matches(`${long.slice(0, -1)}u`, passwordHash)).toBe(false);
    expect(await hasher.matches('', passwordHash)).toBe(false);
  });

  it('still match a hash of scrypt, which is to be renewed', async () => {
    expect(await hasher.matches('a long enough password', SCRYPT_HASH)).toBe(true);
    expect(await hasher.matches('another password', SCRYPT_HASH)).toBe(false);
    expect(hasher.isStale(SCRYPT_HASH)).toBe(true);
  });

  it('are to be renewed where argon2 was told to work less', () => {
    expect(hasher.isStale('$argon2id$v=19$m=4096,t=2,p=1$c29tZXNhbHQ$aGFzaA')).toBe(true);
  });
});
