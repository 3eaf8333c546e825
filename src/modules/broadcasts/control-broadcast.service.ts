import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { notAllowedNow } from '../../common/errors/domain-error.js';
import { EventLog } from '../../common/events/event-log.js';
import { WakeUps } from '../../common/wake-ups/wake-ups.js';
import { CancelMessagesService } from '../messages/outbound/cancel-messages.service.js';
import { TemplatesService } from '../templates/templates.service.js';
import { AuditService } from '../users/audit/audit.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { BroadcastEntity } from './broadcast.entity.js';
import { BroadcastsService } from './broadcasts.service.js';
import { allowedActions, type BroadcastAction, type BroadcastStatus } from './domain/broadcast.js';
import { WaitingRecipientsService } from './preparation/waiting-recipients.service.js';
import { because } from '../../common/errors/because.js';

/** Controls a broadcast for people: cancel, pause, resume. Each is harmless twice. */
@Injectable()
export class ControlBroadcastService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly wakeUps: WakeUps,
    private readonly broadcasts: BroadcastsService,
    private readonly templates: TemplatesService,
    private readonly cancelMessages: CancelMessagesService,
    private readonly audit: AuditService,
    private readonly waiting: WaitingRecipientsService,
  ) {}

  /** What is QUEUED is CANCELLED. What a worker has claimed goes out. */
  async cancel(viewer: Viewer, id: string): Promise<BroadcastEntity> {
    const cancelled = await this.change(viewer, id, 'cancelBroadcast', 'CANCELLED');
    // Committed first, so that workers have stopped claiming; the watcher does the same, if this should fail.
    await this.cancelMessages.cancelBroadcast(cancelled.id);
    return this.broadcasts.require(viewer, id, 'broadcastId');
  }

  async pause(viewer: Viewer, id: string): Promise<BroadcastEntity> {
    return this.change(viewer, id, 'pauseBroadcast', 'PAUSED', {
      pauseReason: 'Paused by a colleague. Resume it when it may go on.',
      pauseKind: 'BY_HAND',
      pauseCode: null,
      pauseSubcode: null,
      resumeAt: null,
    });
  }

  /** @throws DomainError (TEMPLATE_NOT_SENDABLE) while Meta lets nobody send the template */
  async resume(viewer: Viewer, id: string): Promise<BroadcastEntity> {
    const { templateId } = await this.broadcasts.require(viewer, id, 'broadcastId');
    await this.templates.requireSendable(viewer, templateId, 'broadcastId');
    return this.change(viewer, id, 'resumeBroadcast', 'RUNNING', {
      pauseReason: null,
      resumeAt: this.clock.now(),
    });
  }

  private async change(
    viewer: Viewer,
    id: string,
    action: BroadcastAction,
    status: BroadcastStatus,
    changes: Partial<BroadcastEntity> = {},
  ): Promise<BroadcastEntity> {
    const { id: broadcastId, accountId } = await this.broadcasts.require(viewer, id, 'broadcastId');
    return this.database.transaction(async () => {
      const repository = this.database.repository(BroadcastEntity);
      const broadcast = await repository.findOneOrFail({
        where: { id: broadcastId },
        lock: { mode: 'pessimistic_write' },
      });
      if (broadcast.status === status) return broadcast;
      const allowed = allowedActions(broadcast.status);
      if (!allowed.includes(action)) {
        throw notAllowedNow(because('BROADCAST_IN_STATE', { status: broadcast.status }), allowed, ['broadcastId']);
      }
      await repository.update(broadcastId, { ...changes, status });
      if (status === 'CANCELLED') {
        await this.waiting.forgetAll(broadcastId);
        const subject = { type: 'BROADCAST' as const, id: broadcastId };
        await this.audit.record(viewer, { action: 'BROADCAST_CANCELLED', subject, accountId });
      }
      this.events.append({ accountId, kind: 'BROADCAST', entityId: broadcastId });
      await this.wakeUps.wakeAfterCommit('broadcasts-changed');
      await this.wakeUps.wakeAfterCommit('messages-queued');
      return repository.findOneByOrFail({ id: broadcastId });
    });
  }
}
