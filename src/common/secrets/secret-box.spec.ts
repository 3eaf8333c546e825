import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { SecretBox, UnreadableSecretError } from './secret-box.js';

const PLACE = 'accounts.app_secret 1';

describe('SecretBox', () => {
  const [old, current] = [randomBytes(32), randomBytes(32)];

  it('opens what it sealed, and seals the same text differently each time', () => {
    const box = new SecretBox(current);
    const [first, second] = [box.seal('Zoë 🌵', PLACE), box.seal('Zoë 🌵', PLACE)];
    expect(first).not.toBe(second);
    expect([box.open(first, PLACE), box.open(second, PLACE)]).toEqual(['Zoë 🌵', 'Zoë 🌵']);
  });

  it('opens with a former key, says that it is stale, and refuses with neither', () => {
    const sealed = new SecretBox(old).seal('secret', PLACE);
    const rotated = new SecretBox(current, [old]);
    expect([rotated.open(sealed, PLACE), rotated.isStale(sealed), rotated.isStale(rotated.seal('x', PLACE))]).toEqual([
      'secret',
      true,
      false,
    ]);
    expect(() => new SecretBox(current).open(sealed, PLACE)).toThrow(/neither SECRET_KEY nor in SECRET_KEYS_OLD/);
  });

  it.each(['accounts.app_secret 2', 'accounts.access_token 1', ''])(
    'refuses at %p what was sealed for another place',
    (place) => {
      const box = new SecretBox(current);
      expect(() => box.open(box.seal('secret', PLACE), place)).toThrow(UnreadableSecretError);
    },
  );

  it('opens what was sealed before there were places, and says that it is stale', () => {
    const cipher = createCipheriv('aes-256-gcm', current, Buffer.alloc(12, 1));
    const bytes = [Buffer.alloc(12, 1), cipher.update('from before'), cipher.final(), cipher.getAuthTag()];
    const id = createHash('sha256').update('parley key id').update(current).digest('hex').slice(0, 8);
    const sealed = `${id}.${Buffer.concat(bytes).toString('base64url')}`;
    const box = new SecretBox(current);
    expect([box.open(sealed, PLACE), box.isStale(sealed)]).toEqual(['from before', true]);
  });

  it('notices every changed byte, and does not take a bound text for one from before', () => {
    const box = new SecretBox(current);
    const [version, id, body] = box.seal('secret', PLACE).split('.') as [string, string, string];
    const bytes = Buffer.from(body, 'base64url');
    for (let place = 0; place < bytes.length; place += 1) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(() => box.open(`${version}.${id}.${changed.toString('base64url')}`, PLACE)).toThrow(UnreadableSecretError);
    }
    for (const text of [`${id}.${body}`, `3.${id}.${body}`, `${version}.${id}.`, '', '.', `${id}.AAAA`])
      expect(() => box.open(text, PLACE)).toThrow(UnreadableSecretError);
  });
});
