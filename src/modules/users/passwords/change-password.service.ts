import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { because } from '../../../common/errors/because.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import type { ClientAddress } from '../../../common/http/client-address.js';
import { AuditService, detail } from '../audit/audit.service.js';
import type { UserViewer } from '../domain/viewer.js';
import { ActiveSessionsService } from '../sessions/active-sessions.service.js';
import { OwnPasswordService, wrongPassword } from './own-password.service.js';
import { PasswordHasher } from './password-hasher.js';
import type { ChangeOwnPasswordInput } from './password.types.js';

/** A person's change of their own password: by the present one, and with an end of all their other sessions. */
@Injectable()
export class ChangePasswordService {
  constructor(
    private readonly database: Database,
    private readonly own: OwnPasswordService,
    private readonly passwords: PasswordHasher,
    private readonly activeSessions: ActiveSessionsService,
    private readonly audit: AuditService,
  ) {}

  /**
   * @returns how many other sessions were ended
   * @throws DomainError (INVALID_INPUT, RATE_LIMITED, NOT_ALLOWED_NOW) as OwnPasswordService.require
   */
  async changeOwn(
    viewer: UserViewer,
    { currentPassword, newPassword }: ChangeOwnPasswordInput,
    client: ClientAddress,
  ): Promise<number> {
    const owner = await this.own.require(viewer, currentPassword, client, 'currentPassword');
    if (currentPassword === newPassword)
      throw new DomainError({ code: 'INVALID_INPUT', ...because('PASSWORD_UNCHANGED'), path: ['newPassword'] });
    const newHash = await this.passwords.hash(newPassword);
    return this.database.transaction(async () => {
      const changed = await this.database.run(
        'UPDATE users SET password_hash = $3, updated_at = now() WHERE id = $1 AND password_hash = $2',
        [viewer.id, owner.password_hash, newHash],
      );
      if (changed === 0) throw wrongPassword('currentPassword'); // it was changed in this very moment
      await this.database.run('DELETE FROM password_resets WHERE user_id = $1', [viewer.id]);
      const ended = await this.activeSessions.endOthers(viewer);
      await this.audit.record(viewer, {
        action: 'PASSWORD_CHANGED',
        subject: { type: 'USER', id: viewer.id, name: owner.name },
        details: [detail('endedSessions', ended)],
      });
      return ended;
    });
  }
}
