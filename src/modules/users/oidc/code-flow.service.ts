import { Injectable, Logger } from '@nestjs/common';
import * as oidc from 'openid-client';
import { Clock } from '../../../common/clock/clock.js';
import { Config } from '../../../common/config/config.js';
import { MINUTE_MS, SECOND_MS } from '../../../common/durations.js';
import { because } from '../../../common/errors/because.js';
import { DomainError, notAllowedNow } from '../../../common/errors/domain-error.js';
import { SecretBox } from '../../../common/secrets/secret-box.js';
import type { Claims } from '../domain/oidc/issuer-claims.js';
import { BrowserCookies } from './browser-cookies.js';
import { IssuerTokensService } from './issuer-tokens.service.js';
import { IssuerService } from './issuer.service.js';

export const CALLBACK_PATH = '/auth/oidc/callback';
const COOKIE_PATH = '/auth/oidc';
const SEALED_FOR = 'cookie of a sign-in';
/** For so long somebody may take at the issuer. */
const PATIENCE_MS = 10 * MINUTE_MS;

/** Sign-in that was begun in a browser. Sealed in its cookie: it need not be stored, and any process can finish it. */
interface BegunSignIn {
  state: string;
  nonce: string;
  codeVerifier: string;
  expiresAt: number;
}

/** Code flow with the issuer (OpenID Connect, PKCE S256, state and nonce): begun and finished in one browser, by its cookie. */
@Injectable()
export class CodeFlowService {
  private readonly logger = new Logger(CodeFlowService.name);

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly box: SecretBox,
    private readonly issuer: IssuerService,
    private readonly tokens: IssuerTokensService,
    private readonly cookies: BrowserCookies,
  ) {}

  /** Where the browser goes, and the cookie that it takes along. @throws DomainError (ISSUER_UNREACHABLE) */
  async begin(): Promise<{ url: string; cookie: string }> {
    const client = await this.client();
    const begun: BegunSignIn = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      codeVerifier: oidc.randomPKCECodeVerifier(),
      expiresAt: this.clock.now().getTime() + PATIENCE_MS,
    };
    const url = oidc.buildAuthorizationUrl(client, {
      redirect_uri: this.redirectUri,
      scope: this.config.get('OIDC_SCOPES'),
      state: begun.state,
      nonce: begun.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(begun.codeVerifier),
      code_challenge_method: 'S256',
    });
    const cookie = this.cookies.set(nameOf(begun.state), this.box.seal(JSON.stringify(begun), SEALED_FOR), {
      path: COOKIE_PATH,
      sameSite: 'lax', // the way back comes from another site
      maxAgeSeconds: PATIENCE_MS / SECOND_MS,
    });
    return { url: url.href, cookie };
  }

  /**
   * Claims of whom the issuer sent back, verified: of the ID token, and of its userinfo where there is one.
   * @param search what stands behind the path of the callback: `?code=…&state=…`
   * @throws DomainError with the reason
   */
  async finish(search: string, cookieHeader: string | undefined): Promise<Claims> {
    const begun = this.begunIn(search, cookieHeader);
    const client = await this.client();
    let tokens: Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>;
    try {
      tokens = await oidc.authorizationCodeGrant(client, new URL(`${this.redirectUri}${search}`), {
        pkceCodeVerifier: begun.codeVerifier,
        expectedState: begun.state,
        expectedNonce: begun.nonce,
        idTokenExpected: true,
      });
    } catch (error) {
      throw this.refusalOf(error);
    }
    const claims = await this.tokens.verify(tokens.id_token ?? '', this.config.get('OIDC_CLIENT_ID') ?? '');
    return { ...(await this.userInfo(client, tokens.access_token, String(claims.sub))), ...claims };
  }

  /** A header Set-Cookie that takes the cookie of this sign-in away. */
  forget(search: string): string {
    const name = nameOf(new URLSearchParams(search).get('state') ?? '');
    return this.cookies.set(name, '', { path: COOKIE_PATH, sameSite: 'lax', maxAgeSeconds: 0 });
  }

  private get redirectUri(): string {
    return `${this.config.publicUrl}${CALLBACK_PATH}`;
  }

  private begunIn(search: string, cookieHeader: string | undefined): BegunSignIn {
    const state = new URLSearchParams(search).get('state') ?? '';
    const sealed = this.cookies.read(cookieHeader, nameOf(state), COOKIE_PATH);
    const begun = sealed === null ? null : this.opened(sealed);
    if (begun?.state !== state || begun.expiresAt < this.clock.now().getTime())
      throw notAllowedNow(because('SIGN_IN_NOT_BEGUN_HERE'));
    return begun;
  }

  private opened(sealed: string): BegunSignIn | null {
    try {
      return JSON.parse(this.box.open(sealed, SEALED_FOR)) as BegunSignIn;
    } catch {
      return null; // not of our making
    }
  }

  private async client(): Promise<oidc.Configuration> {
    try {
      return await this.issuer.client();
    } catch (error) {
      throw this.tokens.unreachable(error);
    }
  }

  /** Many issuers tell e-mail and groups there alone. What it says of a person, the ID token's claims stand above. */
  private async userInfo(client: oidc.Configuration, accessToken: string, subject: string): Promise<Claims> {
    if (client.serverMetadata().userinfo_endpoint === undefined) return {};
    try {
      return { ...(await oidc.fetchUserInfo(client, accessToken, subject)) };
    } catch (error) {
      throw this.refusalOf(error);
    }
  }

  /** What the issuer said stays in the log: it is for whoever runs the server. */
  private refusalOf(error: unknown): DomainError {
    const { code, error: said, cause } = error as { code?: string; error?: string; cause?: { code?: string } };
    if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError) {
      this.logger.warn(`The issuer refused a sign-in: ${said ?? ''}.`);
      return notAllowedNow(because('ISSUER_REFUSED'));
    }
    if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return notAllowedNow(because('ISSUER_TOKEN_EXPIRED'));
    if (error instanceof oidc.ClientError && code !== 'OAUTH_TIMEOUT') {
      this.logger.warn(
        `What the issuer answered to a sign-in does not count: ${code ?? ''} ${cause?.code ?? ''}`.trim(),
      );
      return notAllowedNow(because('ISSUER_TOKEN_UNTRUSTED'));
    }
    return this.tokens.unreachable(error);
  }
}

/** A cookie for each sign-in, so that two tabs do not disturb each other. */
function nameOf(state: string): string {
  return `parley-oidc-${state.replaceAll(/[^\w-]/g, '').slice(0, 12)}`;
}
