import { Injectable, Logger } from '@nestjs/common';
import { errors, jwtVerify } from 'jose';
import { Clock } from '../../../common/clock/clock.js';
import { because, type Because } from '../../../common/errors/because.js';
import { DomainError, notAllowedNow } from '../../../common/errors/domain-error.js';
import { errorName } from '../../../common/errors/error-name.js';
import type { Claims } from '../domain/oidc/issuer-claims.js';
import { CLOCK_TOLERANCE_SECONDS, IssuerService } from './issuer.service.js';

/** Signatures by a key pair alone: no `none`, and no secret that two share. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Tokens of the issuer: whether they are its own, for us, and good now. */
@Injectable()
export class IssuerTokensService {
  private readonly logger = new Logger(IssuerTokensService.name);

  constructor(
    private readonly issuer: IssuerService,
    private readonly clock: Clock,
  ) {}

  /** Claims of a token (JWT), verified. @throws DomainError with the reason why it does not count */
  async verify(token: string, audience: string): Promise<Claims> {
    const issuer = await this.issuerName();
    const now = this.clock.now();
    let claims: Claims;
    try {
      const { payload } = await jwtVerify(token, this.issuer.keyOf, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: now,
        requiredClaims: ['sub', 'iat', 'exp'],
      });
      claims = payload;
    } catch (error) {
      throw notAllowedNow(this.whyNot(error));
    }
    const latest = now.getTime() / 1_000 + CLOCK_TOLERANCE_SECONDS;
    if (Number(claims.iat) > latest) throw notAllowedNow(because('ISSUER_TOKEN_FROM_THE_FUTURE'));
    return claims;
  }

  /** @throws DomainError (ISSUER_UNREACHABLE) */
  private async issuerName(): Promise<string> {
    try {
      return (await this.issuer.metadata()).issuer;
    } catch (error) {
      throw this.unreachable(error);
    }
  }

  /** Logs why the issuer could not be asked. */
  unreachable(error: unknown): DomainError {
    const cause = (error as Error).cause as { code?: string } | undefined;
    this.logger.warn(
      `The issuer of OIDC_ISSUER cannot be asked: ${cause?.code ?? errorName(error)}. npx parley doctor says more.`,
    );
    return notAllowedNow(because('ISSUER_UNREACHABLE'));
  }

  private whyNot(error: unknown): Because {
    if (error instanceof errors.JWTExpired) return because('ISSUER_TOKEN_EXPIRED');
    if (error instanceof errors.JWTClaimValidationFailed) return ofClaim(error.claim);
    if (error instanceof errors.JOSEError) return because('ISSUER_TOKEN_UNTRUSTED');
    this.unreachable(error);
    return because('ISSUER_UNREACHABLE');
  }
}

function ofClaim(claim: string): Because {
  switch (claim) {
    case 'aud':
      return because('ISSUER_TOKEN_AUDIENCE');
    case 'nbf':
      return because('ISSUER_TOKEN_FROM_THE_FUTURE');
    default:
      return because('ISSUER_TOKEN_UNTRUSTED');
  }
}
