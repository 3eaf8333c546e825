import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { ErasureService } from '../../../common/erasure/erasure.service.js';
import { EndpointCursors } from '../fan-out/endpoint-cursors.service.js';

/**
 * Erasure of webhooks in which a person occurs, sent or not. That the person was erased is told afterwards
 * (conversation.erased), by ids alone.
 */
@Injectable()
export class DeliveryErasure implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly erasure: ErasureService,
    private readonly cursors: EndpointCursors,
  ) {}

  onModuleInit(): void {
    this.erasure.register({
      name: 'webhooks to endpoints',
      tables: ['endpoint_deliveries', 'endpoint_lanes'],
      before: ['messages', 'conversations'],
      erase: async ({ accountId, conversationIds, contactIds }) => {
        await this.cursors.invalidate(accountId);
        await this.database.run('DELETE FROM endpoint_lanes WHERE lane = ANY($1)', [
          [...conversationIds, ...contactIds],
        ]);
        return this.database.run(
          'DELETE FROM endpoint_deliveries WHERE conversation_id = ANY($1) OR contact_id = ANY($2)',
          [conversationIds, contactIds],
        );
      },
    });
  }
}
