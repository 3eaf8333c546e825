import { Injectable } from '@nestjs/common';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { because } from '../../../common/errors/because.js';
import { notAllowedNow, notFound } from '../../../common/errors/domain-error.js';
import type { ClientAddress } from '../../../common/http/client-address.js';
import { isId } from '../../../common/ids.js';
import { AuditService, type AuditActor } from '../audit/audit.service.js';
import type { AuditAction } from '../domain/audit-actions.js';
import type { UserViewer } from '../domain/viewer.js';
import { OwnPasswordService } from '../passwords/own-password.service.js';
import { ActiveSessionsService } from '../sessions/active-sessions.service.js';
import { UserEntity } from '../user.entity.js';
import { SecondStepService } from './second-step.service.js';
import { TwoFactorService, type Enrolment, type TwoFactorState } from './two-factor.service.js';

/** Own second factor as its person sees it. */
export interface OwnTwoFactor extends TwoFactorState {
  isRequired: boolean;
  isPossible: boolean;
}

/** A person's own second factor: set up, taken away, with new recovery codes; and a colleague's, taken away by an administrator. */
@Injectable()
export class OwnTwoFactorService {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly twoFactor: TwoFactorService,
    private readonly secondStep: SecondStepService,
    private readonly password: OwnPasswordService,
    private readonly activeSessions: ActiveSessionsService,
    private readonly audit: AuditService,
  ) {}

  async state({ id }: UserViewer): Promise<OwnTwoFactor> {
    const { hasPassword } = await this.owner(id);
    const isRequired = hasPassword && this.config.get('REQUIRE_TWO_FACTOR');
    return { ...(await this.twoFactor.stateOf(id)), isRequired, isPossible: hasPassword };
  }

  /** @throws DomainError (INVALID_INPUT, RATE_LIMITED; NOT_ALLOWED_NOW where there is one, or no password) */
  async begin(viewer: UserViewer, password: string, client: ClientAddress): Promise<Enrolment> {
    await this.password.require(viewer, password, client, 'password');
    return this.beginFor(await this.owner(viewer.id));
  }

  /** For somebody who has just proved their password. @throws DomainError (NOT_ALLOWED_NOW) where there is one */
  async beginFor(owner: UserEntity): Promise<Enrolment> {
    const enrolment = await this.twoFactor.begin(owner);
    if (enrolment === null) throw notAllowedNow(because('TWO_FACTOR_IS_ON'));
    return enrolment;
  }

  /** Ends all other sessions: they were opened with the password alone. @returns the recovery codes @throws DomainError */
  async confirm(viewer: UserViewer, code: string, client: ClientAddress): Promise<string[]> {
    const { id, name } = await this.owner(viewer.id);
    const codes = await this.secondStep.confirm({ id, name }, code, client, viewer);
    await this.activeSessions.endOthers(viewer);
    return codes;
  }

  /** @throws DomainError (INVALID_INPUT, RATE_LIMITED; NOT_ALLOWED_NOW where there is none, or where it is required) */
  async disable(viewer: UserViewer, proof: Proof, client: ClientAddress): Promise<void> {
    if (this.config.get('REQUIRE_TWO_FACTOR')) throw notAllowedNow(because('TWO_FACTOR_IS_REQUIRED'));
    const owner = await this.prove(viewer, proof, client);
    await this.remove(viewer, owner, 'TWO_FACTOR_DISABLED');
  }

  /** @returns the new ones @throws as `disable` */
  async renewRecoveryCodes(viewer: UserViewer, proof: Proof, client: ClientAddress): Promise<string[]> {
    const { id, name } = await this.prove(viewer, proof, client);
    return this.database.transaction(async () => {
      await this.audit.record(viewer, { action: 'RECOVERY_CODES_RENEWED', subject: { type: 'USER', id, name } });
      return this.twoFactor.newRecoveryCodes(id);
    });
  }

  /** Takes a colleague's away, who has lost it. @throws DomainError (NOT_FOUND; NOT_ALLOWED_NOW for one's own, or where there is none) */
  async reset(viewer: UserViewer, userId: string): Promise<UserEntity> {
    const user = isId(userId) ? await this.database.repository(UserEntity).findOneBy({ id: userId }) : null;
    if (user === null) throw notFound('user', 'userId');
    if (user.id === viewer.id) throw notAllowedNow(because('TWO_FACTOR_OWN_RESET'), ['disableTwoFactor'], ['userId']);
    await this.remove(viewer, user, 'TWO_FACTOR_RESET');
    return user;
  }

  private async prove(viewer: UserViewer, { password, code }: Proof, client: ClientAddress): Promise<UserEntity> {
    if (!(await this.twoFactor.isOn(viewer.id))) throw notAllowedNow(because('TWO_FACTOR_IS_OFF'));
    await this.password.require(viewer, password, client, 'password');
    const owner = await this.owner(viewer.id);
    await this.secondStep.require({ id: owner.id, name: owner.name }, code, client, viewer);
    return owner;
  }

  private async remove(actor: AuditActor, { id, name }: UserEntity, action: AuditAction): Promise<void> {
    await this.database.transaction(async () => {
      if (!(await this.twoFactor.remove(id))) throw notAllowedNow(because('TWO_FACTOR_IS_OFF'));
      await this.audit.record(actor, { action, subject: { type: 'USER', id, name } });
    });
  }

  private async owner(id: string): Promise<UserEntity> {
    return this.database.repository(UserEntity).findOneByOrFail({ id });
  }
}

/** Password and code of a person: what a stolen session does not have. */
interface Proof {
  password: string;
  code: string;
}
