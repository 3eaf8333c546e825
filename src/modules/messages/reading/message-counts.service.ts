import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { groupsInOrderOf, inOrderOf } from '../../../common/graphql/loaders.js';
import type { MessageStatus } from '../domain/message-status.js';

/** Messages of a template, counted by how far they came. */
export interface TemplateCounts {
  sent: number;
  delivered: number;
  read: number;
  replied: number;
  failed: number;
}

/** So that one look at a broadcast does not last. */
const MAX_FOLDED = 10_000;

/** Counts messages, in one statement however many are asked for: of broadcasts as the database has counted them while they changed. */
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

  /** For DataLoaders: the messages of each template, in order. */
  readonly ofTemplates = async (ids: readonly string[]): Promise<TemplateCounts[]> => {
    const rows = await this.database.query<TemplateCounts & { template_id: string }>(
      `SELECT template_id, count(*) FILTER (WHERE accepted_at IS NOT NULL)::int AS sent,
              count(*) FILTER (WHERE delivered_at IS NOT NULL OR read_at IS NOT NULL)::int AS delivered,
              count(*) FILTER (WHERE read_at IS NOT NULL)::int AS read,
              count(*) FILTER (WHERE status = 'FAILED')::int AS failed,
              count(*) FILTER (WHERE answer.id IS NOT NULL AND NOT EXISTS
                (SELECT FROM messages later WHERE later.conversation_id = messages.conversation_id
                    AND later.template_id IS NOT NULL AND (later.position, later.id) > (messages.position, messages.id)
                    AND (later.position, later.id) < (answer.position, answer.id)))::int AS replied
         FROM messages LEFT JOIN LATERAL
              (SELECT inbound.position, inbound.id FROM messages inbound
                WHERE inbound.conversation_id = messages.conversation_id AND inbound.direction = 'INBOUND'
                  AND (inbound.position, inbound.id) > (messages.position, messages.id) ORDER BY inbound.position, inbound.id LIMIT 1) AS answer ON true
        WHERE template_id = ANY($1) GROUP BY template_id`,
      [ids],
    );
    const none: TemplateCounts = { sent: 0, delivered: 0, read: 0, replied: 0, failed: 0 };
    return inOrderOf(ids, rows, (row) => row.template_id).map((row) => row ?? none);
  };
}
