import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { AuditService } from '../audit/audit.service.js';

/** The way back in for who runs the server, when an administrator has lost their second factor and all recovery codes. */
@Injectable()
export class ResetTwoFactorService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
  ) {}

  /** Takes the second factor of a person away: the password alone counts again. @returns false: nobody with one has this e-mail */
  async reset(email: string): Promise<boolean> {
    return this.database.transaction(async () => {
      const [user] = await this.database.query<{ id: string; name: string }>(
        `DELETE FROM two_factors USING users WHERE users.id = user_id AND lower(users.email) = lower($1)
         RETURNING users.id, users.name`,
        [email],
      );
      if (user === undefined) return false;
      await this.audit.record({ kind: 'COMMAND' }, { action: 'TWO_FACTOR_RESET', subject: { type: 'USER', ...user } });
      return true;
    });
  }
}
