/** What this needs cannot be reached at the moment: nothing has FAILED, and the same will work later. The message says why, for the log. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}
