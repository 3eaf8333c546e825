import { signatureOf } from '../../whatsapp/webhooks/signature.js';
import { SignatureCheck, StrangerLimit } from './signature-check.js';

const secrets = Array.from({ length: 200 }, (_value, index) => `secret ${index}`);
const foundIn = (body: Buffer, signer: string): number => {
  const check = new SignatureCheck(body, signatureOf(body, signer));
  return secrets.findIndex((secret) => check.isSignedBy(secret));
};

describe('The check of a signature', () => {
  it('finds the secret of a small body among any', () => {
    expect(foundIn(Buffer.alloc(8 * 1024), 'secret 199')).toBe(199);
  });

  it('tries a few for a large one, which honest senders need no more of', () => {
    expect(foundIn(Buffer.alloc(3 * 1024 * 1024), 'secret 7')).toBe(7);
    expect(foundIn(Buffer.alloc(3 * 1024 * 1024), 'secret 8')).toBe(-1);
  });

  it('does not hash for the same secret twice', () => {
    const body = Buffer.alloc(3 * 1024 * 1024);
    const check = new SignatureCheck(body, signatureOf(body, 'right'));
    for (let time = 0; time < 20; time += 1) expect(check.isSignedBy('wrong')).toBe(false);
    expect(check.isSignedBy('right')).toBe(true);
  });
});

describe('The limit of strangers', () => {
  it('lets some through a second, and some the next', () => {
    let now = 1_000;
    const limit = new StrangerLimit(() => now);
    const tries = () => Array.from({ length: 30 }, () => limit.mayTry()).filter(Boolean).length;
    expect(tries()).toBe(20);
    now += 1_000;
    expect(tries()).toBe(20);
  });
});
