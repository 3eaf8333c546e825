import { ECDH } from 'node:crypto';

/** Whether this is the public key of a browser's push subscription: a point of P-256, uncompressed, in base64url. Nothing can be encrypted for others. */
export function isP256dh(text: string): boolean {
  if (!isOfLength(text, 65)) return false;
  try {
    ECDH.convertKey(Buffer.from(text, 'base64url'), 'prime256v1');
    return true;
  } catch {
    return false;
  }
}

/** Whether this is the secret of a browser's push subscription: 16 bytes in base64url. */
export function isAuth(text: string): boolean {
  return isOfLength(text, 16);
}

function isOfLength(text: string, bytes: number): boolean {
  return /^[\w-]+=*$/.test(text) && Buffer.from(text, 'base64url').length === bytes;
}
