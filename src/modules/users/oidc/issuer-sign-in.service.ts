import { Injectable } from '@nestjs/common';
import { Config } from '../../../common/config/config.js';
import { SECOND_MS } from '../../../common/durations.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import type { Reason } from '../../../common/errors/reasons/reasons.js';
import { AuditService, detail } from '../audit/audit.service.js';
import { personIn, type Claims } from '../domain/oidc/issuer-claims.js';
import type { RequestOrigin } from '../domain/viewer.js';
import { SessionTokensService } from '../sessions/session-tokens.service.js';
import type { UserEntity } from '../user.entity.js';
import { CodeFlowService } from './code-flow.service.js';
import { HandoversService } from './handovers.service.js';
import { IssuerTokensService } from './issuer-tokens.service.js';
import { CLOCK_TOLERANCE_SECONDS } from './issuer.service.js';
import { IssuerUsersService } from './issuer-users.service.js';

/** Sign-in by what the issuer says: people by the code flow, front ends and programs by bearer tokens. */
@Injectable()
export class IssuerSignInService {
  constructor(
    private readonly config: Config,
    private readonly flow: CodeFlowService,
    private readonly handovers: HandoversService,
    private readonly issuerTokens: IssuerTokensService,
    private readonly users: IssuerUsersService,
    private readonly sessionTokens: SessionTokensService,
    private readonly audit: AuditService,
  ) {}

  /** Whether a bearer token can be one of the issuer: it looks like a JWT, and there is an audience to compare. */
  mayBeOfIssuer(token: string): boolean {
    return this.config.get('OIDC_ISSUER') !== null && this.config.get('OIDC_AUDIENCE') !== null && JWT.test(token);
  }

  /** Finishes a code flow. @returns the header Set-Cookie with which the browser takes its session @throws DomainError */
  async finish(search: string, cookieHeader: string | undefined, origin: RequestOrigin | undefined): Promise<string> {
    return this.refusing(origin, async () => {
      const claims = await this.flow.finish(search, cookieHeader);
      const user = await this.userOf(claims, origin);
      return this.handovers.issue(user.id);
    });
  }

  /** Verifies a bearer token that has not been seen before; from then on it opens a session like any access token. @throws DomainError */
  async admit(token: string, origin: RequestOrigin | undefined): Promise<void> {
    await this.refusing(origin, async () => {
      const claims = await this.issuerTokens.verify(token, this.config.get('OIDC_AUDIENCE') ?? '');
      const user = await this.userOf(claims, origin);
      const client = String(claims.client_id ?? claims.azp ?? '');
      const expiresAt = new Date((Number(claims.exp) + CLOCK_TOLERANCE_SECONDS) * SECOND_MS);
      await this.sessionTokens.join(user, { token, client, expiresAt }, origin);
    });
  }

  private async userOf(claims: Claims, origin: RequestOrigin | undefined): Promise<UserEntity> {
    const person = personIn(claims, {
      rolesClaim: this.config.get('OIDC_ROLES_CLAIM'),
      roles: this.config.get('OIDC_ROLES'),
      accountsClaim: this.config.get('OIDC_ACCOUNTS_CLAIM'),
    });
    return this.users.admit(String(claims.iss), person, origin);
  }

  /** What is refused is in the audit trail, with its reason, once a minute and address. */
  private async refusing<T>(origin: RequestOrigin | undefined, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof DomainError) {
        const reason: Reason = error.problems[0]?.reason ?? 'ISSUER_REFUSED';
        const details = [detail('reason', reason)];
        await this.audit.recordOnceAMinute({ kind: 'NOBODY', origin }, { action: 'ISSUER_SIGN_IN_REFUSED', details });
      }
      throw error;
    }
  }
}

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
