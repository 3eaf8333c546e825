import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { DAY_MS } from '../../../common/durations.js';
import type { AlertTrouble } from '../domain/alerts/alert-problems.js';
import type { AlertChannel } from '../domain/alerts/alert-settings.js';
import type { UserViewer } from '../domain/viewer.js';
import type { AlertProblem } from './alert-settings.types.js';

/** One that has not been seen for a day has nobody who waits for it to end. */
const SHOWN_MS = DAY_MS;

/** Alert problems: what keeps people from being alerted, from the first failure until something reaches them. */
@Injectable()
export class AlertProblemsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Of the viewer; of everybody where they are an administrator, who can mend what is wrong with the server. */
  async list({ id, role }: UserViewer): Promise<AlertProblem[]> {
    return this.database.query<AlertProblem>(
      `SELECT channel, code, (array_agg(message ORDER BY last_at DESC))[1] AS message, min(first_at) AS since,
              max(last_at) AS "lastAt", count(*)::int AS people
         FROM alert_problems WHERE (user_id = $1 OR $2) AND last_at > $3
        GROUP BY channel, code ORDER BY channel, code`,
      [id, role === 'ADMIN', new Date(this.clock.now().getTime() - SHOWN_MS)],
    );
  }

  async record(userId: string, channel: AlertChannel, { code, message }: AlertTrouble): Promise<void> {
    await this.database.run(
      `INSERT INTO alert_problems (user_id, channel, code, message, first_at, last_at) VALUES ($1, $2, $3, $4, $5, $5)
       ON CONFLICT (user_id, channel) DO UPDATE SET code = excluded.code, message = excluded.message, last_at = excluded.last_at`,
      [userId, channel, code, message, this.clock.now()],
    );
  }

  /** Something has reached them. */
  async clear(userIds: readonly string[], channel: AlertChannel): Promise<void> {
    if (userIds.length === 0) return;
    await this.database.run('DELETE FROM alert_problems WHERE user_id = ANY($1) AND channel = $2', [userIds, channel]);
  }
}
