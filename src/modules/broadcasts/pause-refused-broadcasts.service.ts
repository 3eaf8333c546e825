import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { HoldBackService, type ObservedRefusal } from '../messages/dispatch/hold-back.service.js';
import { brakePause, broadcastPause, MAX_PAUSE_MS } from './domain/broadcast-pause.js';

/** Pauses the broadcast of a message that Meta refused, where the refusal concerns all that the broadcast would send. */
@Injectable()
export class PauseRefusedBroadcastsService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly holdBack: HoldBackService,
  ) {}

  onModuleInit(): void {
    this.holdBack.observe({
      refused: (observed) => this.pause(observed),
      accepted: (broadcastId) => this.endTrial(broadcastId),
    });
  }

  /**
   * What has not been claimed yet waits; longer each time, if the broadcast has hardly gone on since the last. What Meta
   * tells late, of a time before the broadcast last went on, is known already.
   */
  private async pause({ broadcastId, refusal, error, toldAt, inARow }: ObservedRefusal): Promise<void> {
    const pause = inARow === null ? broadcastPause(error) : brakePause(inARow);
    if (broadcastId === null || pause === null) return;
    const reason = [pause.why, `${refusal.code}: ${refusal.advice}`].filter((text) => text !== null).join(' ');
    await this.database.run(
      `UPDATE broadcasts SET status = 'PAUSED', pause_reason = $2, pause_kind = $8, pause_code = $9, pause_subcode = $10,
              pauses = recent.pauses + 1, is_on_trial = true,
              resume_at = CASE WHEN $3 THEN $4::timestamptz + make_interval(secs => least($5 * power(2, least(recent.pauses, 10)), $7)) END
         FROM (SELECT id, CASE WHEN resume_at > $4::timestamptz - interval '1 minute' THEN pauses ELSE 0 END AS pauses
                 FROM broadcasts WHERE id = $1) AS recent
        WHERE broadcasts.id = recent.id AND status = 'RUNNING' AND ($6::timestamptz IS NULL OR resume_at IS NULL OR resume_at < $6)`,
      [
        broadcastId,
        reason,
        pause.resumesByItself,
        this.clock.now(),
        pause.delayMs / 1_000,
        toldAt,
        MAX_PAUSE_MS / 1_000,
        inARow === null ? 'REFUSED' : 'REFUSED_REPEATEDLY',
        refusal.code,
        refusal.subcode,
      ],
    );
  }

  private async endTrial(broadcastId: string): Promise<void> {
    await this.database.run(
      'UPDATE broadcasts SET is_on_trial = false WHERE id = $1 AND is_on_trial AND status <> $2',
      [broadcastId, 'PAUSED'],
    );
  }
}
