import { scrypt, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { HashingQueue } from './hashing-queue.js';

/** Work factors of argon2id (OWASP's first choice): 19 MiB, two passes, one lane; some 25 ms a password. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** How a hash begins that was made with them; the library's version and variant are the defaults (0x13, argon2id). */
const CURRENT = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`;
/** Hashes from before argon2: `scrypt$N$r$p$salt$key`. */
const SCRYPT = 'scrypt$';
const SCRYPT_MEMORY_BYTES = 64 * 1024 * 1024;

/** Hashes of passwords: argon2id in PHC form. Those of scrypt are still verified; whoever signs in gets a new one. */
@Injectable()
export class PasswordHasher {
  private readonly queue = new HashingQueue();

  /** @throws DomainError (RATE_LIMITED) while too many hashes are waited for; so do the others */
  async hash(password: string): Promise<string> {
    return this.queue.run(() => hash(canonical(password), COST));
  }

  async matches(password: string, passwordHash: string): Promise<boolean> {
    return this.queue.run(() =>
      passwordHash.startsWith(SCRYPT)
        ? matchesScrypt(canonical(password), passwordHash)
        : verify(passwordHash, canonical(password)),
    );
  }

  /** Takes as long as a real check: an unknown e-mail must not answer faster than a wrong password. */
  async spendCheck(password: string): Promise<void> {
    await this.hash(password);
  }

  /** Whether the hash was made in another way than new ones are. */
  isStale(passwordHash: string): boolean {
    return !passwordHash.startsWith(CURRENT);
  }
}

/** One password, however a keyboard composes its accents. */
function canonical(password: string): string {
  return password.normalize('NFKC');
}

function matchesScrypt(password: string, passwordHash: string): Promise<boolean> {
  const [, N, r, p, salt, key] = passwordHash.split('$');
  const expected = Buffer.from(key ?? '', 'base64url');
  const options = { N: Number(N), r: Number(r), p: Number(p), maxmem: SCRYPT_MEMORY_BYTES };
  return new Promise((resolve, reject) => {
    scrypt(password, Buffer.from(salt ?? '', 'base64url'), expected.length, options, (error, actual) =>
      error ? reject(error) : resolve(expected.length > 0 && timingSafeEqual(actual, expected)),
    );
  });
}
