import { Injectable } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { inBatches } from '../../common/database/in-batches.js';
import { EventLog } from '../../common/events/event-log.js';

interface CancelledRow {
  id: string;
  account_id: string;
  conversation_id: string;
}

/** A step at a time: nobody waits for thousands of rows. */
const STEP = 2_000;

/** Takes back messages of broadcasts that have not been sent. */
@Injectable()
export class CancelMessagesService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
  ) {}

  /** Of a cancelled broadcast, everything that waits. */
  async cancelRest(broadcastId: string): Promise<void> {
    await inBatches(STEP, () => this.cancel(broadcastId, 'true'));
  }

  /** Of marketing, what waits for customers who have opted out since. */
  async cancelOptedOut(broadcastId: string): Promise<void> {
    const optedOut = `EXISTS (SELECT FROM conversations JOIN contacts ON contacts.id = conversations.contact_id
      WHERE conversations.id = messages.conversation_id AND contacts.opted_out_at IS NOT NULL)`;
    await inBatches(STEP, () => this.cancel(broadcastId, optedOut));
  }

  private async cancel(broadcastId: string, which: string): Promise<number> {
    return this.database.transaction(async () => {
      const rows = await this.database.query<CancelledRow>(
        `UPDATE messages SET status = 'CANCELLED', next_attempt_at = NULL
          WHERE status = 'QUEUED' AND id IN (SELECT id FROM messages WHERE broadcast_id = $1 AND status = 'QUEUED' AND ${which} LIMIT ${STEP} FOR UPDATE)
         RETURNING id, account_id, conversation_id`,
        [broadcastId],
      );
      for (const { id, account_id: accountId, conversation_id: conversationId } of rows) {
        this.events.append({ accountId, kind: 'MESSAGE', entityId: id, conversationId });
      }
      return rows.length;
    });
  }
}
