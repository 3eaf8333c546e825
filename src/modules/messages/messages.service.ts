import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../common/database/database.js';
import type { Page, PageArgs } from '../../common/graphql/connection.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import { paginate } from '../../common/graphql/paginate.js';
import { isId } from '../../common/ids.js';
import { ConversationsService } from '../conversations/conversations.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { MessageEntity } from './message.entity.js';

/** Finds the messages that a viewer may see: those of the conversations that they may see. */
@Injectable()
export class MessagesService {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationsService,
  ) {}

  /** For DataLoaders: a message each, in order. Whether somebody may see it has been decided before. */
  readonly byIds = async (ids: readonly string[]): Promise<(MessageEntity | null)[]> => {
    const rows = await this.database.repository(MessageEntity).findBy({ id: In([...ids]) });
    return inOrderOf(ids, rows, (message) => message.id);
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

  async find(viewer: Viewer, id: string): Promise<MessageEntity | null> {
    const message = isId(id) ? await this.database.repository(MessageEntity).findOneBy({ id }) : null;
    if (message === null) return null;
    return (await this.conversations.find(viewer, message.conversationId)) === null ? null : message;
  }

  /** The messages of a conversation that the viewer may see, in the order in which they were written. */
  async list(conversationId: string, page: PageArgs): Promise<Page<MessageEntity>> {
    const query = this.database
      .repository(MessageEntity)
      .createQueryBuilder('message')
      .where('message.conversationId = :conversationId', { conversationId });
    return paginate(query, page, {
      sort: 'message.occurredAt',
      valueOf: (message) => message.occurredAt,
      id: 'message.id',
      direction: 'ASC',
    });
  }
}

function splitKey(key: string): [string, string] {
  const blank = key.indexOf(' ');
  return [key.slice(0, blank), key.slice(blank + 1)];
}
