import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { HOUR_MS, MINUTE_MS } from '../../../common/durations.js';
import { because } from '../../../common/errors/because.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import { META_ERRORS } from '../../../whatsapp/errors/error-catalogue.js';
import { asDomainError, GraphError } from '../../../whatsapp/errors/graph-error.js';
import { NotificationsService } from '../../users/notifications/notifications.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { holdAfter, TOLD_AFTER } from '../domain/pin-hold.js';
import { NumberAtMetaService, type OwnNumber } from '../number-at-meta.service.js';
import { PinRefusalEntity } from './pin-refusal.entity.js';

/** Refusals by which Meta takes no PIN for a while, and for how long where it does not say. */
const HELD_MS: ReadonlyMap<number, number> = new Map([
  [META_ERRORS.PIN_ATTEMPTS_EXCEEDED.code, HOUR_MS],
  [META_ERRORS.PIN_GUESSED_TOO_FAST.code, MINUTE_MS],
]);

/**
 * PIN guard: counts the PINs of a number that Meta refuses, and sends none while Meta takes none: each try would only make it
 * longer. At the third in a row administrators are notified: somebody may be guessing.
 */
@Injectable()
export class PinGuardService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly numbers: NumberAtMetaService,
    private readonly notifications: NotificationsService,
  ) {}

  /** For DataLoaders: what was refused, in order; null where the last PIN was right. */
  readonly byNumberIds = async (numberIds: readonly string[]): Promise<(PinRefusalEntity | null)[]> => {
    const rows = await this.database.rows(PinRefusalEntity, 'WHERE business_phone_number_id = ANY($1)', [numberIds]);
    return inOrderOf(numberIds, rows, (row) => row.businessPhoneNumberId);
  };

  /**
   * Runs a call of Meta with a PIN.
   * @throws DomainError (RATE_LIMITED with retryAfterSeconds while Meta takes none; META_REFUSED, META_UNREACHABLE)
   */
  async attempt(viewer: Viewer, number: OwnNumber, work: () => Promise<void>): Promise<void> {
    await this.refuseWhileHeld(number);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof GraphError)) throw asDomainError(error, 'phoneNumberId');
      const { code } = error.refusal;
      const isOfPin = code === META_ERRORS.PIN_WRONG.code || HELD_MS.has(code);
      if (isOfPin) await this.recordRefusal(viewer, number, error);
      throw asDomainError(error, isOfPin ? 'pin' : 'phoneNumberId');
    }
    await this.forget(number);
  }

  /** Forgets what was refused: the PIN is known, or another one was set. */
  async forget(number: OwnNumber): Promise<void> {
    await this.database.run('DELETE FROM pin_refusals WHERE business_phone_number_id = $1', [number.id]);
  }

  private async refuseWhileHeld(number: OwnNumber): Promise<void> {
    const [refusal] = await this.byNumberIds([number.id]);
    const secondsLeft = ((refusal?.heldUntil?.getTime() ?? 0) - this.clock.now().getTime()) / 1_000;
    if (secondsLeft <= 0) return;
    throw new DomainError({
      code: 'RATE_LIMITED',
      ...because('PIN_HELD'),
      path: ['pin'],
      retryAfterSeconds: Math.ceil(secondsLeft),
    });
  }

  private async recordRefusal(viewer: Viewer, number: OwnNumber, { refusal }: GraphError): Promise<void> {
    const now = this.clock.now();
    const usualMs = HELD_MS.get(refusal.code);
    const heldUntil = usualMs === undefined ? null : new Date(now.getTime() + holdAfter(refusal.details, usualMs));
    await this.database.transaction(async () => {
      const [row] = await this.database.query<{ count: number }>(
        `INSERT INTO pin_refusals (business_phone_number_id, refused_in_a_row, refused_at, held_until) VALUES ($1, 1, $2, $3)
         ON CONFLICT (business_phone_number_id) DO UPDATE
           SET refused_in_a_row = pin_refusals.refused_in_a_row + 1, refused_at = $2, held_until = $3
         RETURNING refused_in_a_row AS count`,
        [number.id, now, heldUntil],
      );
      await this.numbers.record(viewer, number, { action: 'NUMBER_PIN_REFUSED' });
      if (row?.count !== TOLD_AFTER) return;
      await this.notifications.notifyAdmins({
        accountId: number.accountId,
        reason: 'ACCOUNT_CHANGED',
        title: number.accountName,
        body: because('NOTICE_PIN_REFUSED', { number: number.name, count: row.count }),
      });
    });
  }
}
