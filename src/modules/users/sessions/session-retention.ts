import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { DAY_MS } from '../../../common/durations.js';
import { RetentionService } from '../../../common/retention/retention.service.js';

const BATCH_SIZE = 500;
/** After their end: a clock that was wrong and is put right again signs nobody out. */
const KEPT_MS = 7 * DAY_MS;

/** Session retention: those that nothing could refresh for a week, with all their tokens. */
@Injectable()
export class SessionRetention implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly retention: RetentionService,
  ) {}

  onModuleInit(): void {
    this.retention.register({
      name: 'sessions that have expired',
      keepForMs: KEPT_MS,
      batchSize: BATCH_SIZE,
      deleteBatch: (before, batchSize) =>
        this.database.run(
          `DELETE FROM sessions WHERE id IN
             (SELECT id FROM sessions WHERE NOT EXISTS
                (SELECT FROM session_tokens WHERE session_id = sessions.id AND replaced_at IS NULL AND refresh_expires_at > $1)
               LIMIT $2)`,
          [before, batchSize],
        ),
    });
  }
}
