/** Wrong guesses of one account from one place that are tried within the window; then none, until it ends. */
export const MAX_GUESSES_OF_ACCOUNT_FROM_PLACE = 10;
/** Wrong guesses of one account from all places that are new to it; then one at a time, with a growing delay. */
export const MAX_GUESSES_OF_ACCOUNT = 30;
/** Wrong guesses from one address, whatever the account; then none of accounts to which the address is new. */
export const MAX_GUESSES_FROM_ADDRESS = 100;
export const GUESS_WINDOW_SECONDS = 15 * 60;
/** For how long a place from which somebody signed in is known to be good for that account. */
export const KNOWN_PLACE_SECONDS = 14 * 24 * 60 * 60;

const MAX_DELAY_SECONDS = 60;

/** Seconds between guesses of an account of which so many were wrong: 0 up to the limit, then 1, 2, 4 … 60. */
export function delayAfter(guesses: number): number {
  const tooMany = guesses - MAX_GUESSES_OF_ACCOUNT;
  return tooMany <= 0 ? 0 : Math.min(2 ** (tooMany - 1), MAX_DELAY_SECONDS);
}
