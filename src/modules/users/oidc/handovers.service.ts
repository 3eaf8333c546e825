import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { MINUTE_MS, SECOND_MS } from '../../../common/durations.js';
import { because } from '../../../common/errors/because.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import type { Session } from '../authentication/sessions.service.js';
import { hashToken, newToken } from '../authentication/tokens.js';
import type { RequestOrigin } from '../domain/viewer.js';
import { SessionTokensService } from '../sessions/session-tokens.service.js';
import { UserEntity } from '../user.entity.js';
import { BrowserCookies } from './browser-cookies.js';

const COOKIE = 'parley-sign-in';
const COOKIE_PATH = '/';
const PATIENCE_MS = MINUTE_MS;

/**
 * Handovers: between the answer of the issuer, which a browser follows, and the page, which takes the session. A token in a cookie
 * that no script reads, good once and for a minute: no address, history or log holds anything that lets somebody in.
 */
@Injectable()
export class HandoversService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tokens: SessionTokensService,
    private readonly cookies: BrowserCookies,
  ) {}

  /** A header Set-Cookie with which the same browser takes the session. */
  async issue(userId: string): Promise<string> {
    const token = newToken();
    const now = this.clock.now();
    await this.database.transaction(async () => {
      await this.database.run('DELETE FROM sign_in_handovers WHERE expires_at <= $1', [now]);
      await this.database.run('INSERT INTO sign_in_handovers (token_hash, user_id, expires_at) VALUES ($1, $2, $3)', [
        hashToken(token),
        userId,
        new Date(now.getTime() + PATIENCE_MS),
      ]);
    });
    return this.cookies.set(COOKIE, token, {
      path: COOKIE_PATH,
      sameSite: 'strict',
      maxAgeSeconds: PATIENCE_MS / SECOND_MS,
    });
  }

  /** Opens the session that the browser's cookie stands for. @throws DomainError (INVALID_INPUT) where it stands for none any more */
  async redeem(cookieHeader: string | undefined, origin: RequestOrigin | undefined): Promise<Session> {
    const token = this.cookies.read(cookieHeader, COOKIE, COOKIE_PATH);
    return this.database.transaction(async () => {
      const [handover] =
        token === null
          ? []
          : await this.database.query<{ user_id: string }>(
              'DELETE FROM sign_in_handovers WHERE token_hash = $1 AND expires_at > $2 RETURNING user_id',
              [hashToken(token), this.clock.now()],
            );
      const user =
        handover === undefined
          ? null
          : await this.database.repository(UserEntity).findOneBy({ id: handover.user_id, isActive: true });
      if (user === null)
        throw new DomainError({ code: 'INVALID_INPUT', ...because('SIGN_IN_NOT_BEGUN_HERE'), path: [] });
      return { ...(await this.tokens.open(user, origin, 'ISSUER')), user };
    });
  }
}
