import type { MetaError } from '../../../whatsapp/errors/meta-error.js';

/** What pauses a broadcast. */
export type BroadcastPauseKind = 'BY_HAND' | 'TEMPLATE_NOT_APPROVED' | 'REFUSED' | 'REFUSED_REPEATEDLY';

export interface BroadcastPause {
  /** False: it waits until somebody resumes it. */
  resumesByItself: boolean;
  /** How long the first pause lasts; 0 where it does not end by itself. Each one soon after another is twice as long. */
  delayMs: number;
  /** Why, beyond what the refusal says; null where the scope says enough. */
  why: string | null;
}

/** The longest pause that ends by itself. */
export const MAX_PAUSE_MS = 3_600_000;
/** First pause after equal refusals in a row. */
const BRAKE_MS = 60_000;

/**
 * The pause of a broadcast after Meta has refused one of its messages; null: the broadcast goes on. Whoever resumes a
 * broadcast by itself looks at its template too: only an approved one is sent.
 */
export function broadcastPause({ scope, resume }: MetaError): BroadcastPause | null {
  switch (scope) {
    case 'NUMBER':
    case 'TEMPLATE':
      return 'afterSeconds' in resume
        ? { resumesByItself: true, delayMs: resume.afterSeconds * 1_000, why: null }
        : resume.by === 'TRIAL' // nothing of the number is claimed meanwhile
          ? null
          : { resumesByItself: false, delayMs: 0, why: null };
    case 'TOKEN':
    case 'ACCOUNT': // nothing of the account is claimed meanwhile
    case 'RECIPIENT':
    case 'MESSAGE':
      return null;
  }
}

/** The pause of a broadcast of which so many messages in a row met the same refusal: then one message is tried. */
export function brakePause(inARow: number): BroadcastPause {
  const many = inARow === 1 ? 'Meta still refuses what is sent.' : `${inARow} messages in a row met the same refusal.`;
  const why = `${many} One more is tried by itself after a while; mend it and resume, or cancel what is left.`;
  return { resumesByItself: true, delayMs: BRAKE_MS, why };
}
