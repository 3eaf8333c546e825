import { Injectable } from '@nestjs/common';
import { DAY_MS, HOUR_MS } from '../../../common/durations.js';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import { newId } from '../../../common/ids.js';
import type { UserViewer } from '../domain/viewer.js';
import { passwordMatches, spendPasswordCheck } from './passwords.js';
import { PermissionsVersion } from './permissions-version.js';
import { hashToken, newToken } from './tokens.js';
import { UserEntity } from '../user.entity.js';

const ACCESS_TOKEN_HOURS = 1;
const REFRESH_TOKEN_DAYS = 30;

export interface Session {
  accessToken: string;
  refreshToken: string;
  /** When the access token ends. */
  expiresAt: Date;
  user: UserEntity;
}

/** Sessions of people: login, refresh, logout. Tokens are random and stored as hashes, so that they can be withdrawn at once. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly permissionsVersion: PermissionsVersion,
  ) {}

  /** @throws DomainError (INVALID_INPUT) when the e-mail or the password is wrong, which the caller counts as a guess */
  async login(email: string, password: string): Promise<Session> {
    const user = await this.database
      .repository(UserEntity)
      .createQueryBuilder('user')
      .addSelect('user.passwordHash')
      .where('lower(user.email) = lower(:email) AND user.isActive', { email })
      .getOne();
    const isRight =
      user === null ? await spendPasswordCheck(password) : await passwordMatches(password, user.passwordHash);
    if (user === null || isRight !== true) {
      throw new DomainError({
        code: 'INVALID_INPUT',
        message: 'The e-mail or the password is wrong.',
        path: ['password'],
      });
    }
    return this.open(user);
  }

  /** New tokens for old. A refresh token works once: a second use means that it was stolen, and ends the session. */
  async refresh(refreshToken: string): Promise<Session> {
    const hash = hashToken(refreshToken);
    const tokens = this.makeTokens();
    const session = await this.database.transaction(async () => {
      const [row] = await this.database.query<{ id: string; user_id: string; is_former: boolean }>(
        `SELECT sessions.id, user_id, sessions.former_refresh_token_hash IS NOT DISTINCT FROM $1 AS is_former
           FROM sessions JOIN users ON users.id = user_id AND users.is_active
          WHERE (refresh_token_hash = $1 OR former_refresh_token_hash = $1) AND refresh_expires_at > $2
            FOR UPDATE OF sessions`,
        [hash, this.clock.now()],
      );
      if (row === undefined) return null;
      if (row.is_former) {
        await this.end(row.id);
        return null;
      }
      await this.database.run(
        `UPDATE sessions SET access_token_hash = $2, access_expires_at = $3, refresh_token_hash = $4,
                refresh_expires_at = $5, former_refresh_token_hash = $6 WHERE id = $1`,
        [row.id, ...tokens.columns, hash],
      );
      await this.permissionsVersion.advance();
      return row;
    });
    if (session === null) {
      throw new DomainError({
        code: 'INVALID_INPUT',
        message: 'This refresh token is not valid any more. Please sign in again.',
        path: ['refreshToken'],
      });
    }
    const user = await this.database.repository(UserEntity).findOneByOrFail({ id: session.user_id });
    return { ...tokens.session, user };
  }

  async logout(viewer: UserViewer): Promise<void> {
    await this.database.transaction(() => this.end(viewer.sessionId));
  }

  private async open(user: UserEntity): Promise<Session> {
    const { session, columns } = this.makeTokens();
    await this.database.run(
      `INSERT INTO sessions (id, user_id, access_token_hash, access_expires_at, refresh_token_hash, refresh_expires_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [newId(), user.id, ...columns],
    );
    return { ...session, user };
  }

  private async end(sessionId: string): Promise<void> {
    await this.database.run('DELETE FROM sessions WHERE id = $1', [sessionId]);
    await this.permissionsVersion.advance();
  }

  private makeTokens(): { session: Omit<Session, 'user'>; columns: unknown[] } {
    const now = this.clock.now().getTime();
    const [accessToken, refreshToken] = [newToken(), newToken()];
    const expiresAt = new Date(now + ACCESS_TOKEN_HOURS * HOUR_MS);
    const refreshExpiresAt = new Date(now + REFRESH_TOKEN_DAYS * DAY_MS);
    return {
      session: { accessToken, refreshToken, expiresAt },
      columns: [hashToken(accessToken), expiresAt, hashToken(refreshToken), refreshExpiresAt],
    };
  }
}
