import { Injectable } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { rowset } from '../../common/database/rowset.js';
import { ErasureService } from '../../common/erasure/erasure.service.js';
import { MessageErasure } from '../messages/message-erasure.js';
import { WaitingRecipientsService } from './preparation/waiting-recipients.service.js';

/** Erasure of a person from broadcasts: from what waits to be prepared, and their messages count no more, so that the rest still adds up. */
@Injectable()
export class BroadcastErasure {
  constructor(
    private readonly database: Database,
    erasure: ErasureService,
    private readonly messages: MessageErasure,
    private readonly waiting: WaitingRecipientsService,
  ) {
    erasure.register({
      name: 'broadcasts',
      tables: ['broadcast_recipients'],
      before: ['messages'],
      erase: async (subject) => {
        const { messageIds } = subject;
        await this.waiting.erase(subject);
        return this.subtract(messageIds);
      },
      exports: [
        {
          name: 'waiting-recipients',
          tables: ['broadcast_recipients'],
          rows: (subject) => this.waiting.rowsOf(subject),
        },
      ],
    });
  }

  private async subtract(messageIds: readonly string[]): Promise<number> {
    const counts = await this.messages.countByBroadcast(messageIds);
    const erased = rowset('erased', { broadcast_id: 'uuid', count: 'integer' }, counts);
    return this.database.run(
      `UPDATE broadcasts SET total = total - erased.count FROM ${erased.sql} WHERE broadcasts.id = erased.broadcast_id`,
      erased.parameters,
    );
  }
}
