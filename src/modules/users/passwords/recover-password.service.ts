import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { AuditService } from '../audit/audit.service.js';
import { ActiveSessionsService } from '../sessions/active-sessions.service.js';
import { PasswordHasher } from './password-hasher.js';

/** The way back in for who runs the server, when no administrator can sign in: a new password for one person. */
@Injectable()
export class RecoverPasswordService {
  constructor(
    private readonly database: Database,
    private readonly passwords: PasswordHasher,
    private readonly activeSessions: ActiveSessionsService,
    private readonly audit: AuditService,
  ) {}

  /** Gives an active user a new password, also one who signed in at the issuer alone, and ends all their sessions. @returns it; null when nobody active has this e-mail */
  async recover(email: string): Promise<string | null> {
    const password = randomBytes(15).toString('base64url');
    const passwordHash = await this.passwords.hash(password);
    return this.database.transaction(async () => {
      const [user] = await this.database.query<{ id: string; name: string }>(
        `UPDATE users SET password_hash = $2, has_password = true, updated_at = now() WHERE lower(email) = lower($1) AND is_active
         RETURNING id, name`,
        [email, passwordHash],
      );
      if (user === undefined) return null;
      await this.database.run('DELETE FROM password_resets WHERE user_id = $1', [user.id]);
      await this.activeSessions.endAllOf(user.id);
      await this.audit.record({ kind: 'COMMAND' }, { action: 'PASSWORD_CHANGED', subject: { type: 'USER', ...user } });
      return password;
    });
  }
}
