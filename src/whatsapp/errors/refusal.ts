import type { ErrorHandling } from './meta-error.js';

/** An error of Meta as it answered or reported it, with what its row of the catalogue says. Stored as JSON with messages. */
export interface Refusal {
  code: number;
  subcode: number | null;
  title: string | null;
  message: string;
  details: string | null;
  traceId: string | null;
  handling: ErrorHandling;
  advice: string;
}

declare module '../../common/errors/domain-error.js' {
  interface Problem {
    /** For META_REFUSED. */
    refusal?: Refusal;
  }
}
