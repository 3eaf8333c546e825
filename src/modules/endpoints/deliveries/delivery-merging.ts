import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { MergeContactsService, type ContactMerge } from '../../conversations/contacts/merge-contacts.service.js';
import { DeliveryQueue } from './delivery-queue.service.js';

/** Merging of contacts, as far as webhooks go: what waits goes out in the order of the conversation that is kept. */
@Injectable()
export class DeliveryMerging implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly contacts: MergeContactsService,
    private readonly queue: DeliveryQueue,
  ) {}

  onModuleInit(): void {
    this.contacts.register({
      tables: ['endpoint_deliveries', 'endpoint_lanes'],
      merge: (merge) => this.merge(merge),
    });
  }

  private async merge({ contacts, conversations }: ContactMerge): Promise<void> {
    for (const { keptId, goneId } of conversations) {
      await this.move(keptId, goneId);
      await this.database.run('UPDATE endpoint_deliveries SET conversation_id = $1 WHERE conversation_id = $2', [
        keptId,
        goneId,
      ]);
    }
    await this.move(contacts.keptId, contacts.goneId);
    await this.database.run('UPDATE endpoint_deliveries SET contact_id = $1 WHERE contact_id = $2', [
      contacts.keptId,
      contacts.goneId,
    ]);
  }

  /** What waits in one lane waits in another; a worker that has the one finds nothing more in it. */
  private async move(keptLane: string, goneLane: string): Promise<void> {
    const rows = await this.database.query<{ endpointId: string }>(
      `UPDATE endpoint_deliveries SET lane = $1 FROM endpoint_lanes
        WHERE endpoint_lanes.lane = $2 AND endpoint_deliveries.endpoint_id = endpoint_lanes.endpoint_id
          AND endpoint_deliveries.lane = $2 AND endpoint_deliveries.state = 'WAITING'
       RETURNING endpoint_deliveries.endpoint_id AS "endpointId"`,
      [keptLane, goneLane],
    );
    if (rows.length > 0) await this.queue.openLanes(rows.map(({ endpointId }) => ({ endpointId, lane: keptLane })));
  }
}
