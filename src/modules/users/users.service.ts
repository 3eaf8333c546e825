import { Injectable } from '@nestjs/common';
import { Config } from '../../common/config/config.js';
import { lockOnceUntilCommit } from '../../common/database/advisory-locks.js';
import { Database } from '../../common/database/database.js';
import { DomainError, notAllowedNow, notFound, type Problem } from '../../common/errors/domain-error.js';
import type { ForwardPageArgs } from '../../common/graphql/pagination/connection.js';
import type { CountedPage } from '../../common/graphql/pagination/counted-connection.js';
import { groupsInOrderOf, inOrderOf } from '../../common/graphql/loaders.js';
import { paginateCounted } from '../../common/graphql/pagination/paginate.js';
import { isId, newId } from '../../common/ids.js';
import type { Country } from '../../common/phone-numbers/numbering.js';
import { searchedDigits } from '../../common/phone-numbers/number-search.js';
import { phoneNumberProblem } from '../../common/phone-numbers/phone-number-problem.js';
import { readPhoneNumber } from '../../common/phone-numbers/read-phone-number.js';
import { AuditService, detail, type AuditActor, type AuditedAction } from './audit/audit.service.js';
import { isAllowed } from './domain/permissions.js';
import { userChanges, type UserFacts } from './domain/user-changes.js';
import type { Viewer } from './domain/viewer.js';
import { KnownAccounts } from './known-accounts.js';
import type { CreateUserInput, UpdateUserInput } from './user.inputs.js';
import { PermissionsVersion } from './authentication/permissions-version.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { ActiveSessionsService } from './sessions/active-sessions.service.js';
import { UserEntity } from './user.entity.js';
import { because } from '../../common/errors/because.js';

/** Facts of somebody who joins. */
export interface NewUser extends Pick<UserEntity, 'name' | 'email' | 'role' | 'phoneNumber' | 'passwordHash'> {
  accountIds: string[];
  /** False: they sign in at the issuer. */
  hasPassword?: boolean;
}

/** Facts of a person as the issuer tells them. */
export interface IssuerFacts extends Pick<UserEntity, 'name' | 'email' | 'role'> {
  /** Null: they stay as they are. */
  accountIds: readonly string[] | null;
}

/** Users: the people who work with Parley, and the accounts that each was given. */
@Injectable()
export class UsersService {
  /** In which users' own phone numbers without a country code are read. */
  private readonly defaultCountry: Country | null;

  constructor(
    config: Config,
    private readonly database: Database,
    private readonly permissionsVersion: PermissionsVersion,
    private readonly accounts: KnownAccounts,
    private readonly passwords: PasswordHasher,
    private readonly activeSessions: ActiveSessionsService,
    private readonly audit: AuditService,
  ) {
    this.defaultCountry = config.get('DEFAULT_COUNTRY');
  }

  /** For DataLoaders: a user each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(UserEntity | null)[]> => {
    const rows = await this.database.rows(UserEntity, 'WHERE id = ANY($1)', [ids]);
    return inOrderOf(ids, rows, (user) => user.id);
  };

  /** For DataLoaders: the ids of the accounts that a user was given, in order. */
  readonly accountIdsOf = async (userIds: readonly string[]): Promise<string[][]> => {
    const rows = await this.database.query<{ user_id: string; account_id: string }>(
      'SELECT user_id, account_id FROM user_accounts WHERE user_id = ANY($1) ORDER BY account_id',
      [userIds],
    );
    return groupsInOrderOf(userIds, rows, (row) => row.user_id).map((group) => group.map((row) => row.account_id));
  };

  async find(id: string): Promise<UserEntity> {
    return this.database.repository(UserEntity).findOneByOrFail({ id });
  }

  /** By name; `search` looks in names, and in e-mails and numbers (in any form) for those who may read them; blank: everybody. */
  async list(search: string | undefined, page: ForwardPageArgs, viewer?: Viewer): Promise<CountedPage<UserEntity>> {
    const query = this.database.repository(UserEntity).createQueryBuilder('user');
    if (search !== undefined && search !== null && search.trim() !== '') {
      const digits = searchedDigits(search, this.defaultCountry === null ? [] : [this.defaultCountry]);
      const mayReadAddresses = viewer !== undefined && isAllowed(viewer, 'READ_COLLEAGUES_ADDRESSES');
      const inAddresses = mayReadAddresses
        ? 'OR strpos(lower(user.email), lower(:search)) > 0 OR user.phoneNumber LIKE ANY(:numbers)'
        : '';
      query.where(`strpos(lower(user.name), lower(:search)) > 0 ${inAddresses}`, {
        search: search.trim(),
        numbers: digits.map((part) => `%${part}%`),
      });
    }
    return paginateCounted(query, page, {
      sort: 'user.name',
      valueOf: (user) => user.name,
      id: 'user.id',
      direction: 'ASC',
    });
  }

