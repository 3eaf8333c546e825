import { randomBytes } from 'node:crypto';
import { SecretBox } from './secret-box.js';

describe('SecretBox', () => {
  const [old, current] = [randomBytes(32), randomBytes(32)];

  it('opens what it sealed, and seals the same text differently each time', () => {
    const box = new SecretBox(current);
    const [first, second] = [box.seal('Zoë 🌵'), box.seal('Zoë 🌵')];
    expect(first).not.toBe(second);
    expect([box.open(first), box.open(second)]).toEqual(['Zoë 🌵', 'Zoë 🌵']);
  });

  it('opens with a former key, says that it is stale, and refuses with neither', () => {
    const sealed = new SecretBox(old).seal('secret');
    const rotated = new SecretBox(current, [old]);
    expect([rotated.open(sealed), rotated.isStale(sealed), rotated.isStale(rotated.seal('x'))]).toEqual([
      'secret',
      true,
      false,
    ]);
    expect(() => new SecretBox(current).open(sealed)).toThrow(/neither SECRET_KEY nor in SECRET_KEYS_OLD/);
  });

  it('notices every changed byte', () => {
    const box = new SecretBox(current);
    const [id, body] = box.seal('secret').split('.') as [string, string];
    const bytes = Buffer.from(body, 'base64url');
    for (let place = 0; place < bytes.length; place += 1) {
      const changed = Buffer.from(bytes);
      changed[place]! ^= 1;
      expect(() => box.open(`${id}.${changed.toString('base64url')}`)).toThrow();
    }
  });
});
