import { Injectable } from '@nestjs/common';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { because, type Because } from '../../../common/errors/because.js';
import { DomainError, notAllowedNow } from '../../../common/errors/domain-error.js';
import type { ClientAddress } from '../../../common/http/client-address.js';
import { AuditService, detail, type AuditActor } from '../audit/audit.service.js';
import { GuessGuard } from '../limits/guess-guard.service.js';
import type { SignInMethod } from '../sessions/session-tokens.service.js';
import type { UserEntity } from '../user.entity.js';
import { TwoFactorService, type CodeUse } from './two-factor.service.js';

/** Whose code it is. */
export type CodeOwner = Pick<UserEntity, 'id' | 'name'>;

/** What came of the second step of a sign-in. */
interface Passed {
  method: SignInMethod | undefined;
  /** Where this sign-in has confirmed a new second factor. */
  recoveryCodes: string[] | null;
}

/** Second step of a sign-in, after the right password: codes are counted as guesses before they are tried. */
@Injectable()
export class SecondStepService {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly twoFactor: TwoFactorService,
    private readonly guard: GuessGuard,
    private readonly audit: AuditService,
  ) {}

  /** @throws DomainError (INVALID_INPUT without or with a wrong code, NOT_ALLOWED_NOW where one has to be set up, RATE_LIMITED) */
  async pass(owner: CodeOwner, code: string | null, client: ClientAddress, actor: AuditActor): Promise<Passed> {
    if (await this.twoFactor.isOn(owner.id)) {
      if (code === null) throw refusal(because('TWO_FACTOR_CODE_REQUIRED'));
      const used = await this.require(owner, code, client, actor);
      return { method: used.kind === 'RECOVERY' ? 'RECOVERY_CODE' : 'TWO_FACTORS', recoveryCodes: null };
    }
    if (!this.config.get('REQUIRE_TWO_FACTOR')) return { method: undefined, recoveryCodes: null };
    if (code === null) throw notAllowedNow(because('TWO_FACTOR_SETUP_REQUIRED'), ['beginTwoFactorAtSignIn'], ['code']);
    return { method: 'TWO_FACTORS', recoveryCodes: await this.confirm(owner, code, client, actor) };
  }

  /** Uses up a code of the owner. @throws DomainError (INVALID_INPUT, RATE_LIMITED) */
  async require(owner: CodeOwner, code: string, client: ClientAddress, actor: AuditActor): Promise<CodeUse> {
    const used = await this.guess(owner, client, actor, () => this.twoFactor.use(owner.id, code));
    if (used.kind === 'RECOVERY')
      await this.audit.record(actor, {
        action: 'RECOVERY_CODE_USED',
        subject: { type: 'USER', ...owner },
        details: [detail('left', used.left)],
      });
    return used;
  }

  /** Confirms the second factor that was begun. @returns the recovery codes @throws as `require` */
  async confirm(owner: CodeOwner, code: string, client: ClientAddress, actor: AuditActor): Promise<string[]> {
    return this.guess(owner, client, actor, async () => {
      const codes = await this.twoFactor.confirm(owner.id, code);
      if (codes !== null)
        await this.audit.record(actor, { action: 'TWO_FACTOR_ENABLED', subject: { type: 'USER', ...owner } });
      return codes;
    });
  }

  private async guess<T>(
    owner: CodeOwner,
    client: ClientAddress,
    actor: AuditActor,
    check: () => Promise<T | null>,
  ): Promise<T> {
    const guess = { purpose: 'secondFactor', account: owner.id, client, path: ['code'] };
    return this.guard.attempt(guess, async () => {
      const result = await this.database.transaction(check);
      if (result !== null) return result;
      const subject = { type: 'USER' as const, id: owner.id, name: owner.name };
      await this.audit.record(actor, { action: 'TWO_FACTOR_FAILED', subject });
      throw refusal(because('TWO_FACTOR_CODE_WRONG'));
    });
  }
}

function refusal(why: Because): DomainError {
  return new DomainError({ code: 'INVALID_INPUT', ...why, path: ['code'] });
}
