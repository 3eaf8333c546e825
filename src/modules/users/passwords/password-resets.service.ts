import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { HOUR_MS } from '../../../common/durations.js';
import { DomainError, notAllowedNow, notFound } from '../../../common/errors/domain-error.js';
import { isId } from '../../../common/ids.js';
import { AuditService, type AuditActor } from '../audit/audit.service.js';
import { hashToken, newToken } from '../authentication/tokens.js';
import type { RequestOrigin } from '../domain/viewer.js';
import { ActiveSessionsService } from '../sessions/active-sessions.service.js';
import { PasswordHasher } from './password-hasher.js';
import { because } from '../../../common/errors/because.js';

const TOKEN_MS = HOUR_MS;

/** Resets of lost passwords: a token is made, by an administrator or at the person's own request; its bearer chooses the password. It counts once, for an hour. */
@Injectable()
export class PasswordResetsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly passwords: PasswordHasher,
    private readonly activeSessions: ActiveSessionsService,
    private readonly audit: AuditService,
  ) {}

  /** Until the token is used the old password counts. A second token takes the place of the first. @throws DomainError (NOT_FOUND) */
  async issue(actor: AuditActor, userId: string): Promise<{ token: string; expiresAt: Date }> {
    return this.database.transaction(async () => {
      const [user] = isId(userId)
        ? await this.database.query<{ id: string; name: string; has_password: boolean }>(
            'SELECT id, name, has_password FROM users WHERE id = $1 AND is_active FOR UPDATE',
            [userId],
          )
        : [];
      if (user === undefined) throw notFound('active user', 'userId');
      if (!user.has_password) throw notAllowedNow(because('SIGNS_IN_AT_ISSUER'), [], ['userId']);
      const token = newToken();
      const expiresAt = new Date(this.clock.now().getTime() + TOKEN_MS);
      await this.database.run(
        `INSERT INTO password_resets (user_id, token_hash, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (user_id) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at, created_at = now()`,
        [user.id, hashToken(token), expiresAt],
      );
      const action = actor.kind === 'NOBODY' ? 'PASSWORD_RESET_REQUESTED' : 'PASSWORD_RESET_ISSUED';
      await this.audit.record(actor, { action, subject: { type: 'USER', id: user.id, name: user.name } });
      return { token, expiresAt };
    });
  }

  /** Sets the password and ends all sessions of the person. @throws DomainError (INVALID_INPUT) when the token does not count any more */
  async redeem(token: string, newPassword: string, origin: RequestOrigin | undefined): Promise<void> {
    const tokenHash = hashToken(token);
    if ((await this.ownerOf(tokenHash)) === null) throw notValid(); // before a hash is spent on it
    const passwordHash = await this.passwords.hash(newPassword);
    await this.database.transaction(async () => {
      const user = await this.ownerOf(tokenHash);
      const used = await this.database.run('DELETE FROM password_resets WHERE token_hash = $1', [tokenHash]);
      if (user === null || used === 0) throw notValid();
      await this.database.run('UPDATE users SET password_hash = $2, updated_at = now() WHERE id = $1', [
        user.id,
        passwordHash,
      ]);
      await this.activeSessions.endAllOf(user.id);
      await this.audit.record(
        { kind: 'NOBODY', origin },
        { action: 'PASSWORD_RESET_REDEEMED', subject: { type: 'USER', ...user } },
      );
    });
  }

  private async ownerOf(tokenHash: Buffer): Promise<{ id: string; name: string } | null> {
    const [user] = await this.database.query<{ id: string; name: string }>(
      `SELECT users.id, users.name FROM password_resets JOIN users ON users.id = user_id AND is_active AND has_password
        WHERE token_hash = $1 AND expires_at > $2`,
      [tokenHash, this.clock.now()],
    );
    return user ?? null;
  }
}

function notValid(): DomainError {
  const why = because('RESET_TOKEN_INVALID');
  return new DomainError({ code: 'INVALID_INPUT', ...why, path: ['token'] });
}