  /** @throws DomainError (DUPLICATE, PHONE_INVALID, NOT_FOUND for an account) */
  async create(actor: AuditActor, input: CreateUserInput): Promise<UserEntity> {
    const { name, email, role } = input;
    const phoneNumber = this.phoneNumberIn(input.phoneNumber);
    const passwordHash = await this.passwords.hash(input.password);
    const accountIds = input.accountIds ?? [];
    return this.database.transaction(() =>
      this.add(actor, { name, email, role, phoneNumber, accountIds, passwordHash }),
    );
  }

  /** In the running transaction. @throws DomainError (DUPLICATE, NOT_FOUND for an account) */
  async add(actor: AuditActor, { accountIds, ...user }: NewUser): Promise<UserEntity> {
    await this.lockEmails();
    await this.refuseTakenEmail(user.email, null);
    const id = newId();
    await this.database.repository(UserEntity).insert({ id, ...user });
    await this.setAccounts(id, accountIds);
    await this.permissionsVersion.advance();
    await this.audit.record(actor, {
      action: 'USER_CREATED',
      subject: { type: 'USER', id, name: user.name },
      details: [detail('role', user.role), ...accountIds.map((accountId) => detail('accountId', accountId))],
    });
    return this.find(id);
  }

  /** Refuses what `add` would. @returns the accounts, each once @throws DomainError (DUPLICATE, NOT_FOUND for an account) */
  async requireJoinable(email: string, accountIds: readonly string[]): Promise<string[]> {
    await this.lockEmails();
    await this.refuseTakenEmail(email, null);
    const ids = accountIds.map((id) => id.toLowerCase());
    await this.accounts.requireAll(ids, 'accountIds');
    return [...new Set(ids)];
  }

  /** @throws DomainError (NOT_FOUND, DUPLICATE, PHONE_INVALID, NOT_ALLOWED_NOW for the last administrator) */
  async update(viewer: Viewer, input: UpdateUserInput): Promise<UserEntity> {
    const passwordHash = input.password == null ? undefined : await this.passwords.hash(input.password);
    return this.database.transaction(async () => {
      if (input.email != null) await this.lockEmails();
      const users = this.database.repository(UserEntity);
      const user = isId(input.id)
        ? await users.findOne({ where: { id: input.id }, lock: { mode: 'pessimistic_write' } })
        : null;
      if (user === null) throw notFound('user', 'id');
      if (passwordHash !== undefined && !user.hasPassword)
        throw notAllowedNow(because('SIGNS_IN_AT_ISSUER'), [], ['password']);
      if (input.email != null) await this.refuseTakenEmail(input.email, user.id);
      await this.requireAnotherAdmin(user, input);
      const before = await this.factsOf(user);
      await users.update(user.id, {
        name: input.name ?? user.name,
        email: input.email ?? user.email,
        role: input.role ?? user.role,
        isActive: input.isActive ?? user.isActive,
        phoneNumber: input.phoneNumber === undefined ? user.phoneNumber : this.phoneNumberIn(input.phoneNumber),
        updatedAt: () => 'now()',
        ...(passwordHash === undefined ? {} : { passwordHash }),
      });
      if (input.accountIds != null) await this.setAccounts(user.id, input.accountIds);
      if (passwordHash !== undefined || input.isActive === false) await this.shutOut(user.id);
      await this.permissionsVersion.advance();
      const after = await this.find(user.id);
      await this.recordChanges(
        viewer,
        after,
        userChanges(before, await this.factsOf(after)),
        passwordHash !== undefined,
      );
      return after;
    });
  }

  /** What the issuer tells of a person whose row is locked, in the running transaction. Nothing is written where nothing differs. */
  async applyFromIssuer(actor: AuditActor, user: UserEntity, { accountIds, ...facts }: IssuerFacts): Promise<void> {
    const before = await this.factsOf(user);
    const wanted = { ...before, ...facts, accountIds: accountIds ?? before.accountIds };
    const changes = userChanges(before, wanted);
    if (changes.length === 0) return;
    await this.database.repository(UserEntity).update(user.id, { ...facts, updatedAt: () => 'now()' });
    if (accountIds !== null) await this.setAccounts(user.id, accountIds);
    await this.permissionsVersion.advance();
    await this.recordChanges(actor, { ...user, ...facts }, changes, false);
  }

