import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { SendFailuresService, type ObservedRefusal } from '../messages/dispatch/send-failures.service.js';
import { broadcastPause } from './domain/broadcast-pause.js';

/** Pauses the broadcast of a message that Meta refused, where the refusal concerns all that the broadcast would send. */
@Injectable()
export class PauseRefusedBroadcastsService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly failures: SendFailuresService,
  ) {}

  onModuleInit(): void {
    this.failures.observeRefusals((observed) => this.pause(observed));
  }

  /** What has not been claimed yet waits; longer each time, if the broadcast has hardly gone on since the last. */
  private async pause({ broadcastId, refusal, error }: ObservedRefusal): Promise<void> {
    const pause = broadcastPause(error);
    if (broadcastId === null || pause === null) return;
    await this.database.run(
      `UPDATE broadcasts SET status = 'PAUSED', pause_reason = $2, pauses = recent.pauses + 1,
              resume_at = CASE WHEN $3 THEN $4::timestamptz + make_interval(secs => least($5 * power(2, least(recent.pauses, 10)), 3600)) END
         FROM (SELECT id, CASE WHEN resume_at > $4::timestamptz - interval '1 minute' THEN pauses ELSE 0 END AS pauses
                 FROM broadcasts WHERE id = $1) AS recent
        WHERE broadcasts.id = recent.id AND status = 'RUNNING'`,
      [
        broadcastId,
        `${refusal.code}: ${refusal.advice}`,
        pause.resumesByItself,
        this.clock.now(),
        pause.delayMs / 1_000,
      ],
    );
  }
}
