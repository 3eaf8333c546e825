import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { groupsInOrderOf } from '../../../common/graphql/loaders.js';
import type { MessageStatus } from '../domain/message-status.js';

/** Counts messages, from the messages themselves, in one statement however many are asked for. */
@Injectable()
export class MessageCountsService {
  constructor(private readonly database: Database) {}

  /** For DataLoaders: the messages of each broadcast by status, in order; a status that none has is absent. */
  readonly ofBroadcasts = async (ids: readonly string[]): Promise<ReadonlyMap<MessageStatus, number>[]> => {
    const rows = await this.database.query<{ broadcast_id: string; status: MessageStatus; count: number }>(
      'SELECT broadcast_id, status, count(*)::int AS count FROM messages WHERE broadcast_id = ANY($1) GROUP BY broadcast_id, status',
      [ids],
    );
    return groupsInOrderOf(ids, rows, (row) => row.broadcast_id).map(
      (own) => new Map(own.map(({ status, count }) => [status, count])),
    );
  };
}