  async hasAny(): Promise<boolean> {
    return this.database.repository(UserEntity).exists();
  }

  /** Which of these users are active and may see the account. */
  async colleaguesAmong(userIds: readonly string[], accountId: string): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM users WHERE id = ANY($1) AND is_active AND
         (role = 'ADMIN' OR EXISTS (SELECT FROM user_accounts WHERE user_id = users.id AND account_id = $2))`,
      [userIds, accountId],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * Refuses ids of people who do not exist, are not active, or may not see the account.
   * @throws DomainError (NOT_FOUND) for each of them, with its path
   */
  async requireColleagues(userIds: readonly string[], accountId: string, ...path: string[]): Promise<void> {
    const knownIds = await this.colleaguesAmong(
      userIds.filter(isId).map((id) => id.toLowerCase()),
      accountId,
    );
    const problems = userIds.flatMap((id, index): Problem[] =>
      knownIds.has(id.toLowerCase())
        ? []
        : [
            {
              code: 'NOT_FOUND',
              ...because('NO_SUCH_COLLEAGUE'),
              path: [...path, String(index)],
            },
          ],
    );
    if (problems.length > 0) throw new DomainError(...problems);
  }

  private async factsOf(user: UserEntity): Promise<UserFacts> {
    const [accountIds] = await this.accountIdsOf([user.id]);
    return { ...user, accountIds: accountIds ?? [] };
  }

  /** Nothing that let the person in before does so any more. */
  private async shutOut(userId: string): Promise<void> {
    await this.activeSessions.endAllOf(userId);
    await this.database.run('DELETE FROM password_resets WHERE user_id = $1', [userId]);
  }

  private async recordChanges(
    actor: AuditActor,
    { id, name }: UserEntity,
    changes: readonly Pick<AuditedAction, 'action' | 'details'>[],
    isPasswordNew: boolean,
  ): Promise<void> {
    const subject = { type: 'USER' as const, id, name };
    const password = isPasswordNew ? [{ action: 'PASSWORD_CHANGED' as const }] : [];
    await this.audit.record(actor, ...[...changes, ...password].map((change) => ({ ...change, subject })));
  }

  /** To be called before any row of users is locked. */
  async lockEmails(): Promise<void> {
    await this.database.query(`SELECT ${lockOnceUntilCommit('emails')}`);
  }

  private async refuseTakenEmail(email: string, ownId: string | null): Promise<void> {
    const [taken] = await this.database.query<{ id: string }>('SELECT id FROM users WHERE lower(email) = lower($1)', [
      email,
    ]);
    if (taken !== undefined && taken.id !== ownId) {
      throw new DomainError({ code: 'DUPLICATE', ...because('EMAIL_TAKEN'), path: ['email'] });
    }
  }

  /** Somebody must be able to let the others in again. */
  private async requireAnotherAdmin(user: UserEntity, input: UpdateUserInput): Promise<void> {
    const staysAdmin = (input.role ?? user.role) === 'ADMIN' && (input.isActive ?? user.isActive);
    if (user.role !== 'ADMIN' || !user.isActive || staysAdmin) return;
    const others = await this.database.query(
      `SELECT id FROM users WHERE role = 'ADMIN' AND is_active AND id <> $1 FOR UPDATE`,
      [user.id],
    );
    if (others.length === 0) {
      throw notAllowedNow(because('LAST_ADMINISTRATOR'), [], ['role']);
    }
  }

  private async setAccounts(userId: string, accountIds: readonly string[]): Promise<void> {
    const ids = accountIds.map((id) => id.toLowerCase());
    await this.accounts.requireAll(ids, 'accountIds');
    await this.database.run('DELETE FROM user_accounts WHERE user_id = $1', [userId]);
    await this.database.run('INSERT INTO user_accounts (user_id, account_id) SELECT $1, unnest($2::uuid[])', [
      userId,
      [...new Set(ids)],
    ]);
  }

  private phoneNumberIn(text: string | null | undefined): string | null {
    if (text === null || text === undefined) return null;
    const { number, problem, suggestion } = readPhoneNumber(text, this.defaultCountry);
    if (problem !== null) throw new DomainError(phoneNumberProblem(problem, suggestion, ['phoneNumber']));
    return number;
  }
}
