import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../common/database/database.js';
import { notFound } from '../../common/errors/domain-error.js';
import type { Page, PageArgs } from '../../common/graphql/pagination/connection.js';
import { groupsInOrderOf, inOrderOf } from '../../common/graphql/loaders.js';
import { paginate } from '../../common/graphql/pagination/paginate.js';
import { isId } from '../../common/ids.js';
import { ConversationsService, type Conversation } from '../conversations/conversations.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import type { JsonRecord } from '../../whatsapp/json.js';
import type { MessageStatus } from './domain/message-status.js';
import { MessageEntity } from './message.entity.js';

/** A message as other modules see it: they pass it on to GraphQL. */
export interface Message {
  id: string;
  accountId: string;
  conversationId: string;
}

/** A reaction to a message, as it counts now. */
export interface MessageReaction {
  messageId: string;
  emoji: string;
  occurredAt: Date;
  authorUserId: string | null;
  authorApiKeyId: string | null;
  authorContactId: string | null;
}

/** Finds the messages that a viewer may see: those of the conversations that they may see. */
@Injectable()
export class MessagesService {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationsService,
  ) {}

  /** For DataLoaders: a message each, in order. Whether somebody may see it has been decided before. */
  readonly byIds = async (ids: readonly string[]): Promise<(MessageEntity | null)[]> => {
    const rows = await this.database.rows(MessageEntity, 'WHERE id = ANY($1)', [ids]);
    return inOrderOf(ids, rows, (message) => message.id);
  };

  /** For DataLoaders: each message as Meta sent it, in order; null of what was written here or deleted. */
  readonly rawOf = async (ids: readonly string[]): Promise<(JsonRecord | null)[]> => {
    const rows = await this.database.query<{ id: string; raw: JsonRecord | null }>(
      'SELECT id, raw FROM messages WHERE id = ANY($1)',
      [ids],
    );
    return inOrderOf(ids, rows, (row) => row.id).map((row) => row?.raw ?? null);
  };

  /** For DataLoaders: by `<conversation id> <wamid>`: what a message quotes. */
  readonly byWhatsappIds = async (keys: readonly string[]): Promise<(MessageEntity | null)[]> => {
    const pairs = keys.map(splitKey);
    const rows = await this.database.repository(MessageEntity).findBy({
      conversationId: In(pairs.map(([conversationId]) => conversationId)),
      whatsappId: In(pairs.map(([, whatsappId]) => whatsappId)),
    });
    return inOrderOf(keys, rows, (message) => `${message.conversationId} ${message.whatsappId ?? ''}`);
  };

  /**
   * For DataLoaders: the message that shows each message, in order: of an amendment (a reaction, an edit, a deletion) its
   * target, where that is known; else the message itself.
   */
  readonly displayMessageOf = async (ids: readonly string[]): Promise<(MessageEntity | null)[]> => {
    const rows = await this.byIds(ids);
    const amendments = rows.filter((row) => row !== null && row.targetWhatsappId !== null);
    if (amendments.length === 0) return rows;
    const targets = await this.database.repository(MessageEntity).findBy({
      businessPhoneNumberId: In(amendments.map((row) => row?.businessPhoneNumberId)),
      whatsappId: In(amendments.map((row) => row?.targetWhatsappId)),
    });
    const byKey = new Map(
      targets.map((target) => [`${target.businessPhoneNumberId} ${target.whatsappId ?? ''}`, target]),
    );
    return rows.map((row) => byKey.get(`${row?.businessPhoneNumberId} ${row?.targetWhatsappId ?? ''}`) ?? row);
  };

  /** For DataLoaders: the reactions to a message, in order: of each side the latest, unless it was taken back or not sent. */
  readonly reactionsOf = async (messageIds: readonly string[]): Promise<MessageReaction[][]> => {
    const rows = await this.database.query<MessageReaction>(
      `SELECT * FROM (
         SELECT DISTINCT ON (target.id, reaction.author_contact_id) target.id AS "messageId", reaction.content->>'emoji' AS emoji,
                reaction.occurred_at AS "occurredAt", reaction.author_user_id AS "authorUserId",
                reaction.author_api_key_id AS "authorApiKeyId", reaction.author_contact_id AS "authorContactId"
           FROM messages target
           JOIN messages reaction ON reaction.business_phone_number_id = target.business_phone_number_id
                                 AND reaction.target_whatsapp_id = target.whatsapp_id
          WHERE target.id = ANY($1) AND reaction.kind = 'REACTION' AND reaction.status NOT IN ('FAILED', 'CANCELLED')
            AND reaction.conversation_id = target.conversation_id
          ORDER BY target.id, reaction.author_contact_id, reaction.occurred_at DESC, reaction.position DESC, reaction.id DESC) AS latest
        WHERE emoji <> '' ORDER BY "occurredAt"`,
      [messageIds],
    );
    return groupsInOrderOf(messageIds, rows, (row) => row.messageId);
  };

  async find(viewer: Viewer, id: string): Promise<MessageEntity | null> {
    const message = isId(id) ? await this.database.repository(MessageEntity).findOneBy({ id }) : null;
    if (message === null) return null;
    return (await this.conversations.find(viewer, message.conversationId)) === null ? null : message;
  }

  /**
   * As `find`, with its conversation, both locked until the running transaction ends.
   * @throws DomainError (NOT_FOUND) when there is none, or the viewer may not see it
   */
  async requireForUpdate(
    viewer: Viewer,
    id: string,
    ...path: string[]
  ): Promise<{ message: MessageEntity; conversation: Conversation }> {
    const found = await this.find(viewer, id);
    if (found === null) throw notFound('message', ...path);
    const conversation = await this.conversations.requireForUpdate(viewer, found.conversationId, ...path);
    const message = await this.database
      .repository(MessageEntity)
      .findOneOrFail({ where: { id: found.id }, lock: { mode: 'pessimistic_write' } });
    return { message, conversation };
  }

  /** In the order of the recipients; `statuses` null: all. Whether somebody may see them has been decided before. */
  async ofBroadcast(
    broadcastId: string,
    statuses: MessageStatus[] | null,
    page: PageArgs,
  ): Promise<Page<MessageEntity>> {
    const query = this.database
      .repository(MessageEntity)
      .createQueryBuilder('message')
      .where('message.broadcastId = :broadcastId', { broadcastId });
    if (statuses !== null) query.andWhere('message.status = ANY(:statuses)', { statuses });
    if (statuses?.every((status) => status === 'FAILED')) query.andWhere('message.failedAt IS NOT NULL'); // has an index
    const valueOf = ({ occurredAt }: MessageEntity): Date => occurredAt;
    return paginate(query, page, { sort: 'message.occurredAt', valueOf, id: 'message.id', direction: 'ASC' });
  }
}

function splitKey(key: string): [string, string] {
  const blank = key.indexOf(' ');
  return [key.slice(0, blank), key.slice(blank + 1)];
}
