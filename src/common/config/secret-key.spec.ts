import { randomBytes } from 'node:crypto';
import { EXAMPLE_KEY, readKey, weaknessOf } from './secret-key.js';

describe('A secret key', () => {
  it.each([
    ['the example', Buffer.from(EXAMPLE_KEY, 'base64'), 'is the example'],
    ['zeros', Buffer.alloc(32), 'consists of one byte'],
    ['one byte repeated', Buffer.alloc(32, 0xab), 'consists of one byte'],
    ['a sequence', Buffer.from(Array.from({ length: 32 }, (_, index) => index)), 'counts up or down'],
    ['a sequence down', Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - 3 * index)), 'counts up or down'],
    ['a short pattern', Buffer.from('deadbeef'.repeat(8), 'hex'), 'repeats itself'],
    ['a half, twice', Buffer.from('00112233445566778899aabbccddeeff'.repeat(2), 'hex'), 'repeats itself'],
    ['a password', Buffer.from('Correct-Horse-Battery-Staple-42!'), 'is a text'],
  ])('is weak when it is %s', (_, key, reason) => expect(weaknessOf(key)).toMatch(reason));

  it('is not weak when it is random', () => {
    for (let round = 0; round < 1_000; round += 1) expect(weaknessOf(randomBytes(32))).toBeNull();
  });

  it('is read from base64, with the alphabet of addresses too', () => {
    const key = randomBytes(32);
    expect(readKey(key.toString('base64'))).toEqual(key);
    expect(readKey(key.toString('base64url'))).toEqual(key);
  });

  it.each([
    ['garbage within it', `${'A'.repeat(20)} *!${'A'.repeat(23)}=`, 'characters that are not base64'],
    ['too few bytes', randomBytes(16).toString('base64'), 'must be 32 bytes in base64, and is 16'],
    ['hexadecimal digits', randomBytes(32).toString('hex'), 'must be 32 bytes in base64, and is 48'],
  ])('is refused with %s, and not told', (_, text, reason) => {
    expect(() => readKey(text)).toThrow(reason);
    expect(() => readKey(text)).not.toThrow(text);
  });
});
