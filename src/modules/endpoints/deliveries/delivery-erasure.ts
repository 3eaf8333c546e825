import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { ErasureService } from '../../../common/erasure/erasure.service.js';
import { pagesOfRows } from '../../../common/erasure/exported-rows.js';
import { EndpointCursors } from '../fan-out/endpoint-cursors.service.js';

/**
 * Erasure of webhooks in which a person occurs, sent or not. That the person was erased is told afterwards
 * (conversation.erased), by ids alone.
 */
@Injectable()
export class DeliveryErasure {
  constructor(
    private readonly database: Database,
    erasure: ErasureService,
    private readonly cursors: EndpointCursors,
  ) {
    erasure.register({
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
      exports: [
        {
          name: 'webhooks-to-endpoints',
          tables: ['endpoint_deliveries'],
          rows: ({ conversationIds, contactIds }) =>
            pagesOfRows(
              this.database,
              `SELECT id, (to_jsonb(endpoint_deliveries) - 'trace_parent')::text AS json FROM endpoint_deliveries
                WHERE id > $1 AND (conversation_id = ANY($3) OR contact_id = ANY($4)) ORDER BY id LIMIT $2`,
              [conversationIds, contactIds],
            ),
        },
      ],
      notExported: { endpoint_lanes: 'whether such webhooks wait' },
    });
  }
}
