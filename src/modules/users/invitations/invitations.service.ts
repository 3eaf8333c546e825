import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { DAY_MS } from '../../../common/durations.js';
import { DomainError, notFound } from '../../../common/errors/domain-error.js';
import { isId, newId } from '../../../common/ids.js';
import { AuditService, detail } from '../audit/audit.service.js';
import { hashToken, newToken } from '../authentication/tokens.js';
import type { RequestOrigin, Viewer } from '../domain/viewer.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { UsersService } from '../users.service.js';
import { InvitationEntity } from './invitation.entity.js';
import type { InviteUserInput } from './invitation.types.js';
import { because } from '../../../common/errors/because.js';

const VALID_MS = 7 * DAY_MS;
const MAX_SHOWN = 500;

/** Invitations: an administrator makes a link, its bearer chooses a password and is a user then. It counts once, for a week. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly users: UsersService,
    private readonly passwords: PasswordHasher,
    private readonly audit: AuditService,
  ) {}

  /** Those that can still be accepted, latest first, 500 at most. */
  async list(): Promise<InvitationEntity[]> {
    return this.database.rows(
      InvitationEntity,
      `WHERE expires_at > $1 ORDER BY created_at DESC, id DESC LIMIT ${MAX_SHOWN}`,
      [this.clock.now()],
    );
  }

  /**
   * A second invitation of the same e-mail takes the place of the first.
   * @throws DomainError (DUPLICATE, NOT_FOUND for an account)
   */
  async invite(viewer: Viewer, input: InviteUserInput): Promise<{ invitation: InvitationEntity; token: string }> {
    return this.database.transaction(async () => {
      const accountIds = await this.users.requireJoinable(input.email, input.accountIds ?? []);
      const token = newToken();
      const now = this.clock.now();
      const invitation = {
        id: newId(),
        name: input.name,
        email: input.email,
        role: input.role,
        accountIds,
        invitedById: viewer.kind === 'USER' ? viewer.id : null,
        createdAt: now,
        expiresAt: new Date(now.getTime() + VALID_MS),
      };
      await this.forget(now, input.email);
      const tokenHash = hashToken(token);
      await this.database.repository(InvitationEntity).insert({ ...invitation, tokenHash });
      await this.audit.record(viewer, {
        action: 'USER_INVITED',
        subject: { type: 'INVITATION', id: invitation.id, name: input.email },
        details: [detail('role', input.role), ...accountIds.map((id) => detail('accountId', id))],
      });
      return { invitation: { ...invitation, tokenHash }, token };
    });
  }

  /** @throws DomainError (NOT_FOUND) */
  async withdraw(viewer: Viewer, invitationId: string): Promise<void> {
    await this.database.transaction(async () => {
      const [gone] = isId(invitationId)
        ? await this.database.query<{ id: string; email: string }>(
            'DELETE FROM invitations WHERE id = $1 RETURNING id, email',
            [invitationId],
          )
        : [];
      if (gone === undefined) throw notFound('invitation', 'invitationId');
      const subject = { type: 'INVITATION' as const, id: gone.id, name: gone.email };
      await this.audit.record(viewer, { action: 'INVITATION_WITHDRAWN', subject });
    });
  }

  /**
   * Makes the person a user.
   * @returns the e-mail to sign in with
   * @throws DomainError (INVALID_INPUT) when the token does not count any more; DUPLICATE where somebody has the e-mail by now
   */
  async accept(token: string, password: string, origin: RequestOrigin | undefined): Promise<string> {
    const tokenHash = hashToken(token);
    if ((await this.find(tokenHash)) === null) throw notValid(); // before a hash is spent on it
    const passwordHash = await this.passwords.hash(password);
    return this.database.transaction(async () => {
      const invitation = await this.find(tokenHash);
      const used = await this.database.run('DELETE FROM invitations WHERE token_hash = $1', [tokenHash]);
      if (invitation === null || used === 0) throw notValid();
      const { id, name, email, role } = invitation;
      const actor = { kind: 'NOBODY' as const, origin };
      await this.audit.record(actor, {
        action: 'INVITATION_ACCEPTED',
        subject: { type: 'INVITATION', id, name: email },
      });
      const { accountIds } = invitation;
      await this.users.add(actor, { name, email, role, phoneNumber: null, accountIds, passwordHash });
      return email;
    });
  }

  private async find(tokenHash: Buffer): Promise<InvitationEntity | null> {
    const [invitation] = await this.database.rows(InvitationEntity, 'WHERE token_hash = $1 AND expires_at > $2', [
      tokenHash,
      this.clock.now(),
    ]);
    return invitation ?? null;
  }

  /** Of this address, and all that nobody accepted in time. */
  private async forget(now: Date, email: string): Promise<void> {
    await this.database.run('DELETE FROM invitations WHERE lower(email) = lower($1) OR expires_at <= $2', [email, now]);
  }
}

function notValid(): DomainError {
  const why = because('INVITATION_INVALID');
  return new DomainError({ code: 'INVALID_INPUT', ...why, path: ['token'] });
}
