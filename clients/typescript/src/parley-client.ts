import { follow, type FollowOptions, type Followed } from './follow.js';
import { LOGIN, LOGOUT, REFRESH_SESSION } from './operations.js';
import { ParleyError, type Problem } from './parley-error.js';
import { memoryStore, type Tokens, type TokenStore } from './token-store.js';

/** Document with the types of what it answers and of its variables: a string, or a DocumentNode that prints as one. */
export interface Operation<Data, Variables> {
  toString(): string;
  __apiType?: (variables: Variables) => Data;
}

export interface ParleyOptions {
  /** Where the server is: `https://parley.example.com`. */
  url: string;
  /** Secret of an API key. Without one somebody signs in. */
  apiKey?: string;
  /** Where the session is kept; in memory unless given. */
  tokens?: TokenStore;
  fetch?: typeof fetch;
  /** For Node.js before 22, which has none: that of `ws`. */
  webSocket?: unknown;
}

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string; problems?: Problem[]; retryAfterSeconds?: number } }[];
}

/** Refreshed before it ends, so that nothing is refused meanwhile. */
const MARGIN_MS = 60_000;

/** A Parley server, as a program or a person signed in to it. */
export class ParleyClient {
  private readonly tokens: TokenStore;
  private refreshing: Promise<string | null> | null = null;

  constructor(readonly options: ParleyOptions) {
    this.tokens = options.tokens ?? memoryStore();
  }

  /**
   * Signs a person in.
   * @param code of their second factor; who has one and gives none is refused with the reason TWO_FACTOR_CODE_REQUIRED
   * @throws ParleyError when the address, password or code is wrong, or too many were
   */
  async signIn(email: string, password: string, code?: string): Promise<void> {
    const { login } = await this.ask(null, LOGIN, { input: { email, password, code } });
    const tokens = tokensOf(login);
    if (tokens === null) throw refusal(login.errors);
    this.tokens.write(tokens);
  }

  /** Forgets the session here, and ends it at the server. */
  async signOut(): Promise<void> {
    const tokens = this.tokens.read();
    this.tokens.write(null);
    if (tokens !== null) await this.ask(tokens.accessToken, LOGOUT, {});
  }

  get isSignedIn(): boolean {
    return this.options.apiKey !== undefined || this.tokens.read() !== null;
  }

  /**
   * What a query or mutation answers; a session that has ended meanwhile is renewed. What a mutation refuses stands in its
   * payload's `errors`: see `refuse`.
   * @throws ParleyError for errors of the whole; TypeError where the server cannot be reached
   */
  async request<Data, Variables>(operation: Operation<Data, Variables>, variables: Variables): Promise<Data> {
    const token = await this.token();
    try {
      return await this.ask(token, operation, variables);
    } catch (error) {
      if (!(error instanceof ParleyError) || error.code !== 'UNAUTHENTICATED' || token === null) throw error;
      const renewed = await this.token(token);
      if (renewed === null || renewed === token) throw error;
      return this.ask(renewed, operation, variables);
    }
  }

  /**
   * Events of a subscription that takes `$after` and selects `cursor`, over every break: each once, in order, to any
   * process. Ends with `signal`, or when nobody is signed in any more.
   */
  follow<Data extends Record<string, unknown>, Variables extends { after?: unknown }>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    options: FollowOptions = {},
  ): AsyncGenerator<Followed<Data>, void> {
    return follow(this, String(operation), variables, options);
  }

  /**
   * A token that is still good. `refused`: one that the server did not take.
   * @returns null: nobody is signed in (any more)
   */
  async token(refused: string | null = null): Promise<string | null> {
    const { apiKey } = this.options;
    if (apiKey !== undefined) return apiKey;
    const tokens = this.tokens.read();
    if (tokens === null || isGood(tokens, refused)) return tokens?.accessToken ?? null;
    this.refreshing ??= this.tokens.alone(() => this.refresh(refused)).finally(() => (this.refreshing = null));
    return this.refreshing;
  }

  private async refresh(refused: string | null): Promise<string | null> {
    const tokens = this.tokens.read();
    if (tokens === null || isGood(tokens, refused)) return tokens?.accessToken ?? null; // another tab was faster
    const { refreshSession } = await this.ask(null, REFRESH_SESSION, { input: { refreshToken: tokens.refreshToken } });
    const renewed = tokensOf(refreshSession);
    if (renewed === null && refreshSession.errors.some(({ code }) => code === 'RATE_LIMITED'))
      throw refusal(refreshSession.errors);
    this.tokens.write(renewed);
    return renewed?.accessToken ?? null;
  }

  private async ask<Data, Variables>(
    token: string | null,
    operation: Operation<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    const send = this.options.fetch ?? fetch;
    const response = await send(`${this.options.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query: String(operation), variables }),
    });
    const answer = (await response.json().catch(() => ({}))) as Answer<Data>;
    const [first] = answer.errors ?? [];
    if (first === undefined && answer.data != null) return answer.data;
    const { code = 'INTERNAL_SERVER_ERROR', problems, retryAfterSeconds } = first?.extensions ?? {};
    const seconds = retryAfterSeconds ?? Number(response.headers.get('retry-after') ?? Number.NaN);
    const message = first?.message ?? `The server answered HTTP ${response.status}.`;
    throw new ParleyError(code, message, problems, Number.isNaN(seconds) ? null : seconds);
  }
}

function isGood({ accessToken, expiresAt }: Tokens, refused: string | null): boolean {
  return accessToken !== refused && (expiresAt === 0 || expiresAt - MARGIN_MS > Date.now());
}

function tokensOf(pair: {
  accessToken: string | null;
  refreshToken: string | null;
  expiresAt: string | null;
}): Tokens | null {
  const { accessToken, refreshToken, expiresAt } = pair;
  if (accessToken === null || refreshToken === null) return null;
  return { accessToken, refreshToken, expiresAt: expiresAt === null ? 0 : Date.parse(expiresAt) };
}

function refusal(problems: readonly Problem[]): ParleyError {
  const [first] = problems;
  return new ParleyError(first?.code ?? 'INVALID_INPUT', problems.map(({ message }) => message).join(' '), problems);
}
