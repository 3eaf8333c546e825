import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../common/clock/clock.js';
import { Database } from '../../../../common/database/database.js';
import { EventLog } from '../../../../common/events/event-log.js';
import { inOrderOf } from '../../../../common/graphql/loaders.js';
import { TimelineService, type Actor } from '../../timeline/timeline.service.js';

/** A contact at a number of the account (our ids), with their conversation, if there is one. */
export interface BlockPlace {
  accountId: string;
  contactId: string;
  numberId: string;
  conversationId: string | null;
}

/** Blocks as they are known here: who is on Meta's block list of which number. */
@Injectable()
export class ContactBlocksService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly timeline: TimelineService,
  ) {}

  /** For DataLoaders: since when a contact is blocked at any number; null: at none. */
  readonly blockedAt = async (contactIds: readonly string[]): Promise<(Date | null)[]> => {
    const rows = await this.database.query<{ contact_id: string; at: Date }>(
      'SELECT contact_id, min(blocked_at) AS at FROM contact_blocks WHERE contact_id = ANY($1) GROUP BY contact_id',
      [contactIds],
    );
    return inOrderOf(contactIds, rows, (row) => row.contact_id).map((row) => row?.at ?? null);
  };

  /** Our ids of the numbers at which a contact is blocked. */
  async numbersOf(contactId: string): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT business_phone_number_id AS id FROM contact_blocks WHERE contact_id = $1',
      [contactId],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Records a block, and tells of it. Harmless twice. `actor` null: nobody here. */
  async add(actor: Actor, place: BlockPlace): Promise<void> {
    await this.database.transaction(async () => {
      const added = await this.database.run(
        `INSERT INTO contact_blocks (contact_id, business_phone_number_id, blocked_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
        [place.contactId, place.numberId, this.clock.now()],
      );
      if (added > 0) await this.publish(actor, place, 'BLOCKED');
    });
  }

  /** Forgets a block, and tells of it. Harmless twice. `actor` null: nobody here. */
  async remove(actor: Actor, place: BlockPlace): Promise<void> {
    await this.database.transaction(async () => {
      const removed = await this.database.run(
        'DELETE FROM contact_blocks WHERE contact_id = $1 AND business_phone_number_id = $2',
        [place.contactId, place.numberId],
      );
      if (removed > 0) await this.publish(actor, place, 'UNBLOCKED');
    });
  }

  private async publish(
    actor: Actor,
    { accountId, contactId, conversationId }: BlockPlace,
    kind: 'BLOCKED' | 'UNBLOCKED',
  ): Promise<void> {
    this.events.append({ accountId, kind: 'CONTACT', entityId: contactId });
    if (conversationId === null) return;
    await this.timeline.record(actor, [{ conversationId, kind }]);
    this.events.append({ accountId, kind: 'CONVERSATION', entityId: conversationId, conversationId });
  }
}
