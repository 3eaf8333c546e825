import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { groupsInOrderOf } from '../../../common/graphql/loaders.js';
import type { MessageStatus } from '../domain/message-status.js';

/** So that one look at a broadcast does not last. */
const MAX_FOLDED = 10_000;

/** Counts messages of broadcasts, as the database has counted them while they changed, in one statement however many are asked for. */
@Injectable()
export class MessageCountsService {
  constructor(private readonly database: Database) {}

  /** For DataLoaders: the messages of each broadcast by status, in order; a status that none has is absent. */
  readonly ofBroadcasts = async (ids: readonly string[]): Promise<ReadonlyMap<MessageStatus, number>[]> => {
    const rows = await this.database.query<{ broadcast_id: string; status: MessageStatus; count: number }>(
      'SELECT broadcast_id, status, sum(count)::int AS count FROM broadcast_counts WHERE broadcast_id = ANY($1) GROUP BY broadcast_id, status',
      [ids],
    );
    return groupsInOrderOf(ids, rows, (row) => row.broadcast_id).map(
      (own) => new Map(own.map(({ status, count }) => [status, count])),
    );
  };

  /** Makes one row a status of what statements have counted: the sums stay what they are, and are read sooner. */
  async foldBroadcasts(ids: readonly string[]): Promise<void> {
    await this.database.run(
      `WITH folded AS (
         DELETE FROM broadcast_counts WHERE id IN
           (SELECT id FROM broadcast_counts WHERE broadcast_id = ANY($1) ORDER BY id LIMIT ${MAX_FOLDED} FOR UPDATE SKIP LOCKED)
         RETURNING broadcast_id, status, count)
       INSERT INTO broadcast_counts (broadcast_id, status, count)
       SELECT broadcast_id, status, sum(count) FROM folded GROUP BY broadcast_id, status HAVING sum(count) <> 0`,
      [ids],
    );
  }
}
