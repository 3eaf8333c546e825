import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { wamidFragments } from '../../../whatsapp/wamid.js';
import { ErasureService } from '../../../common/erasure/erasure.service.js';

/**
 * Erasure of raw webhooks in which one of Meta's ids of the person occurs, or a wamid with their number: whole deliveries, whoever else is in them,
 * because what they reported is stored. What still waits to be processed stays.
 */
@Injectable()
export class WebhookErasure implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly erasure: ErasureService,
  ) {}

  onModuleInit(): void {
    this.erasure.register({
      name: 'webhook deliveries',
      tables: ['webhook_deliveries', 'webhook_bodies'],
      before: [],
      erase: ({ accountId, externalIds, phoneNumbers }) =>
        this.database.run(
          `WITH named AS (
             SELECT id FROM webhook_deliveries LEFT JOIN webhook_bodies ON delivery_id = id
              WHERE account_id = $1 AND state <> 'RECEIVED'
                AND EXISTS (SELECT FROM unnest($2::text[]) AS part
                             WHERE position(convert_to(part, 'UTF8') IN coalesce(webhook_bodies.body, webhook_deliveries.body)) > 0)),
           bodies AS (DELETE FROM webhook_bodies WHERE delivery_id IN (SELECT id FROM named))
           DELETE FROM webhook_deliveries WHERE id IN (SELECT id FROM named)`,
          [
            accountId,
            [
              ...externalIds.map((id) => `"${id}"`),
              ...phoneNumbers.flatMap((number) => wamidFragments(number.slice(1))),
            ],
          ],
        ),
    });
  }
}
