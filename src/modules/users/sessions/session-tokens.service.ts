import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { HOUR_MS } from '../../../common/durations.js';
import { newId } from '../../../common/ids.js';
import { AuditService, detail } from '../audit/audit.service.js';
import { PermissionsVersion } from '../authentication/permissions-version.js';
import { hashToken, newToken } from '../authentication/tokens.js';
import { judgeRefresh, tokenExpiry, type SessionLimits } from '../domain/refresh-token.js';
import type { RequestOrigin } from '../domain/viewer.js';
import type { UserEntity } from '../user.entity.js';

const ACCESS_TOKEN_MS = HOUR_MS;
const HOURS_A_DAY = 24;

/** A pair of tokens, as its holder gets it. */
export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  /** When the access token ends. */
  expiresAt: Date;
}

/** Whose session it is, and how they sign in. */
type Owner = Pick<UserEntity, 'id' | 'name' | 'hasPassword'>;

/** How somebody has proved who they are, where it was not by the password alone. */
export type SignInMethod = 'ISSUER' | 'TWO_FACTORS' | 'RECOVERY_CODE';

/** Bearer token of the issuer, verified. */
export interface BearerToken {
  token: string;
  /** Program at the issuer that it was given to. */
  client: string;
  expiresAt: Date;
}

interface SessionRow {
  id: string;
  user_id: string;
  user_name: string;
  has_password: boolean;
  created_at: Date;
}

