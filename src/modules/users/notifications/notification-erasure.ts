import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { ErasureService } from '../../../common/erasure/erasure.service.js';

/** Erasure of notifications: their title is the customer's name, their text what the customer wrote. */
@Injectable()
export class NotificationErasure implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly erasure: ErasureService,
  ) {}

  onModuleInit(): void {
    this.erasure.register({
      name: 'notifications',
      tables: ['notifications'],
      before: ['messages', 'conversations'],
      erase: ({ conversationIds, messageIds }) =>
        this.database.run('DELETE FROM notifications WHERE conversation_id = ANY($1) OR message_id = ANY($2)', [
          conversationIds,
          messageIds,
        ]),
    });
  }
}
