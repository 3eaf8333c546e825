import { onSavedElsewhere, readSaved, save } from '../parts/state/saved';
import { Store } from '../parts/state/store';

/** A pair of tokens, the same for all tabs. */
export interface Tokens {
  accessToken: string;
  refreshToken: string;
  /** When the access token ends, in ms since 1970. */
  expiresAt: number;
}

/** Why somebody who was signed in is not any more. */
export type SignedOutReason = 'ENDED' | 'SIGNED_OUT_ELSEWHERE';

interface SignedOut {
  tokens: null;
  reason: SignedOutReason | null;
}
export type SessionState = SignedOut | { tokens: Tokens; reason: null };

const KEY = 'session';

export const session = new Store<SessionState>(stateOf(savedTokens(), null));

onSavedElsewhere(KEY, () => {
  const tokens = savedTokens();
  const wasSignedIn = session.get().tokens !== null;
  session.set(stateOf(tokens, tokens === null && wasSignedIn ? 'SIGNED_OUT_ELSEWHERE' : session.get().reason));
});

/** The latest of all tabs. */
export function currentTokens(): Tokens | null {
  return session.get().tokens;
}

export function keepTokens(tokens: Tokens): void {
  save(KEY, tokens);
  session.set(stateOf(tokens, null));
}

export function forgetTokens(reason: SignedOutReason | null): void {
  save(KEY, null);
  session.set(stateOf(null, reason));
}

/** Another tab may have written them a moment ago, before its event came. */
export function savedTokens(): Tokens | null {
  const saved = readSaved(KEY) as Partial<Tokens> | null;
  if (typeof saved?.accessToken !== 'string' || typeof saved.refreshToken !== 'string') return null;
  return { accessToken: saved.accessToken, refreshToken: saved.refreshToken, expiresAt: saved.expiresAt ?? 0 };
}

function stateOf(tokens: Tokens | null, reason: SignedOutReason | null): SessionState {
  return tokens === null ? { tokens, reason } : { tokens, reason: null };
}
