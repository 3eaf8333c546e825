import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../common/errors/domain-error.js';
import type { ClientAddress } from '../../../common/http/client-address.js';
import type { RateLimit } from '../../../common/rate-limits/rate-limit.js';
import { isRateLimited, rateLimited } from '../../../common/rate-limits/rate-limited.js';
import { RateLimits } from '../../../common/rate-limits/rate-limits.js';
import {
  delayAfter,
  GUESS_WINDOW_SECONDS,
  KNOWN_PLACE_SECONDS,
  MAX_GUESSES_FROM_ADDRESS,
  MAX_GUESSES_OF_ACCOUNT,
  MAX_GUESSES_OF_ACCOUNT_FROM_PLACE,
} from '../domain/guess-limits.js';

/** Try of a secret that may be a guess. */
export interface Guess {
  /** What is tried: `login`, `changePassword` …. Each has counts of its own. */
  purpose: string;
  /** Whose secret: an e-mail in any case, or a user's id. Stored as a hash. */
  account: string;
  client: ClientAddress;
  /** Where in the input a refusal points to. */
  path: string[];
}

interface Keys {
  pair: string;
  account: string;
  address: string;
}

const TOO_MANY = 'Too many wrong passwords.';

/**
 * Guard of whatever checks a secret that people choose. A guess is counted before it is tried and given back when it was
 * right, so that any number at once are no more than the limit: by account and place, by address, by account. No count
 * locks out somebody who has signed in from their place before, but their own (decision 28).
 */
@Injectable()
export class GuessGuard {
  private readonly pairs: RateLimit;
  private readonly accounts: RateLimit;
  private readonly delays: RateLimit;
  private readonly addresses: RateLimit;
  private readonly knownPlaces: RateLimit;

  constructor(limits: RateLimits) {
    const window = { windowSeconds: GUESS_WINDOW_SECONDS, isKept: true };
    this.pairs = limits.limit({ name: 'guess-pair', points: MAX_GUESSES_OF_ACCOUNT_FROM_PLACE, ...window });
    this.accounts = limits.limit({ name: 'guess-account', points: MAX_GUESSES_OF_ACCOUNT, ...window });
    this.addresses = limits.limit({ name: 'guess-address', points: MAX_GUESSES_FROM_ADDRESS, ...window });
    this.delays = limits.limit({ name: 'guess-delay', points: 1, windowSeconds: 1, isKept: true });
    this.knownPlaces = limits.limit({
      name: 'known-place',
      points: 1,
      windowSeconds: KNOWN_PLACE_SECONDS,
      isKept: true,
    });
  }

  /**
   * Runs `check`, which hashes what was given and throws a DomainError when it is wrong. To be called outside a
   * transaction, so that a guess stays counted when everything else is rolled back.
   * @throws DomainError (RATE_LIMITED with retryAfterSeconds) without a check; or whatever `check` throws
   */
  async attempt<T>(guess: Guess, check: () => Promise<T>): Promise<T> {
    const keys = keysOf(guess);
    const isKnown = await this.knownPlaces.isMarked(keys.pair);
    await this.count(keys, isKnown, guess.path);
    let result: T;
    try {
      result = await check();
    } catch (error) {
      if (isWrongGuess(error)) throw error;
      await this.giveBack(keys, isKnown);
      await this.pairs.giveBack(keys.pair);
      throw error;
    }
    await this.giveBack(keys, isKnown);
    await this.pairs.forget(keys.pair);
    await this.knownPlaces.mark(keys.pair, KNOWN_PLACE_SECONDS);
    return result;
  }

  private async count(keys: Keys, isKnown: boolean, path: string[]): Promise<void> {
    const pair = await this.pairs.use(keys.pair);
    if (pair.isExceeded) throw rateLimited(TOO_MANY, pair.secondsLeft, path);
    if (isKnown) return;
    const address = await this.addresses.use(keys.address);
    if (address.isExceeded) throw rateLimited(TOO_MANY, address.secondsLeft, path);
    const { used } = await this.accounts.use(keys.account);
    const delay = delayAfter(used);
    if (delay === 0) return;
    const turn = await this.delays.use(keys.account, 1, delay);
    if (turn.isExceeded) throw rateLimited(TOO_MANY, turn.secondsLeft, path);
  }

  private async giveBack({ address, account }: Keys, isKnown: boolean): Promise<void> {
    if (isKnown) return;
    await this.addresses.giveBack(address);
    await this.accounts.giveBack(account);
  }
}

/** A refusal of the check itself; one for want of a turn to hash, or an error of ours, was no guess. */
function isWrongGuess(error: unknown): boolean {
  return error instanceof DomainError && !isRateLimited(error);
}

function keysOf({ purpose, account, client: { address, claimed } }: Guess): Keys {
  const whose = [purpose, account.normalize('NFKC').toLowerCase()];
  return {
    // Behind a proxy that nobody named, clients are told apart by what it says of them.
    pair: hashOf([...whose, address, claimed ?? '']),
    account: hashOf(whose),
    address: hashOf([purpose, address]),
  };
}

function hashOf(parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
