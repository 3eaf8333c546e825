/** What `.env.example` and the documentation have shown as an example: everybody knows it. */
export const EXAMPLE_KEY = 'MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=';

const KEY_BYTES = 32;
/** Of 32 random bytes some 30 differ; fewer than these never happens by chance (10^-15). */
const MIN_DIFFERENT_BYTES = 16;
const HOW_TO_MAKE = 'make one with openssl rand -base64 32';

/** @throws Error saying what is wrong with the text */
export function readKey(text: string): Buffer {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) {
    throw new Error(
      `has characters that are not base64; former versions passed over them. Leave them out, or ${HOW_TO_MAKE}`,
    );
  }
  const key = Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES)
    throw new Error(`must be ${KEY_BYTES} bytes in base64, and is ${key.length}: ${HOW_TO_MAKE}`);
  return key;
}

/** Why somebody could guess the key; null: it looks random. Ends a sentence that begins with the setting's name. */
export function weaknessOf(key: Buffer): string | null {
  const reason = reasonOf([...key], key);
  return reason === null
    ? null
    : `${reason}: ${HOW_TO_MAKE}. To go on reading what it has encrypted, put it into SECRET_KEYS_OLD.`;
}

function reasonOf(bytes: number[], key: Buffer): string | null {
  if (key.equals(Buffer.from(EXAMPLE_KEY, 'base64'))) return 'is the example of .env.example, which everybody knows';
  if (new Set(bytes).size === 1) return `consists of one byte, ${KEY_BYTES} times`;
  const steps = new Set(bytes.slice(1).map((byte, index) => (byte - (bytes[index] ?? 0) + 256) % 256));
  if (steps.size === 1) return 'counts up or down';
  if (new Set(bytes).size < MIN_DIFFERENT_BYTES) return 'repeats itself';
  if (bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) return 'is a text, and no random bytes';
  if (key.subarray(0, KEY_BYTES / 2).equals(key.subarray(KEY_BYTES / 2))) return 'repeats itself';
  return null;
}
