/** One thing that is wrong, with the place in the input. */
export interface Problem {
  code: string;
  /** Finer than the code, to say it in other words: docs/refusals.md has all. Null of what was stored before there were reasons. */
  reason?: string | null;
  /** What the sentence of the reason names, texts and numbers by name. */
  values?: unknown;
  message: string;
  path?: readonly string[] | null;
}

/**
 * Answer of the server that is no data: `code` is what a program looks at (RATE_LIMITED, UNAUTHENTICATED …), `message` is
 * fit to be shown, `problems` says what is wrong where, `retryAfterSeconds` when to ask again.
 */
export class ParleyError extends Error {
  override readonly name = 'ParleyError';

  constructor(
    readonly code: string,
    message: string,
    readonly problems: readonly Problem[] = [],
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
  }
}
