import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { notAllowedNow, notFound } from '../../../common/errors/domain-error.js';
import { EventLog } from '../../../common/events/event-log.js';
import { groupsInOrderOf } from '../../../common/graphql/loaders.js';
import { isId } from '../../../common/ids.js';
import { RetentionService } from '../../../common/retention/retention.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { ConversationsService, type Conversation } from '../conversations.service.js';
import { MAX_LABELS_OF_CONVERSATION } from '../schema/label.inputs.js';
import type { LabelType } from '../schema/label.types.js';
import { TimelineService } from '../timeline/timeline.service.js';
import { LabelRowsService } from './label-rows.service.js';
import { because } from '../../../common/errors/because.js';

const BATCH_SIZE = 1_000;

/** Labels of conversations, as colleagues give and take them. Everything here is harmless twice. */
@Injectable()
export class ConversationLabelsService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly conversations: ConversationsService,
    private readonly labelRows: LabelRowsService,
    private readonly timeline: TimelineService,
    private readonly retention: RetentionService,
  ) {}

  onModuleInit(): void {
    this.retention.register({
      name: 'conversations of deleted labels',
      keepForMs: 0,
      batchSize: BATCH_SIZE,
      deleteBatch: (before, batchSize) => this.removeDeleted(before, batchSize),
    });
  }

  /** For DataLoaders: the labels of a conversation, by name. */
  readonly ofConversations = async (conversationIds: readonly string[]): Promise<LabelType[][]> => {
    const rows = await this.database.query<LabelType & { conversationId: string }>(
      `SELECT conversations.id AS "conversationId", labels.id, labels.account_id AS "accountId", name, color
         FROM conversations
         JOIN conversation_labels ON conversation_labels.conversation_id = coalesce(merged_into_id, conversations.id)
         JOIN labels ON labels.id = label_id
        WHERE conversations.id = ANY($1) AND deleted_at IS NULL ORDER BY lower(name), labels.id`,
      [conversationIds],
    );
    return groupsInOrderOf(conversationIds, rows, (row) => row.conversationId);
  };

  /** These and no others. @throws DomainError (NOT_FOUND) */
  async set(viewer: Viewer, conversationId: string, labelIds: readonly string[]): Promise<Conversation> {
    return this.change(viewer, conversationId, labelIds, (_had, wanted) => wanted);
  }

  /** @throws DomainError: NOT_FOUND, NOT_ALLOWED_NOW when there would be more than 20 */
  async add(viewer: Viewer, conversationId: string, labelIds: readonly string[]): Promise<Conversation> {
    return this.change(viewer, conversationId, labelIds, (had, wanted) => new Set([...had, ...wanted]));
  }

  /** @throws DomainError (NOT_FOUND) */
  async remove(viewer: Viewer, conversationId: string, labelIds: readonly string[]): Promise<Conversation> {
    return this.change(
      viewer,
      conversationId,
      labelIds,
      (had, wanted) => new Set([...had].filter((id) => !wanted.has(id))),
    );
  }

  private async change(
    viewer: Viewer,
    conversationId: string,
    labelIds: readonly string[],
    next: (had: ReadonlySet<string>, wanted: ReadonlySet<string>) => ReadonlySet<string>,
  ): Promise<Conversation> {
    return this.database.transaction(async () => {
      const conversation = await this.conversations.requireForUpdate(viewer, conversationId, 'conversationId');
      const wanted = await this.requireLabels(conversation.accountId, labelIds);
      const [labels = []] = await this.ofConversations([conversation.id]);
      const had = new Set(labels.map(({ id }) => id));
      const has = next(had, wanted);
      if (has.size > MAX_LABELS_OF_CONVERSATION) {
        const why = because('LABELS_OF_CONVERSATION_FULL', { limit: MAX_LABELS_OF_CONVERSATION });
        throw notAllowedNow(why, [], ['labelIds']);
      }
      const added = [...has].filter((id) => !had.has(id));
      const removed = [...had].filter((id) => !has.has(id));
      if (added.length + removed.length === 0) return conversation;
      await this.write(conversation.id, added, removed);
      const { id, accountId } = conversation;
      const names = await this.namesOf([...added, ...removed]);
      const namesAmong = (ids: string[]): string[] => ids.flatMap((labelId) => names.get(labelId) ?? []);
      await this.timeline.record(viewer, [
        ...(added.length > 0 ? [{ conversationId: id, kind: 'LABELED' as const, labelNames: namesAmong(added) }] : []),
        ...(removed.length > 0
          ? [{ conversationId: id, kind: 'UNLABELED' as const, labelNames: namesAmong(removed) }]
          : []),
      ]);
      this.events.append({ accountId, kind: 'CONVERSATION', entityId: id, conversationId: id });
      return conversation;
    });
  }

  private async write(conversationId: string, added: string[], removed: string[]): Promise<void> {
    await this.database.run('DELETE FROM conversation_labels WHERE conversation_id = $1 AND label_id = ANY($2)', [
      conversationId,
      removed,
    ]);
    await this.database.run(
      `INSERT INTO conversation_labels (conversation_id, label_id, added_at) SELECT $1, unnest($2::uuid[]), $3
       ON CONFLICT DO NOTHING`,
      [conversationId, added, this.clock.now()],
    );
    await this.labelRows.rebuild([conversationId]);
  }

  private async namesOf(ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ id: string; name: string }>(
      'SELECT id, name FROM labels WHERE id = ANY($1)',
      [ids],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  private async requireLabels(accountId: string, labelIds: readonly string[]): Promise<ReadonlySet<string>> {
    const ids = labelIds.map((id) => id.toLowerCase());
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM labels WHERE id = ANY($1) AND account_id = $2 AND deleted_at IS NULL',
      [ids.filter(isId), accountId],
    );
    const known = new Set(rows.map(({ id }) => id));
    const foreign = ids.findIndex((id) => !known.has(id));
    if (foreign >= 0) throw notFound('label of this account', 'labelIds', String(foreign));
    return new Set(ids);
  }

  /** Conversations are locked as everywhere, before their rows; those that somebody else is writing to wait for the next time. */
  private async removeDeleted(before: Date, batchSize: number): Promise<number> {
    return this.database.transaction(async () => {
      const locked = await this.database.query<{ id: string }>(
        `SELECT id FROM conversations WHERE id IN (
           SELECT conversation_id FROM conversation_labels JOIN labels ON labels.id = label_id
            WHERE deleted_at IS NOT NULL AND deleted_at <= $1 LIMIT $2)
          ORDER BY id FOR UPDATE SKIP LOCKED`,
        [before, batchSize],
      );
      const ids = locked.map(({ id }) => id);
      await this.database.run(
        `DELETE FROM conversation_labels USING labels
          WHERE conversation_id = ANY($1) AND labels.id = label_id AND deleted_at IS NOT NULL`,
        [ids],
      );
      await this.labelRows.rebuild(ids);
      return ids.length;
    });
  }
}
