import { metaJson, metaSignature } from '../../src/simulator/webhooks/webhook-sender.js';
import { candidateAccountIds, isSignedBy } from '../../src/whatsapp/webhooks/signature.js';

describe('The signature', () => {
  const body = Buffer.from(metaJson({ entry: [{ id: '102290129340398' }], name: 'Zoë 🌵 محمد', url: 'https://x/y' }));

  it('is over the bytes as Meta writes them, escapes and all', () => {
    expect(body.toString()).toContain('Zo\\u00eb \\ud83c\\udf35');
    expect(body.toString()).toContain('https:\\/\\/x\\/y');
    const signature = metaSignature(body.toString(), 'secret');
    expect(isSignedBy(body, signature, 'secret')).toBe(true);
    expect(isSignedBy(Buffer.from(JSON.stringify(JSON.parse(body.toString()))), signature, 'secret')).toBe(false);
  });

  it.each(['', 'sha256=', 'sha1=abc', 'sha256=' + '0'.repeat(64), 'sha256=' + '0'.repeat(65), 'ü'])(
    'is not %p',
    (signature) => expect(isSignedBy(body, signature, 'secret')).toBe(false),
  );

  it('is checked for the accounts that the raw body speaks of', () => {
    expect([...candidateAccountIds(body)]).toEqual(['102290129340398']);
    expect([...candidateAccountIds(Buffer.from('{"waba_info":{"waba_id" : "42"},"id":"wamid.x"}'))]).toEqual(['42']);
  });
});
