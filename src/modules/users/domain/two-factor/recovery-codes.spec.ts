import { randomBytes } from 'node:crypto';
import { readCode, recoveryCode, RECOVERY_CODE_BYTES } from './recovery-codes.js';

describe('Recovery codes', () => {
  it('are sixteen letters that nobody mistakes, in four groups', () => {
    expect(recoveryCode(new Uint8Array(RECOVERY_CODE_BYTES))).toBe('0000-0000-0000-0000');
    expect(recoveryCode(new Uint8Array(RECOVERY_CODE_BYTES).fill(255))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ');
    for (let round = 0; round < 100; round += 1) {
      const code = recoveryCode(randomBytes(RECOVERY_CODE_BYTES));
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(readCode(code)).toEqual({ kind: 'RECOVERY', code: code.replaceAll('-', '') });
    }
  });

  it('are read however somebody copies them', () => {
    expect(readCode(' 7kq2 m0xa-9rtz 41bc ')).toEqual({ kind: 'RECOVERY', code: '7KQ2M0XA9RTZ41BC' });
    expect(readCode('7kq2-moxa-9rtz-4ibc')).toEqual({ kind: 'RECOVERY', code: '7KQ2M0XA9RTZ41BC' });
    expect(readCode('123 456')).toEqual({ kind: 'APP', code: '123456' });
    expect(readCode('１２３４５６')).toEqual({ kind: 'APP', code: '123456' });
  });

  it.each(['', '12345', '1234567', 'abcdef', 'U'.repeat(16), 'a'.repeat(15), '💥'.repeat(16)])('are not: %s', (text) =>
    expect(readCode(text)).toBeNull(),
  );
});
