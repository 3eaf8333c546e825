/** Codes with which the process ends, beside 0 (ended as asked). docs/operations.md explains them. */
export const EXIT_CODES = {
  /** It could not start, or cannot go on: a sentence on stderr says why. */
  FAILED: 1,
  /** A command was given other arguments than it takes. */
  MISUSED: 2,
  /** Asked to end, it was not done after SHUTDOWN_TIMEOUT_SECONDS. */
  TIMED_OUT: 124,
  /** Asked a second time, it ended at once. */
  INTERRUPTED: { SIGINT: 130, SIGTERM: 143 },
} as const;