/** Tokens of sessions: random, stored as hashes. A refresh replaces a pair; what was replaced stays, so that its reuse is noticed. */
@Injectable()
export class SessionTokensService {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly permissionsVersion: PermissionsVersion,
    private readonly audit: AuditService,
  ) {}

  /** Opens a session for a person who has proved who they are. */
  async open(user: Owner, origin: RequestOrigin | undefined, method?: SignInMethod): Promise<TokenPair> {
    return this.database.transaction(async () => {
      const [id, now] = [newId(), this.clock.now()];
      await this.database.run(
        `INSERT INTO sessions (id, user_id, created_at, last_used_at, address, user_agent) VALUES ($1, $2, $3, $3, $4, $5)`,
        [id, user.id, now, origin?.address ?? '', origin?.userAgent ?? null],
      );
      await this.recordSignIn(user, origin, method);
      return this.addPair(id, now, now, this.limitsOf(user.hasPassword));
    });
  }

  /** Lets a bearer token of the issuer into the session of its person and client, which the first one opens. It is never refreshed here. */
  async join(user: Owner, { token, client, expiresAt }: BearerToken, origin: RequestOrigin | undefined): Promise<void> {
    await this.database.transaction(async () => {
      const now = this.clock.now();
      const [session] = await this.database.query<{ id: string; is_new: boolean }>(
        `INSERT INTO sessions (id, user_id, created_at, last_used_at, address, user_agent, bearer_client) VALUES ($1, $2, $3, $3, $4, $5, $6)
         ON CONFLICT (user_id, bearer_client) WHERE bearer_client IS NOT NULL DO UPDATE SET last_used_at = excluded.last_used_at
         RETURNING id, xmax = 0 AS is_new`,
        [newId(), user.id, now, origin?.address ?? '', origin?.userAgent ?? null, client],
      );
      if (session === undefined) throw new Error('A session was neither made nor found.');
      if (session.is_new) await this.recordSignIn(user, origin, 'ISSUER');
      await this.database.run('DELETE FROM session_tokens WHERE session_id = $1 AND access_expires_at <= $2', [
        session.id,
        now,
      ]);
      await this.database.run(
        `INSERT INTO session_tokens (session_id, access_token_hash, access_expires_at, refresh_token_hash, refresh_expires_at)
         VALUES ($1, $2, $3, $4, $3) ON CONFLICT DO NOTHING`,
        [session.id, hashToken(token), expiresAt, hashToken(newToken())],
      );
    });
  }

  /**
   * New tokens for a refresh token. It is replaced by that, and counts for some seconds more, for a second tab. Later its
   * use means that two have it: the session ends, whoever of them is right. @returns null when it is not good any more
   */
  async refresh(
    refreshToken: string,
    origin: RequestOrigin | undefined,
  ): Promise<(TokenPair & { userId: string }) | null> {
    const hash = hashToken(refreshToken);
    return this.database.transaction(async () => {
      const session = await this.lockSessionOf(hash);
      if (session === null) return null;
      const [token] = await this.database.query<{ replaced_at: Date | null; refresh_expires_at: Date }>(
        'SELECT replaced_at, refresh_expires_at FROM session_tokens WHERE refresh_token_hash = $1',
        [hash],
      );
      if (token === undefined) return null;
      const now = this.clock.now();
      const limits = this.limitsOf(session.has_password);
      const verdict = judgeRefresh(
        { replacedAt: token.replaced_at, expiresAt: token.refresh_expires_at, sessionBeganAt: session.created_at },
        limits,
        now,
      );
      if (verdict === 'REUSED') await this.endStolen(session, origin);
      if (verdict !== 'RENEW') return null;
      await this.database.run(
        `UPDATE session_tokens SET replaced_at = coalesce(replaced_at, $2), access_token_hash = NULL WHERE refresh_token_hash = $1`,
        [hash, now],
      );
      await this.database.run('UPDATE sessions SET last_used_at = $2, address = $3, user_agent = $4 WHERE id = $1', [
        session.id,
        now,
        origin?.address ?? '',
        origin?.userAgent ?? null,
      ]);
      await this.permissionsVersion.advance();
      return { ...(await this.addPair(session.id, session.created_at, now, limits)), userId: session.user_id };
    });
  }

  /** One refresh of a session at a time: the second sees what the first has replaced. */
  private async lockSessionOf(hash: Buffer): Promise<SessionRow | null> {
    const [session] = await this.database.query<SessionRow>(
      `SELECT sessions.id, user_id, users.name AS user_name, has_password, sessions.created_at
         FROM sessions JOIN users ON users.id = user_id AND users.is_active
        WHERE sessions.id = (SELECT session_id FROM session_tokens WHERE refresh_token_hash = $1)
          FOR UPDATE OF sessions`,
      [hash],
    );
    return session ?? null;
  }

  private async endStolen({ id, user_id, user_name }: SessionRow, origin: RequestOrigin | undefined): Promise<void> {
    await this.database.run('DELETE FROM sessions WHERE id = $1', [id]);
    await this.permissionsVersion.advance();
    await this.audit.record(
      { kind: 'NOBODY', origin },
      { action: 'REFRESH_TOKEN_REUSED', subject: { type: 'USER', id: user_id, name: user_name } },
    );
  }

  private async recordSignIn(user: Owner, origin: RequestOrigin | undefined, method?: SignInMethod): Promise<void> {
    const details = method === undefined ? [] : [detail('method', method)];
    await this.audit.record(
      { kind: 'USER', id: user.id, origin },
      { action: 'SIGNED_IN', subject: { type: 'USER', id: user.id, name: user.name }, details },
    );
  }

  private async addPair(sessionId: string, beganAt: Date, now: Date, limits: SessionLimits): Promise<TokenPair> {
    const [accessToken, refreshToken] = [newToken(), newToken()];
    const expiry = tokenExpiry(beganAt, limits, ACCESS_TOKEN_MS, now);
    await this.database.run(
      `INSERT INTO session_tokens (session_id, access_token_hash, access_expires_at, refresh_token_hash, refresh_expires_at)
       VALUES ($1, $2, $3, $4, $5)`,
      [sessionId, hashToken(accessToken), expiry.access, hashToken(refreshToken), expiry.refresh],
    );
    return { accessToken, refreshToken, expiresAt: expiry.access };
  }

  /** Who signs in at the issuer does so often: there they may have been shut out meanwhile. */
  private limitsOf(hasPassword: boolean): SessionLimits {
    const maxAgeDays = this.config.get('SESSION_MAX_AGE_DAYS');
    const atIssuer = this.config.get('OIDC_SESSION_HOURS') / HOURS_A_DAY;
    return {
      maxAgeDays: hasPassword ? maxAgeDays : Math.min(atIssuer, maxAgeDays),
      idleDays: this.config.get('SESSION_IDLE_DAYS'),
    };
  }
}
