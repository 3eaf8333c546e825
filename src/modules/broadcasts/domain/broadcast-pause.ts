import type { MetaError } from '../../../whatsapp/errors/meta-error.js';

export interface BroadcastPause {
  /** False: it waits until somebody resumes it. */
  resumesByItself: boolean;
  /** How long the first pause lasts; 0 where it does not end by itself. */
  delayMs: number;
}

/**
 * The pause of a broadcast after Meta has refused one of its messages; null: the broadcast goes on. Whoever resumes a
 * broadcast by itself looks at its template too: only an approved one is sent.
 */
export function broadcastPause({ scope, resume }: MetaError): BroadcastPause | null {
  switch (scope) {
    case 'NUMBER':
    case 'TEMPLATE':
      return 'afterSeconds' in resume
        ? { resumesByItself: true, delayMs: resume.afterSeconds * 1_000 }
        : { resumesByItself: false, delayMs: 0 };
    case 'TOKEN':
    case 'ACCOUNT': // nothing of the account is claimed meanwhile
    case 'RECIPIENT':
    case 'MESSAGE':
      return null;
  }
}
