import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts secrets at rest (AES-256-GCM). A sealed text names its key, `<key id>.<base64url>`, so that keys can be
 * rotated: the first key seals, all of them open.
 */
export class SecretBox {
  private readonly keys: Map<string, Buffer>;
  private readonly sealingKeyId: string;

  constructor(current: Buffer, former: Buffer[] = []) {
    this.keys = new Map([...former, current].map((key) => [keyId(key), key]));
    this.sealingKeyId = keyId(current);
  }

  seal(secret: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.keyNamed(this.sealingKeyId), nonce);
    const encrypted = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return `${this.sealingKeyId}.${Buffer.concat([nonce, encrypted, cipher.getAuthTag()]).toString('base64url')}`;
  }

  /** @throws Error when the key is gone or the text was changed */
  open(sealed: string): string {
    const [id, body] = sealed.split('.');
    const bytes = Buffer.from(body ?? '', 'base64url');
    const decipher = createDecipheriv(ALGORITHM, this.keyNamed(id ?? ''), bytes.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
  }

  /** Whether the key that sealed it is known here. */
  canOpen(sealed: string): boolean {
    return this.keys.has(sealed.split('.', 1)[0] ?? '');
  }

  /** Whether it was sealed with a former key and should be sealed anew. */
  isStale(sealed: string): boolean {
    return !sealed.startsWith(`${this.sealingKeyId}.`);
  }

  /** A signature of the text, in base64url. */
  sign(text: string): string {
    return signature(this.keyNamed(this.sealingKeyId), text);
  }

  /** Whether the text was signed here, also with a former key. */
  isSigned(text: string, given: string): boolean {
    return [...this.keys.values()].some((key) => {
      const expected = Buffer.from(signature(key, text));
      const actual = Buffer.from(given);
      return actual.length === expected.length && timingSafeEqual(actual, expected);
    });
  }

  private keyNamed(id: string): Buffer {
    const key = this.keys.get(id);
    if (key === undefined) {
      throw new Error(`A secret was encrypted with a key (${id}) that is neither SECRET_KEY nor in SECRET_KEYS_OLD.`);
    }
    return key;
  }
}

function signature(key: Buffer, text: string): string {
  const signingKey = createHmac('sha256', key).update('parley signatures').digest();
  return createHmac('sha256', signingKey).update(text).digest('base64url');
}

function keyId(key: Buffer): string {
  return createHash('sha256').update('parley key id').update(key).digest('hex').slice(0, 8);
}
