import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { inBatches } from '../../../common/database/in-batches.js';
import { notAllowedNow } from '../../../common/errors/domain-error.js';
import { EventLog } from '../../../common/events/event-log.js';
import { MarketingPreferencesService } from '../../conversations/contacts/marketing-preferences.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { MessageEntity } from '../message.entity.js';
import { MessagesService } from '../messages.service.js';
import { because } from '../../../common/errors/because.js';

interface CancelledRow {
  id: string;
  account_id: string;
  conversation_id: string;
}

/** So that nobody waits for thousands of rows. */
const BATCH_SIZE = 2_000;
/** What waits of the broadcast $1, as the index says it. */
const IS_WAITING = `job.broadcast_id = $1 AND job.broadcast_id IS NOT NULL AND job.state = 'QUEUED'`;

/** Cancels messages that are QUEUED, also those that are scheduled. What a worker has claimed, or is claiming just now, can not be taken back. */
@Injectable()
export class CancelMessagesService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly messages: MessagesService,
    private readonly marketing: MarketingPreferencesService,
  ) {}

  /** One message. Harmless twice. @throws DomainError (NOT_FOUND, NOT_ALLOWED_NOW) */
  async cancel(viewer: Viewer, messageId: string): Promise<MessageEntity> {
    return this.database.transaction(async () => {
      const { message } = await this.messages.requireForUpdate(viewer, messageId, 'messageId');
      if (message.status === 'CANCELLED') return message;
      const cancelled = await this.cancelWhere(
        `job.message_id = $1 AND job.state IN ('QUEUED', 'SCHEDULED')`,
        message.id,
      );
      if (cancelled === 0) {
        throw notAllowedNow(because('CANCEL_NOT_IN_STATE', { status: message.status }), [], ['messageId']);
      }
      return this.database.repository(MessageEntity).findOneByOrFail({ id: message.id });
    });
  }

  /** Everything of a broadcast that waits, a batch a transaction. */
  async cancelBroadcast(broadcastId: string): Promise<void> {
    await this.cancelInBatches(IS_WAITING, broadcastId);
  }

  /** What waits of a broadcast for customers who want no marketing, a batch a transaction. */
  async cancelOptedOut(broadcastId: string): Promise<void> {
    const isOptedOut = this.marketing.optedOutCondition('job.conversation_id');
    await this.cancelInBatches(`${IS_WAITING} AND ${isOptedOut}`, broadcastId);
  }

  private async cancelInBatches(condition: string, id: string): Promise<void> {
    await inBatches(BATCH_SIZE, () => this.database.transaction(() => this.cancelWhere(condition, id)));
  }

  private async cancelWhere(condition: string, id: string): Promise<number> {
    const rows = await this.database.query<CancelledRow>(
      `WITH cancelled AS (
         DELETE FROM outgoing_jobs WHERE message_id IN
           (SELECT job.message_id FROM outgoing_jobs job WHERE ${condition} LIMIT ${BATCH_SIZE} FOR UPDATE SKIP LOCKED)
         RETURNING message_id)
       UPDATE messages SET status = 'CANCELLED' FROM cancelled WHERE id = message_id AND status = 'QUEUED'
       RETURNING id, account_id, conversation_id`,
      [id],
    );
    for (const { id: messageId, account_id: accountId, conversation_id: conversationId } of rows) {
      this.events.append({ accountId, kind: 'MESSAGE', entityId: messageId, conversationId, change: 'STATUS' });
    }
    return rows.length;
  }
}
