import { createECDH, randomBytes } from 'node:crypto';
import { isAuth, isP256dh } from './subscription-keys.js';

const point = createECDH('prime256v1').generateKeys();

describe('Keys of a push subscription', () => {
  it('are a point of P-256 and 16 bytes', () => {
    expect(isP256dh(point.toString('base64url'))).toBe(true);
    expect(isAuth(randomBytes(16).toString('base64url'))).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['another length', point.subarray(1).toString('base64url')],
    ['no point of the curve', Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString('base64url')],
    ['another alphabet', `${point.toString('base64url').slice(0, -2)}+/`],
    ['a compressed point', createECDH('prime256v1').generateKeys('base64', 'compressed')],
  ])('are not %s', (_what, text) => {
    expect(isP256dh(text)).toBe(false);
  });

  it('hold a secret of 16 bytes and no other', () => {
    expect(isAuth(randomBytes(15).toString('base64url'))).toBe(false);
    expect(isAuth('')).toBe(false);
  });
});
