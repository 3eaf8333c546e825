import { graphql } from '../graphql/graphql';
import { ask, type Refusal } from '../graphql/ask';
import { oneTabAtATime } from './one-tab-at-a-time';
import { currentTokens, forgetTokens, keepTokens, savedTokens, type Tokens } from './tokens';

const LOGIN = graphql(`
  mutation Login($input: LoginInput!) {
    login(input: $input) {
      accessToken
      refreshToken
      expiresAt
      recoveryCodes
      errors {
        code
        message
        reason
        values
        path
        ... on RateLimitedError {
          retryAfterSeconds
        }
      }
    }
  }
`);
const REDEEM = graphql(`
  mutation RedeemSignIn {
    redeemSignIn {
      accessToken
      refreshToken
      expiresAt
      errors {
        code
        message
        reason
        values
      }
    }
  }
`);
const REFRESH = graphql(`
  mutation RefreshSession($input: RefreshSessionInput!) {
    refreshSession(input: $input) {
      accessToken
      refreshToken
      expiresAt
      errors {
        code
      }
    }
  }
`);
const LOGOUT = graphql(`
  mutation Logout {
    logout {
      errors {
        code
      }
    }
  }
`);
/** Refreshed before it ends, so that nothing is refused meanwhile. */
const MARGIN_MS = 60_000;

interface Pair {
  accessToken: string | null;
  refreshToken: string | null;
  expiresAt: string | null;
}

/** What somebody signs in with. */
export interface Credentials {
  email: string;
  password: string;
  /** Of their second factor. */
  code?: string;
}

/** Outcome of a sign-in: what was wrong; or the recovery codes of a new second factor, to be seen before `enter`; or neither: signed in. */
export interface SignInOutcome {
  refusal: Refusal | null;
  recoveryCodes: readonly string[] | null;
  enter: () => void;
}

/** @throws AskFailure */
export async function signIn(credentials: Credentials): Promise<SignInOutcome> {
  const { login } = await ask(LOGIN, { input: credentials });
  const tokens = tokensOf(login);
  const { recoveryCodes } = login;
  const enter = (): void => {
    if (tokens !== null) keepTokens(tokens);
  };
  if (recoveryCodes === null) enter();
  return { refusal: tokens === null ? (login.errors[0] ?? null) : null, recoveryCodes, enter };
}

/** Takes the session of whoever comes back from the issuer. @returns what was wrong; null: signed in. @throws AskFailure */
export async function redeemSignIn(): Promise<Refusal | null> {
  const { redeemSignIn: redeemed } = await ask(REDEEM, {});
  const tokens = tokensOf(redeemed);
  if (tokens === null) return redeemed.errors[0] ?? null;
  keepTokens(tokens);
  return null;
}

/** Here at once; at the server when it can be reached. */
export async function signOut(): Promise<void> {
  const tokens = currentTokens();
  forgetTokens(null);
  if (tokens !== null) await ask(LOGOUT, {}, tokens.accessToken).catch(() => undefined);
}

/**
 * A token that is still good, for whatever asks next. `refused` is one that the server did not take.
 * @returns null: nobody is signed in (any more)
 * @throws AskFailure when the server cannot be reached; whoever is signed in stays so
 */
export async function freshToken(refused: string | null = null): Promise<string | null> {
  const tokens = currentTokens();
  if (tokens === null) return null;
  if (isGood(tokens, refused)) return tokens.accessToken;
  refreshing ??= oneTabAtATime('refresh', () => refresh(refused)).finally(() => (refreshing = null));
  return refreshing;
}

let refreshing: Promise<string | null> | null = null;

async function refresh(refused: string | null): Promise<string | null> {
  const tokens = savedTokens() ?? currentTokens();
  if (tokens === null) return null;
  if (isGood(tokens, refused)) {
    keepTokens(tokens); // another tab was faster
    return tokens.accessToken;
  }
  const { refreshSession } = await ask(REFRESH, { input: { refreshToken: tokens.refreshToken } });
  const renewed = tokensOf(refreshSession);
  if (renewed !== null) keepTokens(renewed);
  else if (refreshSession.errors.some(({ code }) => code !== 'RATE_LIMITED')) forgetTokens('ENDED');
  return renewed?.accessToken ?? null;
}

function isGood(tokens: Tokens, refused: string | null): boolean {
  return tokens.accessToken !== refused && tokens.expiresAt - MARGIN_MS > Date.now();
}

function tokensOf({ accessToken, refreshToken, expiresAt }: Pair): Tokens | null {
  if (accessToken === null || refreshToken === null) return null;
  return { accessToken, refreshToken, expiresAt: expiresAt === null ? 0 : Date.parse(expiresAt) };
}
