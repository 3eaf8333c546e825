import { createHash, randomBytes } from 'node:crypto';

const API_KEY_PREFIX = 'pk_';

/** A random token that its holder shows; only its hash is stored. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function newApiKeySecret(): string {
  return `${API_KEY_PREFIX}${newToken()}`;
}

export function isApiKey(token: string): boolean {
  return token.startsWith(API_KEY_PREFIX);
}

/** SHA-256 is enough: a token has 256 random bits, there is nothing to guess. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
