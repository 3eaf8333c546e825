import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import type { ClientAddress } from '../../../common/http/client-address.js';
import { AuditService, detail } from '../audit/audit.service.js';
import type { UserViewer } from '../domain/viewer.js';
import { GuessGuard } from '../limits/guess-guard.service.js';
import { ActiveSessionsService } from '../sessions/active-sessions.service.js';
import { PasswordHasher } from './password-hasher.js';
import type { ChangeOwnPasswordInput } from './password.types.js';
import { because, type Because } from '../../../common/errors/because.js';

interface Owner {
  name: string;
  password_hash: string;
}

/** A person's change of their own password: by the present one, and with an end of all their other sessions. */
@Injectable()
export class ChangePasswordService {
  constructor(
    private readonly database: Database,
    private readonly passwords: PasswordHasher,
    private readonly guard: GuessGuard,
    private readonly activeSessions: ActiveSessionsService,
    private readonly audit: AuditService,
  ) {}

  /**
   * @returns how many other sessions were ended
   * @throws DomainError (INVALID_INPUT, RATE_LIMITED): ten wrong guesses in 15 minutes, counted apart from those at login
   */
  async changeOwn(
    viewer: UserViewer,
    { currentPassword, newPassword }: ChangeOwnPasswordInput,
    client: ClientAddress,
  ): Promise<number> {
    const owner = await this.ownerOf(viewer);
    await this.requireCurrent(viewer, owner, currentPassword, client);
    if (currentPassword === newPassword) throw refusal(because('PASSWORD_UNCHANGED'), 'newPassword');
    const newHash = await this.passwords.hash(newPassword);
    return this.database.transaction(async () => {
      const changed = await this.database.run(
        'UPDATE users SET password_hash = $3, updated_at = now() WHERE id = $1 AND password_hash = $2',
        [viewer.id, owner.password_hash, newHash],
      );
      if (changed === 0) throw wrongCurrent(); // it was changed in this very moment
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

  private async ownerOf({ id }: UserViewer): Promise<Owner> {
    const [owner] = await this.database.query<Owner>('SELECT name, password_hash FROM users WHERE id = $1', [id]);
    if (owner === undefined) throw new Error('There is no user behind a session.');
    return owner;
  }

  private async requireCurrent(
    viewer: UserViewer,
    { name, password_hash }: Owner,
    password: string,
    client: ClientAddress,
  ): Promise<void> {
    const guess = { purpose: 'changePassword', account: viewer.id, client, path: ['currentPassword'] };
    await this.guard.attempt(guess, async () => {
      if (await this.passwords.matches(password, password_hash)) return;
      await this.audit.record(viewer, {
        action: 'PASSWORD_CHANGE_FAILED',
        subject: { type: 'USER', id: viewer.id, name },
      });
      throw wrongCurrent();
    });
  }
}

function wrongCurrent(): DomainError {
  return refusal(because('PASSWORD_NOT_PRESENT'), 'currentPassword');
}

function refusal(why: Because, field: string): DomainError {
  return new DomainError({ code: 'INVALID_INPUT', ...why, path: [field] });
}
