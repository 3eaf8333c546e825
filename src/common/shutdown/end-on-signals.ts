import { EXIT_CODES } from './exit-codes.js';

/** A terminal, npm and `timeout` tell the whole group of processes and each of them: that is one request. */
const SAME_REQUEST_MS = 500;

type EndSignal = keyof typeof EXIT_CODES.INTERRUPTED;

/**
 * Ends the process when it is asked to (SIGTERM, SIGINT): with 0 once `close` has resolved, with 124 when that takes
 * longer than `timeoutSeconds`, at once at the second signal.
 */
export function endOnSignals(close: () => Promise<void>, timeoutSeconds: number): void {
  let askedAt: number | null = null;
  for (const signal of Object.keys(EXIT_CODES.INTERRUPTED) as EndSignal[]) {
    process.on(signal, () => {
      if (askedAt !== null) {
        if (performance.now() - askedAt < SAME_REQUEST_MS) return;
        endWith(EXIT_CODES.INTERRUPTED[signal], `${signal} again: Parley ends at once.`);
      }
      askedAt = performance.now();
      setTimeout(() => endWith(EXIT_CODES.TIMED_OUT, tooLate(timeoutSeconds)), timeoutSeconds * 1000);
      close().then(
        () => process.exit(0),
        (error: unknown) => endWith(EXIT_CODES.FAILED, `Parley could not end in order: ${(error as Error).message}`),
      );
    });
  }
}

/** Ends the process at once, with a sentence on stderr. */
export function endWith(code: number, sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}

function tooLate(timeoutSeconds: number): string {
  return `Parley was not done after ${timeoutSeconds} seconds (SHUTDOWN_TIMEOUT_SECONDS) and ends all the same. Nothing acknowledged is lost; what was being sent is found again at the next start, as UNCONFIRMED where nobody can know.`;
}
