import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { because } from '../../../common/errors/because.js';
import { notAllowedNow } from '../../../common/errors/domain-error.js';
import { AuditService, detail } from '../audit/audit.service.js';
import { newToken } from '../authentication/tokens.js';
import type { IssuerPerson } from '../domain/oidc/issuer-claims.js';
import type { RequestOrigin, Role } from '../domain/viewer.js';
import { KnownAccounts } from '../known-accounts.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { ActiveSessionsService } from '../sessions/active-sessions.service.js';
import { UserEntity } from '../user.entity.js';
import { UsersService } from '../users.service.js';

/** Domain of those of whom the issuer tells no address, programs above all: no mail ever leaves for it (RFC 2606). */
const NO_MAIL_DOMAIN = 'oidc.invalid';

interface Identity {
  user_id: string;
  claims_issued_at: Date;
}

/** Somebody with a role, which is what it takes to be let in. */
type Entitled = IssuerPerson & { role: Role };

/**
 * Users whom the issuer knows: made when they come for the first time, by issuer and subject, and brought up to date by each
 * token that is newer than the last. Who is taken for a user that there was before is decided in one place, `linked` (decision 87).
 */
@Injectable()
export class IssuerUsersService {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly users: UsersService,
    private readonly accounts: KnownAccounts,
    private readonly passwords: PasswordHasher,
    private readonly activeSessions: ActiveSessionsService,
    private readonly audit: AuditService,
  ) {}

  /**
   * The user behind verified claims.
   * @throws DomainError (NOT_ALLOWED_NOW) with the reason: no role, inactive, or a user with this e-mail who is not linked
   */
  async admit(issuer: string, person: IssuerPerson, origin: RequestOrigin | undefined): Promise<UserEntity> {
    const { role } = person;
    if (role === null) {
      await this.shutOut(issuer, person);
      throw notAllowedNow(because('ISSUER_GIVES_NO_ROLE'));
    }
    const [known] = await this.identity(issuer, person.subject);
    // before a transaction, which no hash should hold open
    const unusable = known === undefined ? await this.passwords.hash(newToken()) : null;
    return this.database.transaction(() => this.find(issuer, { ...person, role }, unusable, origin));
  }

  private async find(
    issuer: string,
    person: Entitled,
    unusable: string | null,
    origin: RequestOrigin | undefined,
  ): Promise<UserEntity> {
    await this.users.lockEmails();
    const [identity] = await this.identity(issuer, person.subject);
    if (identity !== undefined) return this.renew(issuer, person, identity);
    if (unusable === null) throw new Error('The identity was deleted meanwhile.');
    const user = (await this.linked(person, unusable, origin)) ?? (await this.add(person, unusable, origin));
    await this.database.run(
      'INSERT INTO user_identities (issuer, subject, user_id, created_at, claims_issued_at) VALUES ($1, $2, $3, $4, $5)',
      [issuer, person.subject, user.id, this.clock.now(), person.issuedAt],
    );
    return user;
  }

  private async renew(issuer: string, person: Entitled, { user_id, claims_issued_at }: Identity): Promise<UserEntity> {
    const user = await this.lock(user_id);
    if (!user.isActive) throw notAllowedNow(because('USER_INACTIVE'));
    if (person.issuedAt < claims_issued_at) return user;
    await this.database.run(
      'UPDATE user_identities SET claims_issued_at = $3 WHERE issuer = $1 AND subject = $2 AND claims_issued_at < $3',
      [issuer, person.subject, person.issuedAt],
    );
    await this.apply(user, person);
    return this.users.find(user.id);
  }

  /**
   * The user who was there before with the e-mail of the issuer, where the setting allows it and the issuer has verified the
   * address. Their password counts no more: the issuer decides from now on who they are.
   * @returns null: nobody has the e-mail @throws DomainError where somebody has, and is not to be linked
   */
  private async linked(
    person: Entitled,
    unusable: string,
    origin: RequestOrigin | undefined,
  ): Promise<UserEntity | null> {
    if (person.email === null) return null;
    const [found] = await this.database.query<{ id: string }>('SELECT id FROM users WHERE lower(email) = lower($1)', [
      person.email,
    ]);
    if (found === undefined) return null;
    const user = await this.lock(found.id);
    const mayLink = this.config.get('OIDC_LINK_VERIFIED_EMAIL') && person.isEmailVerified && user.hasPassword;
    if (!mayLink) throw notAllowedNow(because('EMAIL_OF_ANOTHER_USER'));
    if (!user.isActive) throw notAllowedNow(because('USER_INACTIVE'));
    await this.database.repository(UserEntity).update(user.id, { hasPassword: false, passwordHash: unusable });
    await this.database.run('DELETE FROM password_resets WHERE user_id = $1', [user.id]);
    await this.database.run('DELETE FROM two_factors WHERE user_id = $1', [user.id]);
    await this.activeSessions.endAllOf(user.id);
    const subject = { type: 'USER' as const, id: user.id, name: user.name };
    await this.audit.record({ kind: 'NOBODY', origin }, { action: 'USER_LINKED_TO_ISSUER', subject });
    await this.apply(user, person);
    return this.users.find(user.id);
  }

  private async add(person: Entitled, unusable: string, origin: RequestOrigin | undefined): Promise<UserEntity> {
    const { name, otherName, role } = person;
    return this.users.add(
      { kind: 'SYSTEM', origin },
      {
        name: name ?? otherName,
        email: person.email ?? `${shortHash(person.subject)}@${NO_MAIL_DOMAIN}`,
        role,
        phoneNumber: null,
        accountIds: [...((await this.accountIdsOf(person)) ?? [])],
        passwordHash: unusable,
        hasPassword: false,
      },
    );
  }

  /** The role always, the name where one is told; the e-mail unless somebody else has it, who keeps it. */
  private async apply(user: UserEntity, person: Entitled): Promise<void> {
    const { name, role } = person;
    const email = person.email !== null && (await this.isFree(person.email, user.id)) ? person.email : user.email;
    const accountIds = await this.accountIdsOf(person);
    await this.users.applyFromIssuer({ kind: 'SYSTEM' }, user, { name: name ?? user.name, email, role, accountIds });
  }

  /** Who has lost their role has lost their sessions too, also where they come to ask. */
  private async shutOut(issuer: string, { subject, issuedAt }: IssuerPerson): Promise<void> {
    await this.database.transaction(async () => {
      const [identity] = await this.identity(issuer, subject);
      if (identity === undefined || issuedAt < identity.claims_issued_at) return;
      const ended = await this.activeSessions.endAllOf(identity.user_id);
      if (ended === 0) return;
      await this.audit.record(
        { kind: 'SYSTEM' },
        {
          action: 'SESSIONS_ENDED',
          subject: { type: 'USER', id: identity.user_id, name: (await this.users.find(identity.user_id)).name },
          details: [detail('sessions', ended)],
        },
      );
    });
  }

  private async accountIdsOf({ accounts }: IssuerPerson): Promise<readonly string[] | null> {
    return accounts === null ? null : this.accounts.idsNamed(accounts);
  }

  private async isFree(email: string, ownId: string): Promise<boolean> {
    const others = await this.database.query('SELECT id FROM users WHERE lower(email) = lower($1) AND id <> $2', [
      email,
      ownId,
    ]);
    return others.length === 0;
  }

  private async lock(id: string): Promise<UserEntity> {
    return this.database.repository(UserEntity).findOneOrFail({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  private async identity(issuer: string, subject: string): Promise<Identity[]> {
    return this.database.query<Identity>(
      'SELECT user_id, claims_issued_at FROM user_identities WHERE issuer = $1 AND subject = $2',
      [issuer, subject],
    );
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}
