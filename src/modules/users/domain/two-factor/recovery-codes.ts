/** Codes that one has at a time. */
export const RECOVERY_CODE_COUNT = 10;
/** Bytes of a code: 80 random bits, which nobody guesses, so that a fast hash is enough. */
export const RECOVERY_CODE_BYTES = 10;

/** Crockford's alphabet: nothing in it is taken for something else when it is copied from paper. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BITS = 5;

/** A recovery code of random bytes, as it is shown: `7KQ2-M0XA-9RTZ-41BC`. */
export function recoveryCode(bytes: Uint8Array): string {
  let bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  let code = '';
  for (; bits.length >= BITS; bits = bits.slice(BITS)) code += ALPHABET[parseInt(bits.slice(0, BITS), 2)];
  return code.match(/.{4}/g)?.join('-') ?? code;
}

/** What somebody typed: a code of the app, or a recovery code, however it is written; null: neither. */
export function readCode(text: string): { kind: 'APP' | 'RECOVERY'; code: string } | null {
  const plain = text.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase();
  if (/^\d{6}$/.test(plain)) return { kind: 'APP', code: plain };
  const code = plain.replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return code.length === 16 && [...code].every((letter) => ALPHABET.includes(letter))
    ? { kind: 'RECOVERY', code }
    : null;
}
