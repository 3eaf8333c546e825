import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { HOUR_MS } from '../../../common/durations.js';
import { META_ERRORS, metaErrorOf } from '../../../whatsapp/errors/error-catalogue.js';
import type { ErrorScope, MetaError } from '../../../whatsapp/errors/meta-error.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import { HoldBackService, type RefusedSending } from '../dispatch/hold-back.service.js';
import { ReconcileUnconfirmedService } from '../dispatch/reconcile-unconfirmed.service.js';
import { BROADCAST_BRAKE, brakesBroadcast, RefusalStreak } from '../domain/refusal-streak.js';

/** What a status has said anew of a message. */
export interface StatusResult {
  messageId: string;
  sending: RefusedSending;
  /** Why it failed; null where it did not. */
  failure: Refusal | null;
  failedAt: Date | null;
}

/** Older news, as when deliveries are replayed, hold nothing back any more. */
const MAX_AGE_MS = HOUR_MS;
const BEYOND_MESSAGE: readonly ErrorScope[] = ['TOKEN', 'ACCOUNT', 'NUMBER', 'TEMPLATE'];

/**
 * Refusals that a status tells: Meta had accepted the message. They hold back what the same answer would, and the message
 * is sent once more when that is mended: such refusals come before delivery.
 */
@Injectable()
export class RefusedStatusesService {
  /** By broadcast. */
  private readonly streaks = new Map<string, RefusalStreak>();

  constructor(
    private readonly clock: Clock,
    private readonly holdBack: HoldBackService,
    private readonly reconciliation: ReconcileUnconfirmedService,
  ) {}

  /** In the transaction that applies the statuses. */
  async handle(results: readonly StatusResult[]): Promise<void> {
    const refused = results.flatMap(({ failure, ...result }) => {
      if (failure === null || !this.isNews(result.failedAt)) return [];
      return [{ ...result, failure, error: metaErrorOf(failure.code, failure.subcode) }];
    });
    const held = refused.filter(({ sending, error }) => isBeyondMessage(error, sending));
    await this.reconciliation.resendRefused(held.map(({ messageId }) => messageId));
    for (const { sending, failure, failedAt } of distinct(held)) await this.holdBack.hold(sending, failure, failedAt);
    for (const { messageId, sending, failure, failedAt, error } of refused) {
      if (sending.broadcastId === null || !brakesBroadcast(error)) continue;
      const inARow = this.streakOf(sending.broadcastId).add(String(failure.code), messageId);
      if (inARow >= BROADCAST_BRAKE) await this.holdBack.brake(sending, failure, inARow, failedAt);
    }
    for (const { sending, failure } of results) {
      if (failure === null && sending.broadcastId !== null) this.streaks.delete(sending.broadcastId);
    }
  }

  private isNews(failedAt: Date | null): boolean {
    return failedAt !== null && failedAt.getTime() > this.clock.now().getTime() - MAX_AGE_MS;
  }

  private streakOf(broadcastId: string): RefusalStreak {
    const streak = this.streaks.get(broadcastId) ?? new RefusalStreak();
    this.streaks.set(broadcastId, streak);
    return streak;
  }
}

/** A status without a code reads as 0, and says nothing of the token. A template that nobody sends to many holds up nothing. */
function isBeyondMessage({ code, scope }: MetaError, { broadcastId }: RefusedSending): boolean {
  if (code === META_ERRORS.AUTHENTICATION_FAILED.code) return false;
  return BEYOND_MESSAGE.includes(scope) && (scope !== 'TEMPLATE' || broadcastId !== null);
}

/** One of those that say the same of the same, the newest. */
function distinct<Held extends { sending: RefusedSending; failure: Refusal; failedAt: Date | null }>(
  held: readonly Held[],
): Held[] {
  const sorted = held.toSorted((a, b) => Number(a.failedAt) - Number(b.failedAt));
  const keyOf = ({ sending, failure }: Held): string =>
    [sending.numberId, sending.broadcastId, failure.code, failure.subcode].join(' ');
  return [...new Map(sorted.map((entry) => [keyOf(entry), entry])).values()];
}
