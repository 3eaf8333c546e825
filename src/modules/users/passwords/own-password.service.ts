import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { because } from '../../../common/errors/because.js';
import { DomainError, notAllowedNow } from '../../../common/errors/domain-error.js';
import type { ClientAddress } from '../../../common/http/client-address.js';
import { AuditService } from '../audit/audit.service.js';
import type { UserViewer } from '../domain/viewer.js';
import { GuessGuard } from '../limits/guess-guard.service.js';
import { PasswordHasher } from './password-hasher.js';

/** Person whose own password was right. */
export interface PasswordOwner {
  name: string;
  password_hash: string;
  has_password: boolean;
}

/** Own password of somebody who is signed in, asked for once more before what a stolen session must not do. */
@Injectable()
export class OwnPasswordService {
  constructor(
    private readonly database: Database,
    private readonly passwords: PasswordHasher,
    private readonly guard: GuessGuard,
    private readonly audit: AuditService,
  ) {}

  /**
   * @param field of the input, for refusals
   * @throws DomainError (INVALID_INPUT; RATE_LIMITED after ten wrong guesses in 15 minutes, counted apart from those at login;
   * NOT_ALLOWED_NOW for who signs in at the issuer)
   */
  async require(viewer: UserViewer, password: string, client: ClientAddress, field: string): Promise<PasswordOwner> {
    const owner = await this.ownerOf(viewer);
    if (!owner.has_password) throw notAllowedNow(because('SIGNS_IN_AT_ISSUER'), [], [field]);
    await this.guard.attempt({ purpose: 'changePassword', account: viewer.id, client, path: [field] }, async () => {
      if (await this.passwords.matches(password, owner.password_hash)) return;
      await this.audit.record(viewer, {
        action: 'PASSWORD_CHANGE_FAILED',
        subject: { type: 'USER', id: viewer.id, name: owner.name },
      });
      throw wrongPassword(field);
    });
    return owner;
  }

  private async ownerOf({ id }: UserViewer): Promise<PasswordOwner> {
    const [owner] = await this.database.query<PasswordOwner>(
      'SELECT name, password_hash, has_password FROM users WHERE id = $1',
      [id],
    );
    if (owner === undefined) throw new Error('There is no user behind a session.');
    return owner;
  }
}

/** The refusal of a present password that is wrong. */
export function wrongPassword(field: string): DomainError {
  return new DomainError({ code: 'INVALID_INPUT', ...because('PASSWORD_NOT_PRESENT'), path: [field] });
}
