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

  /** Records that messages to a contact were sent for, in conversations that the viewer may see; at most 100. */
  async recordIdsOf(viewer: Viewer, contactId: string): Promise<string[]> {
    const [conversations = []] = await this.conversations.byContactIds([contactId]);
    const ids = conversations.map(({ id }) => id);
    const rows = await this.database.query<{ id: string }>(
      `SELECT DISTINCT record_id AS id FROM messages WHERE conversation_id = ANY($1) AND record_id IS NOT NULL LIMIT ${MAX_NAMED}`,
      [await this.conversations.visibleAmong(viewer, ids)],
    );
    return rows.map(({ id }) => id);
  }
}
