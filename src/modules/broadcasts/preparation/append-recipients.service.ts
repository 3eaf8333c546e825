import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { DomainError, notAllowedNow } from '../../../common/errors/domain-error.js';
import { EventLog } from '../../../common/events/event-log.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { BroadcastEntity } from '../broadcast.entity.js';
import type { AppendBroadcastRecipientsInput } from '../schema/broadcast.inputs.js';
import { BroadcastsService } from '../broadcasts.service.js';
import { allowedActions } from '../domain/broadcast.js';
import { WaitingRecipientsService } from './waiting-recipients.service.js';
import { because, type Because } from '../../../common/errors/because.js';

/** Appends a part to the recipients of a broadcast that is being prepared: stored at once, prepared in the background. */
@Injectable()
export class AppendRecipientsService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly wakeUps: WakeUps,
    private readonly broadcasts: BroadcastsService,
    private readonly waiting: WaitingRecipientsService,
  ) {}

  /** The same part at the same place again changes nothing. @throws DomainError (NOT_FOUND, NOT_ALLOWED_NOW, CONFLICT, REQUIRED) */
  async append(viewer: Viewer, input: AppendBroadcastRecipientsInput): Promise<BroadcastEntity> {
    const { id, accountId } = await this.broadcasts.require(viewer, input.broadcastId, 'broadcastId');
    return this.database.transaction(async () => {
      const repository = this.database.repository(BroadcastEntity);
      const broadcast = await repository.findOneOrFail({ where: { id }, lock: { mode: 'pessimistic_write' } });
      const { offset, recipients, isLast } = input;
      const expected = broadcast.expectedRecipients ?? 0;
      if (offset < expected || (broadcast.hasAllRecipients && offset === expected && recipients.length > 0)) {
        const hasCome = await this.waiting.hasCome(id, offset, recipients);
        if (hasCome === true) return broadcast;
        if (hasCome === false) throw conflict(because('OTHER_PART_BEFORE'), expected);
      }
      if (broadcast.hasAllRecipients && isLast && recipients.length === 0 && offset === expected) return broadcast;
      if (broadcast.status !== 'PREPARING' || broadcast.hasAllRecipients) {
        const why = because('BROADCAST_TAKES_NO_MORE', { status: broadcast.status });
        throw notAllowedNow(why, allowedActions(broadcast.status), ['broadcastId']);
      }
      if (offset !== expected) {
        throw conflict(because('PART_OUT_OF_ORDER', { expected }), expected);
      }
      if (recipients.length === 0 && !isLast) {
        throw new DomainError({ code: 'REQUIRED', ...because('RECIPIENTS_EMPTY'), path: ['recipients'] });
      }
      if (recipients.length > 0) await this.waiting.add(id, offset, recipients);
      await repository.update(id, { expectedRecipients: expected + recipients.length, hasAllRecipients: isLast });
      this.events.append({ accountId, kind: 'BROADCAST', entityId: id });
      await this.wakeUps.wakeAfterCommit('broadcasts-changed');
      return repository.findOneByOrFail({ id });
    });
  }
}

function conflict(why: Because, expected: number): DomainError {
  return new DomainError({ code: 'CONFLICT', ...why, path: ['offset'], limit: expected });
}
