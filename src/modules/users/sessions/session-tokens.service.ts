import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { HOUR_MS } from '../../../common/durations.js';
import { newId } from '../../../common/ids.js';
import { AuditService } from '../audit/audit.service.js';
import { PermissionsVersion } from '../authentication/permissions-version.js';
import { hashToken, newToken } from '../authentication/tokens.js';
import { judgeRefresh, tokenExpiry, type SessionLimits } from '../domain/refresh-token.js';
import type { RequestOrigin } from '../domain/viewer.js';

const ACCESS_TOKEN_MS = HOUR_MS;

/** A pair of tokens, as its holder gets it. */
export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  /** When the access token ends. */
  expiresAt: Date;
}

interface SessionRow {
  id: string;
  user_id: string;
  user_name: string;
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
  async open(user: { id: string; name: string }, origin: RequestOrigin | undefined): Promise<TokenPair> {
    return this.database.transaction(async () => {
      const [id, now] = [newId(), this.clock.now()];
      await this.database.run(
        `INSERT INTO sessions (id, user_id, created_at, last_used_at, address, user_agent) VALUES ($1, $2, $3, $3, $4, $5)`,
        [id, user.id, now, origin?.address ?? '', origin?.userAgent ?? null],
      );
      await this.audit.record(
        { kind: 'USER', id: user.id, origin },
        { action: 'SIGNED_IN', subject: { type: 'USER', id: user.id, name: user.name } },
      );
      return this.addPair(id, now, now);
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
      const verdict = judgeRefresh(
        { replacedAt: token.replaced_at, expiresAt: token.refresh_expires_at, sessionBeganAt: session.created_at },
        this.limits(),
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
      return { ...(await this.addPair(session.id, session.created_at, now)), userId: session.user_id };
    });
  }

  /** One refresh of a session at a time: the second sees what the first has replaced. */
  private async lockSessionOf(hash: Buffer): Promise<SessionRow | null> {
    const [session] = await this.database.query<SessionRow>(
      `SELECT sessions.id, user_id, users.name AS user_name, sessions.created_at
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

  private async addPair(sessionId: string, beganAt: Date, now: Date): Promise<TokenPair> {
    const [accessToken, refreshToken] = [newToken(), newToken()];
    const expiry = tokenExpiry(beganAt, this.limits(), ACCESS_TOKEN_MS, now);
    await this.database.run(
      `INSERT INTO session_tokens (session_id, access_token_hash, access_expires_at, refresh_token_hash, refresh_expires_at)
       VALUES ($1, $2, $3, $4, $5)`,
      [sessionId, hashToken(accessToken), expiry.access, hashToken(refreshToken), expiry.refresh],
    );
    return { accessToken, refreshToken, expiresAt: expiry.access };
  }

  private limits(): SessionLimits {
    return { maxAgeDays: this.config.get('SESSION_MAX_AGE_DAYS'), idleDays: this.config.get('SESSION_IDLE_DAYS') };
  }
}
