import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import type { MetaError } from '../../../whatsapp/errors/meta-error.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import {
  BROADCAST_BRAKE,
  brakesBroadcast,
  brakesNumber,
  NUMBER_BRAKE,
  RefusalStreak,
} from '../domain/refusal-streak.js';
import { HoldBackService } from './hold-back.service.js';
import type { OutgoingJob } from './send-results.service.js';

/** Broadcasts of which this process remembers when Meta last accepted one of their messages. */
const MAX_REMEMBERED = 1_000;

/**
 * What a refused message of a broadcast is to do.
 * - FAIL: it is the message's own trouble.
 * - WAIT: behind all that has not been tried: it may be everybody's trouble.
 */
export type Verdict = 'FAIL' | 'WAIT';

/**
 * Brake on equal refusals in a row, known or unknown: it pauses the broadcast, or the number. Each process counts for
 * itself, so a fleet brakes after as many in each; nobody is left out meanwhile, because a message of a broadcast fails
 * only when Meta has refused it twice and accepted others between.
 */
@Injectable()
export class RefusalBrakeService {
  /** By the id of a broadcast, or of a number for what people write. */
  private readonly streaks = new Map<string, RefusalStreak>();
  /** When Meta last accepted a message of a broadcast. */
  private readonly acceptedAt = new Map<string, Date>();

  constructor(
    private readonly clock: Clock,
    private readonly holdBack: HoldBackService,
  ) {}

  /** Ends the streaks of a broadcast and its number. */
  recordSuccess({ broadcast_id: broadcastId, business_phone_number_id: numberId }: OutgoingJob): void {
    this.streaks.delete(numberId);
    if (broadcastId === null) return;
    this.streaks.delete(broadcastId);
    this.acceptedAt.delete(broadcastId); // the newest comes last
    this.acceptedAt.set(broadcastId, this.clock.now());
    const [oldest] = this.acceptedAt.keys();
    if (this.acceptedAt.size > MAX_REMEMBERED && oldest !== undefined) this.acceptedAt.delete(oldest);
  }

  /** Counts a refusal, and brakes if it is one too many. Returns what a message of a broadcast is to do about it. */
  async count(job: OutgoingJob, refusal: Refusal, error: MetaError): Promise<Verdict> {
    if (job.broadcast_id === null) {
      if (brakesNumber(error) && this.add(job.business_phone_number_id, refusal, job) >= NUMBER_BRAKE) {
        await this.holdBack.brake(sendingOf(job), refusal, NUMBER_BRAKE);
      }
      return 'FAIL';
    }
    if (!brakesBroadcast(error)) {
      this.streaks.delete(job.broadcast_id);
      return 'FAIL';
    }
    const isOwnTrouble = job.refused_code === refusal.code && this.hasAcceptedSince(job.broadcast_id, job.refused_at);
    if (isOwnTrouble) return 'FAIL';
    const inARow = this.add(job.broadcast_id, refusal, job);
    if (inARow >= BROADCAST_BRAKE || this.holdBack.isOnTrial(job.broadcast_id)) {
      await this.holdBack.brake(sendingOf(job), refusal, inARow);
      return 'WAIT';
    }
    return job.refused_code === refusal.code ? 'FAIL' : 'WAIT';
  }

  private add(id: string, refusal: Refusal, job: OutgoingJob): number {
    const streak = this.streaks.get(id) ?? new RefusalStreak();
    this.streaks.set(id, streak);
    return streak.add(`${refusal.code}/${refusal.subcode ?? ''}`, job.id);
  }

  private hasAcceptedSince(broadcastId: string, refusedAt: Date | null): boolean {
    const acceptedAt = this.acceptedAt.get(broadcastId);
    return acceptedAt !== undefined && refusedAt !== null && acceptedAt > refusedAt;
  }
}

export function sendingOf(job: OutgoingJob): { accountId: string; numberId: string; broadcastId: string | null } {
  return { accountId: job.account_id, numberId: job.business_phone_number_id, broadcastId: job.broadcast_id };
}
