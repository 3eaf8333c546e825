import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import type { ClientAddress } from '../../../common/http/client-address.js';
import { isRateLimited } from '../../../common/rate-limits/rate-limited.js';
import { AuditService } from '../audit/audit.service.js';
import type { RequestOrigin, UserViewer } from '../domain/viewer.js';
import { GuessGuard } from '../limits/guess-guard.service.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { ActiveSessionsService } from '../sessions/active-sessions.service.js';
import { SessionTokensService, type TokenPair } from '../sessions/session-tokens.service.js';
import { SecondStepService } from '../two-factor/second-step.service.js';
import { UserEntity } from '../user.entity.js';
import { because } from '../../../common/errors/because.js';

export interface Session extends TokenPair {
  user: UserEntity;
  /** Where the sign-in has confirmed a new second factor. */
  recoveryCodes?: string[] | null;
}

/** What somebody signs in with. */
interface Credentials {
  email: string;
  password: string;
  /** Of their second factor. */
  code?: string | null;
}

/** Sessions of people: login, refresh, logout. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly guard: GuessGuard,
    private readonly passwords: PasswordHasher,
    private readonly secondStep: SecondStepService,
    private readonly tokens: SessionTokensService,
    private readonly active: ActiveSessionsService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Signs a person in; guesses of password and code are counted before they are tried.
   * @throws DomainError (INVALID_INPUT, RATE_LIMITED, NOT_ALLOWED_NOW)
   */
  async login(
    { email, password, code }: Credentials,
    client: ClientAddress,
    origin: RequestOrigin | undefined,
  ): Promise<Session> {
    const user = await this.prove(email, password, client, origin);
    const owner = { id: user.id, name: user.name };
    const step = await this.secondStep.pass(owner, code ?? null, client, { kind: 'NOBODY', origin });
    return { ...(await this.tokens.open(user, origin, step.method)), user, recoveryCodes: step.recoveryCodes };
  }

  /** The person whose e-mail and password these are: the first step of a sign-in. @throws DomainError (INVALID_INPUT, RATE_LIMITED) */
  async prove(
    email: string,
    password: string,
    client: ClientAddress,
    origin: RequestOrigin | undefined,
  ): Promise<UserEntity> {
    const guess = { purpose: 'login', account: email, client, path: ['password'] };
    try {
      return await this.guard.attempt(guess, () => this.check(email, password, origin));
    } catch (error) {
      if (isRateLimited(error))
        await this.audit.recordOnceAMinute({ kind: 'NOBODY', origin }, { action: 'SIGN_IN_REFUSED' });
      throw error;
    }
  }

  /** @throws DomainError (INVALID_INPUT) when the refresh token is not good any more */
  async refresh(refreshToken: string, origin: RequestOrigin | undefined): Promise<Session> {
    const renewed = await this.tokens.refresh(refreshToken, origin);
    if (renewed === null) {
      throw new DomainError({
        code: 'INVALID_INPUT',
        ...because('REFRESH_TOKEN_INVALID'),
        path: ['refreshToken'],
      });
    }
    const { userId, ...tokens } = renewed;
    return { ...tokens, user: await this.database.repository(UserEntity).findOneByOrFail({ id: userId }) };
  }

  async logout(viewer: UserViewer): Promise<void> {
    await this.active.end(viewer, viewer.sessionId);
  }

  private async check(email: string, password: string, origin: RequestOrigin | undefined): Promise<UserEntity> {
    const user = await this.findActive(email);
    if (user === null || !(await this.passwords.matches(password, user.passwordHash))) {
      if (user === null) await this.passwords.spendCheck(password);
      await this.recordFailure(user, origin);
      throw new DomainError({
        code: 'INVALID_INPUT',
        ...because('SIGN_IN_WRONG'),
        path: ['password'],
      });
    }
    if (this.passwords.isStale(user.passwordHash)) await this.renewHash(user, password);
    return user;
  }

  private async findActive(email: string): Promise<UserEntity | null> {
    return this.database
      .repository(UserEntity)
      .createQueryBuilder('user')
      .addSelect('user.passwordHash')
      .where('lower(user.email) = lower(:email) AND user.isActive AND user.hasPassword', { email })
      .getOne();
  }

  /** Whose e-mail it was, if anybody's: what else stands in that field may be a password. */
  private async recordFailure(user: UserEntity | null, origin: RequestOrigin | undefined): Promise<void> {
    const actor = { kind: 'NOBODY' as const, origin };
    if (user === null) await this.audit.recordOnceAMinute(actor, { action: 'SIGN_IN_FAILED' });
    else {
      const { id, name } = user;
      await this.audit.record(actor, { action: 'SIGN_IN_FAILED', subject: { type: 'USER', id, name } });
    }
  }

  /** A password that was changed meanwhile stays as it is. */
  private async renewHash({ id, passwordHash }: UserEntity, password: string): Promise<void> {
    const renewed = await this.passwords.hash(password);
    await this.database.run('UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2', [
      id,
      passwordHash,
      renewed,
    ]);
  }
}
