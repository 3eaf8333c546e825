import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Of texts that are sealed for their place. Those without it are from before there were places. */
const BOUND = '2';

/** Unreadable secret: its key is gone, it was changed, or it was sealed for another place. */
export class UnreadableSecretError extends Error {
  override readonly name = 'UnreadableSecretError';
}

/**
 * Encrypts secrets at rest (AES-256-GCM). A sealed text names its key, `2.<key id>.<base64url>`, so that keys can be
 * rotated: the first key seals, all of them open. It opens only in its place, such as `accounts.app_secret <id>`: moved to
 * another row or column it is refused.
 */
export class SecretBox {
  private readonly keys: Map<string, Buffer>;
  private readonly sealingKeyId: string;

  constructor(current: Buffer, former: Buffer[] = []) {
    this.keys = new Map([...former, current].map((key) => [keyId(key), key]));
    this.sealingKeyId = keyId(current);
  }

  /** Seals a secret for its place. */
  seal(secret: string, place: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.keyNamed(this.sealingKeyId), nonce);
    cipher.setAAD(Buffer.from(place));
    const encrypted = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    const bytes = Buffer.concat([nonce, encrypted, cipher.getAuthTag()]);
    return `${BOUND}.${this.sealingKeyId}.${bytes.toString('base64url')}`;
  }

  /** Opens what was sealed for this place, or before there were places. @throws UnreadableSecretError */
  open(sealed: string, place: string): string {
    const parts = sealed.split('.');
    const isBound = parts.length === 3 && parts[0] === BOUND;
    const [id = '', body = ''] = isBound ? parts.slice(1) : parts;
    const bytes = Buffer.from(body, 'base64url');
    try {
      const key = this.keyNamed(id);
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
      if (isBound) decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
      return text.toString('utf8');
    } catch (error) {
      if (error instanceof UnreadableSecretError) throw error;
      throw new UnreadableSecretError(`The secret ${place} was changed, or sealed for another place.`);
    }
  }

  /** Whether it was sealed with a former key, or for no place, and should be sealed anew. */
  isStale(sealed: string): boolean {
    return !sealed.startsWith(`${BOUND}.${this.sealingKeyId}.`);
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
      throw new UnreadableSecretError(
        `A secret was encrypted with a key (${id}) that is neither SECRET_KEY nor in SECRET_KEYS_OLD.`,
      );
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
