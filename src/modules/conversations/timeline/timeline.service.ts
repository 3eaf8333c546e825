import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import type { Page, PageArgs } from '../../../common/graphql/pagination/connection.js';
import { pageOf } from '../../../common/graphql/pagination/page-of.js';
import { newId } from '../../../common/ids.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { chatPlaceOf } from '../domain/chat/chat-place.js';
import type { TimelineKind } from '../domain/chat/timeline-kind.js';
import { chatCursorOf, inChatOrder } from './chat-order.js';
import { TimelineEntryEntity } from './timeline-entry.entity.js';

/** Something that has just happened in a conversation. */
export interface Happening {
  conversationId: string;
  kind: TimelineKind;
  /** Whom it is about. */
  userIds?: readonly string[];
  labelNames?: readonly string[];
}

/** Who does something: a viewer, a user by id, or nobody but the rules. */
export type Actor = Viewer | { userId: string } | null;

/**
 * Timelines: what happened in conversations beside messages. Whoever records something also publishes the conversation:
 * front ends then ask for what follows the last that they know.
 */
@Injectable()
export class TimelineService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** For DataLoaders: an entry each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(TimelineEntryEntity | null)[]> => {
    const rows = await this.database.rows(TimelineEntryEntity, 'WHERE id = ANY($1)', [ids]);
    return inOrderOf(ids, rows, (entry) => entry.id);
  };

  /** In the caller's transaction, in this order. */
  async record(actor: Actor, happenings: readonly Happening[]): Promise<void> {
    if (happenings.length === 0) return;
    const entry = rowset(
      'entry',
      { id: 'uuid', conversation_id: 'uuid', kind: 'text', user_ids: 'jsonb', label_names: 'jsonb' },
      happenings.map(({ conversationId, kind, userIds = [], labelNames = [] }) => ({
        id: newId(),
        conversation_id: conversationId,
        kind,
        user_ids: [...userIds],
        label_names: [...labelNames],
      })),
      [userIdOf(actor), apiKeyIdOf(actor), this.clock.now()],
    );
    await this.database.run(
      `INSERT INTO timeline_entries (id, conversation_id, kind, actor_user_id, actor_api_key_id, user_ids, label_names, occurred_at)
       SELECT entry.id, entry.conversation_id, entry.kind, $1, $2,
              ARRAY(SELECT value::uuid FROM jsonb_array_elements_text(entry.user_ids) AS value),
              ARRAY(SELECT value FROM jsonb_array_elements_text(entry.label_names) AS value), $3
         FROM ${entry.sqlInOrder} ORDER BY entry.ordinality`,
      entry.parameters,
    );
  }

  /** Those of the conversations that have not been said to have returned since somebody last acted in them. */
  async notYetReturned(conversationIds: readonly string[]): Promise<string[]> {
    if (conversationIds.length === 0) return [];
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM conversations WHERE id = ANY($1) AND NOT EXISTS (
         SELECT FROM timeline_entries WHERE conversation_id = conversations.id AND kind = 'RETURNED' AND occurred_at > last_acted_at)`,
      [conversationIds],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * One page by keyset, in the order of the chat. Whether somebody may see it has been decided before.
   * @throws DomainError (INVALID_FORMAT) on a cursor that is none of a chat
   */
  async page(conversationId: string, args: PageArgs): Promise<Page<TimelineEntryEntity>> {
    const table = { name: 'timeline_entries', isShown: 'true' };
    const { sql, parameters } = inChatOrder(table, conversationId, args);
    const rows = await this.database.rows(TimelineEntryEntity, sql, parameters);
    return pageOf(rows, args, (entry) => chatCursorOf(chatPlaceOf(entry)));
  }
}

function userIdOf(actor: Actor): string | null {
  if (actor === null) return null;
  if ('userId' in actor) return actor.userId;
  return actor.kind === 'USER' ? actor.id : null;
}

function apiKeyIdOf(actor: Actor): string | null {
  return actor !== null && 'kind' in actor && actor.kind === 'API_KEY' ? actor.id : null;
}
