import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { rowset } from '../../common/database/rowset.js';
import { ErasureService } from '../../common/erasure/erasure.service.js';
import { MessageErasure } from '../messages/message-erasure.js';

/** Erasure of a person from broadcasts: their messages count no more, so that the rest still adds up. */
@Injectable()
export class BroadcastErasure implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly erasure: ErasureService,
    private readonly messages: MessageErasure,
  ) {}

  onModuleInit(): void {
    this.erasure.register({
      name: 'broadcasts',
      tables: [],
      before: ['messages'],
      erase: ({ messageIds }) => this.subtract(messageIds),
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
