import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../../../common/config/config.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import { ClientAddresses } from '../../../common/http/client-addresses.js';
import { rateLimitHeaders, tooManyRequests } from '../../../common/rate-limits/rate-limited.js';
import { originOf } from '../authentication/request-origin.js';
import { RequestLimits } from '../limits/request-limits.service.js';
import { CodeFlowService } from './code-flow.service.js';
import { IssuerSignInService } from './issuer-sign-in.service.js';
import { IssuerService } from './issuer.service.js';

/** Points of an address: each may make this server ask the issuer. */
const POINTS = 10;

/**
 * The two addresses of a sign-in at the issuer. `GET /auth/oidc/start` leads the browser there, `GET /auth/oidc/callback` takes it
 * back; both lead on to /sign-in of PUBLIC_URL and to nowhere else, with `#done`, or `#problem=REASON`. 404 without OIDC_ISSUER, 429 beyond
 * RATE_LIMIT_ADDRESS_POINTS.
 */
@Controller('auth/oidc')
export class OidcController {
  constructor(
    private readonly config: Config,
    private readonly issuer: IssuerService,
    private readonly flow: CodeFlowService,
    private readonly signIn: IssuerSignInService,
    private readonly addresses: ClientAddresses,
    private readonly limits: RequestLimits,
  ) {}

  @Get('start')
  async start(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (await this.isRefused(request, reply)) return;
    try {
      const { url, cookie } = await this.flow.begin();
      await reply.header('set-cookie', cookie).header('cache-control', 'no-store').redirect(url, 302);
    } catch (error) {
      await this.say(reply, error);
    }
  }

  @Get('callback')
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (await this.isRefused(request, reply)) return;
    const search = /\?.*/s.exec(request.url)?.[0] ?? '';
    void reply.header('set-cookie', this.flow.forget(search));
    try {
      const cookie = await this.signIn.finish(search, request.headers.cookie, originOf(request));
      void reply.header('set-cookie', cookie);
      await this.lead(reply, 'done');
    } catch (error) {
      await this.say(reply, error);
    }
  }

  private async isRefused(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    if (!this.issuer.isSet) {
      await reply.code(404).send({ errors: [{ code: 'NOT_FOUND', message: 'OIDC_ISSUER is not set.' }] });
      return true;
    }
    const standing = await this.limits.use({ viewer: null, client: this.addresses.of(request.raw) }, POINTS);
    if (standing?.isExceeded !== true) return false;
    await reply
      .code(429)
      .headers(rateLimitHeaders(standing))
      .send({ errors: [{ code: 'RATE_LIMITED', message: tooManyRequests(standing) }] });
    return true;
  }

  private async say(reply: FastifyReply, error: unknown): Promise<void> {
    const reason = error instanceof DomainError ? error.problems[0]?.reason : undefined;
    if (reason === undefined) throw error;
    await this.lead(reply, `problem=${reason}`);
  }

  private async lead(reply: FastifyReply, outcome: string): Promise<void> {
    await reply.header('cache-control', 'no-store').redirect(`${this.config.publicUrl}/sign-in#${outcome}`, 302);
  }
}
