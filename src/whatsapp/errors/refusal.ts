/** Refusal of Meta: what it answered, whole, and what to do about it. */
export interface Refusal {
  code: number;
  subcode: number | null;
  title: string | null;
  message: string;
  details: string | null;
  traceId: string | null;
  handling: 'RETRY_LATER' | 'FIX_INPUT' | 'FIX_ACCOUNT' | 'STOP_RECIPIENT' | 'AMBIGUOUS';
  advice: string;
}

declare module '../../common/errors/domain-error.js' {
  interface Problem {
    /** For META_REFUSED. */
    refusal?: Refusal;
  }
}
