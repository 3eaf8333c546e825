import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { notFound } from '../../../common/errors/domain-error.js';
import { isId } from '../../../common/ids.js';
import { AuditService, detail } from '../audit/audit.service.js';
import { PermissionsVersion } from '../authentication/permissions-version.js';
import type { UserViewer } from '../domain/viewer.js';
import type { ActiveSessionType } from './session.types.js';

/** Sessions that are listed at most: those used last. */
const MAX_LISTED = 100;

/** Active sessions of a person: who sees them, ends one, or all but the one that they are in. */
@Injectable()
export class ActiveSessionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly permissionsVersion: PermissionsVersion,
    private readonly audit: AuditService,
  ) {}

  /** The viewer's own, those used last first. */
  async list(viewer: UserViewer): Promise<ActiveSessionType[]> {
    return this.database.query<ActiveSessionType>(
      `SELECT sessions.id, created_at AS "createdAt", last_used_at AS "lastUsedAt", address, user_agent AS "userAgent",
              sessions.id = $2 AS "isCurrent", good.until AS "expiresAt"
         FROM sessions JOIN LATERAL (SELECT max(refresh_expires_at) AS until FROM session_tokens
                                      WHERE session_id = sessions.id AND replaced_at IS NULL) good ON good.until > $3
        WHERE user_id = $1 ORDER BY last_used_at DESC, sessions.id DESC LIMIT ${MAX_LISTED}`,
      [viewer.id, viewer.sessionId, this.clock.now()],
    );
  }

  /** Ends one of the viewer's own, also its sockets. @throws DomainError (NOT_FOUND) */
  async end(viewer: UserViewer, sessionId: string): Promise<void> {
    await this.database.transaction(async () => {
      const ended = isId(sessionId)
        ? await this.database.run('DELETE FROM sessions WHERE id = $1 AND user_id = $2', [sessionId, viewer.id])
        : 0;
      if (ended === 0) throw notFound('session', 'sessionId');
      const isOwn = sessionId.toLowerCase() === viewer.sessionId;
      await this.recordEnd(viewer, isOwn ? 'SIGNED_OUT' : 'SESSIONS_ENDED', ended);
    });
  }

  /** Ends all but the one that the viewer is in. @returns how many there were */
  async endOthers(viewer: UserViewer): Promise<number> {
    return this.database.transaction(async () => {
      const ended = await this.database.run('DELETE FROM sessions WHERE user_id = $1 AND id <> $2', [
        viewer.id,
        viewer.sessionId,
      ]);
      if (ended > 0) await this.recordEnd(viewer, 'SESSIONS_ENDED', ended);
      return ended;
    });
  }

  /** Ends all sessions of a person, in the running transaction. Whoever calls says in the audit trail why. @returns how many there were */
  async endAllOf(userId: string): Promise<number> {
    await this.database.run('DELETE FROM sign_in_handovers WHERE user_id = $1', [userId]);
    const ended = await this.database.run('DELETE FROM sessions WHERE user_id = $1', [userId]);
    await this.permissionsVersion.advance();
    return ended;
  }

  private async recordEnd(viewer: UserViewer, action: 'SIGNED_OUT' | 'SESSIONS_ENDED', count: number): Promise<void> {
    await this.permissionsVersion.advance();
    const details = action === 'SESSIONS_ENDED' ? [detail('sessions', count)] : [];
    const [user] = await this.database.query<{ name: string }>('SELECT name FROM users WHERE id = $1', [viewer.id]);
    await this.audit.record(viewer, { action, subject: { type: 'USER', id: viewer.id, name: user?.name }, details });
  }
}
