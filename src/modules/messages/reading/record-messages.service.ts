import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import type { ForwardPageArgs, Page } from '../../../common/graphql/pagination/connection.js';
import { paginate } from '../../../common/graphql/pagination/paginate.js';
import { ConversationsService } from '../../conversations/conversations.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { MessageEntity } from '../message.entity.js';

/** Of one contact: more nobody looks through. */
const MAX_NAMED = 100;

/** Messages that were sent for business records: an order, an invoice. */
@Injectable()
export class RecordMessagesService {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationsService,
  ) {}

  /** Messages of a record in conversations that the viewer may see, latest first. */
  async ofRecord(viewer: Viewer, recordId: string, page: ForwardPageArgs): Promise<Page<MessageEntity>> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT DISTINCT conversation_id AS id FROM messages WHERE record_id = $1',
      [recordId],
    );
    const visibleIds = await this.conversations.visibleAmong(
      viewer,
      rows.map(({ id }) => id),
    );
    const query = this.database
      .repository(MessageEntity)
      .createQueryBuilder('message')
      .where('message.recordId = :recordId AND message.conversationId = ANY(:visibleIds)', { recordId, visibleIds });
    const valueOf = ({ occurredAt }: MessageEntity): Date => occurredAt;
    return paginate(query, page, { sort: 'message.occurredAt', valueOf, id: 'message.id', direction: 'DESC' });
  }

  /** For DataLoaders: records that messages to a contact were sent for, in conversations that the viewer may see; at most 100. */
  readonly recordIdsOf = async (asked: readonly { viewer: Viewer; contactId: string }[]): Promise<string[][]> => {
    const named = new Map<Viewer, Map<string, string[]>>();
    for (const viewer of new Set(asked.map((one) => one.viewer))) {
      const contactIds = asked.filter((one) => one.viewer === viewer).map(({ contactId }) => contactId);
      named.set(viewer, await this.namedTo(viewer, contactIds));
    }
    return asked.map(({ viewer, contactId }) => named.get(viewer)?.get(contactId) ?? []);
  };

  private async namedTo(viewer: Viewer, contactIds: readonly string[]): Promise<Map<string, string[]>> {
    const conversations = (await this.conversations.byContactIds(contactIds)).flat();
    const visibleIds = await this.conversations.visibleAmong(
      viewer,
      conversations.map(({ id }) => id),
    );
    const contactOf = new Map(conversations.map(({ id, contactId }) => [id, contactId]));
    const rows = await this.database.query<{ contact_id: string; ids: string[] }>(
      `SELECT contact_id, (array_agg(DISTINCT named.id))[1:${MAX_NAMED}] AS ids
         FROM unnest($1::uuid[], $2::uuid[]) AS seen (conversation_id, contact_id)
        CROSS JOIN LATERAL (SELECT DISTINCT record_id AS id FROM messages
                             WHERE messages.conversation_id = seen.conversation_id AND record_id IS NOT NULL LIMIT ${MAX_NAMED}) AS named
        GROUP BY contact_id`,
      [visibleIds, visibleIds.map((id) => contactOf.get(id))],
    );
    return new Map(rows.map(({ contact_id: contactId, ids }) => [contactId, ids]));
  }
}
