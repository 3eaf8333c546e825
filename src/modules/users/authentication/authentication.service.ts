import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import type { Because } from '../../../common/errors/because.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import type { ApiKeyScope, ApiKeyViewer, RequestOrigin, Role, UserViewer, Viewer } from '../domain/viewer.js';
import { IssuerSignInService } from '../oidc/issuer-sign-in.service.js';
import type { HttpRequest } from './request-context.js';
import { originOf } from './request-origin.js';
import { hashToken, isApiKey } from './tokens.js';

interface SessionRow {
  id: string;
  session_id: string;
  role: Role;
  account_ids: string[];
  expires_at: Date;
  was_used_recently: boolean;
}

interface ApiKeyRow {
  id: string;
  scopes: ApiKeyScope[];
  account_ids: string[] | null;
  expires_at: Date | null;
  was_used_recently: boolean;
}

/** A session has a pair of tokens for each tab that refreshed by itself. */
const SESSIONS = `
  SELECT users.id, sessions.id AS session_id, users.role, session_tokens.access_expires_at AS expires_at,
         ARRAY(SELECT account_id FROM user_accounts WHERE user_id = users.id) AS account_ids,
         sessions.last_used_at > $2::timestamptz - interval '1 minute' AS was_used_recently
    FROM session_tokens JOIN sessions ON sessions.id = session_id JOIN users ON users.id = sessions.user_id
   WHERE users.is_active AND session_tokens.access_expires_at > $2 AND session_tokens.replaced_at IS NULL`;
const API_KEYS = `
  SELECT id, scopes, account_ids, expires_at, coalesce(last_used_at > $2::timestamptz - interval '1 minute', false) AS was_used_recently
    FROM api_keys WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`;

/** Authentication: finds out who asks, from what the Authorization header brings. */
@Injectable()
export class AuthenticationService {
  /** Authentications of requests, done or under way: limits and all fields of a query share one. */
  private readonly ofRequests = new WeakMap<object, Promise<Viewer | null>>();
  /** Why the token of a request does not count, where there is more to say than that. */
  private readonly refusals = new WeakMap<object, Because>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly issuer: IssuerSignInService,
  ) {}

  /** The viewer of a request over HTTP, found out once, however often it is asked; null where there is none. */
  viewerOf(request: HttpRequest): Promise<Viewer | null> {
    let viewer = this.ofRequests.get(request);
    if (viewer === undefined) {
      viewer = this.authenticate(request.headers.authorization, originOf(request), (why) =>
        this.refusals.set(request, why),
      );
      this.ofRequests.set(request, viewer);
    }
    return viewer;
  }

  /** Why the issuer's token of a request does not count, after its viewer was looked for; null where nothing is known of it. */
  refusalOf(request: HttpRequest | null): Because | null {
    return (request === null ? undefined : this.refusals.get(request)) ?? null;
  }

  /**
   * The viewer behind `Bearer <access token, API key or token of the issuer>`, with where the request came from; null where there
   * is none, or not any more: `tell` is told why, where it is a token of the issuer.
   */
  async authenticate(
    authorization: string | undefined,
    origin?: RequestOrigin,
    tell: (why: Because) => void = () => undefined,
  ): Promise<Viewer | null> {
    const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return null;
    const viewer = await (isApiKey(token) ? this.byApiKey(token) : this.byAccessToken(token, origin, tell));
    return viewer === null ? null : { ...viewer, origin };
  }

  /** The same viewers with the permissions that they have now; those who have none any more are missing. */
  async refresh(viewers: readonly Viewer[]): Promise<Viewer[]> {
    const sessionIds = viewers.filter((viewer) => viewer.kind === 'USER').map(({ sessionId }) => sessionId);
    const keyIds = viewers.filter((viewer) => viewer.kind === 'API_KEY').map(({ id }) => id);
    const now = this.clock.now();
    const sessions = await this.database.query<SessionRow>(
      `${SESSIONS} AND sessions.id = ANY($1) ORDER BY session_tokens.access_expires_at`,
      [sessionIds, now],
    );
    const keys = await this.database.query<ApiKeyRow>(`${API_KEYS} AND id = ANY($1)`, [keyIds, now]);
    const lastOfEach = new Map(sessions.map((row) => [row.session_id, toUserViewer(row)]));
    return [...lastOfEach.values(), ...keys.map(toApiKeyViewer)];
  }

  /** A token of the issuer is verified when it comes for the first time; then it is found like those that were made here. */
  private async byAccessToken(
    token: string,
    origin: RequestOrigin | undefined,
    tell: (why: Because) => void,
  ): Promise<UserViewer | null> {
    const viewer = await this.bySession(token, origin);
    if (viewer !== null || !this.issuer.mayBeOfIssuer(token)) return viewer;
    try {
      await this.issuer.admit(token, origin);
    } catch (error) {
      const why = error instanceof DomainError ? error.problems[0] : undefined;
      if (why === undefined) throw error;
      tell(why);
      return null;
    }
    return this.bySession(token, origin);
  }

  private async bySession(token: string, origin: RequestOrigin | undefined): Promise<UserViewer | null> {
    const now = this.clock.now();
    const [row] = await this.database.query<SessionRow>(`${SESSIONS} AND session_tokens.access_token_hash = $1`, [
      hashToken(token),
      now,
    ]);
    if (row === undefined) return null;
    if (!row.was_used_recently) await this.recordUse(row.session_id, now, origin);
    return toUserViewer(row);
  }

  private async recordUse(sessionId: string, now: Date, origin: RequestOrigin | undefined): Promise<void> {
    await this.database.run(
      `UPDATE sessions SET last_used_at = $2, address = coalesce($3, address), user_agent = CASE WHEN $3::text IS NULL THEN user_agent ELSE $4 END
        WHERE id = $1`,
      [sessionId, now, origin?.address ?? null, origin?.userAgent ?? null],
    );
  }

  private async byApiKey(token: string): Promise<ApiKeyViewer | null> {
    const now = this.clock.now();
    const [row] = await this.database.query<ApiKeyRow>(`${API_KEYS} AND key_hash = $1`, [hashToken(token), now]);
    if (row === undefined) return null;
    if (!row.was_used_recently) {
      await this.database.run('UPDATE api_keys SET last_used_at = $2 WHERE id = $1', [row.id, now]);
    }
    return toApiKeyViewer(row);
  }
}

function toUserViewer(row: SessionRow): UserViewer {
  return {
    kind: 'USER',
    id: row.id,
    sessionId: row.session_id,
    role: row.role,
    accountIds: row.account_ids,
    expiresAt: row.expires_at,
  };
}

function toApiKeyViewer(row: ApiKeyRow): ApiKeyViewer {
  return { kind: 'API_KEY', id: row.id, scopes: row.scopes, accountIds: row.account_ids, expiresAt: row.expires_at };
}
