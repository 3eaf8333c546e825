import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { Database } from '../../common/database/database.js';
import { notFound } from '../../common/errors/domain-error.js';
import { groupsInOrderOf, inOrderOf } from '../../common/graphql/loaders.js';
import { isId } from '../../common/ids.js';
import { maySeeConversation, seesOnlyOwnConversations, visibleAccountIds } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { ConversationEntity, type ConversationOrigin, type ConversationStatus } from './conversation.entity.js';

/** What other modules know of a conversation. */
export interface Conversation {
  id: string;
  accountId: string;
  businessPhoneNumberId: string;
  contactId: string;
  origin: ConversationOrigin;
  status: ConversationStatus;
  assigneeId: string | null;
  /** When the customer last wrote; null if they never did. */
  lastInboundAt: Date | null;
  /** When a colleague last did something here for the customer. */
  lastActedAt: Date | null;
  lastMessageId: string | null;
  lastActivityAt: Date;
  /** When the customer wrote the first message that nobody has answered, also where the conversation was closed. */
  waitingSince: Date | null;
  createdAt: Date;
}

export interface ParticipantRow {
  conversationId: string;
  userId: string;
  addedById: string | null;
  addedAt: Date;
}

/** Finds the conversations that a viewer may see. */
@Injectable()
export class ConversationsService {
  constructor(private readonly database: Database) {}

  /**
   * For DataLoaders: a conversation each, in order; of one that was merged, what it has become. Whether somebody may see
   * it has been decided before.
   */
  readonly byIds = async (ids: readonly string[]): Promise<(Conversation | null)[]> => {
    const rows = await this.database.rows(ConversationEntity, 'WHERE id = ANY($1)', [ids]);
    const heirs = rows.flatMap(({ mergedIntoId }) => mergedIntoId ?? []);
    const kept = heirs.length === 0 ? [] : await this.database.rows(ConversationEntity, 'WHERE id = ANY($1)', [heirs]);
    const keptById = new Map(kept.map((conversation) => [conversation.id, conversation]));
    return inOrderOf(ids, rows, (row) => row.id).map((row) => keptById.get(row?.mergedIntoId ?? '') ?? row);
  };

  /** For DataLoaders: all conversations of a contact. */
  readonly byContactIds = async (contactIds: readonly string[]): Promise<Conversation[][]> => {
    const rows = await this.database.repository(ConversationEntity).find({
      where: { contactId: In([...contactIds]), mergedIntoId: IsNull() },
      order: { lastActivityAt: 'DESC', id: 'DESC' },
    });
    return groupsInOrderOf(contactIds, rows, (conversation) => conversation.contactId);
  };

  /** For DataLoaders: who takes part in a conversation, in the order in which they came. */
  readonly participantsOf = async (conversationIds: readonly string[]): Promise<ParticipantRow[][]> => {
    const rows = await this.database.query<ParticipantRow>(
      `SELECT conversations.id AS "conversationId", user_id AS "userId", added_by_id AS "addedById", added_at AS "addedAt"
         FROM conversations JOIN participants ON participants.conversation_id = coalesce(merged_into_id, conversations.id)
        WHERE conversations.id = ANY($1) ORDER BY added_at, user_id`,
      [conversationIds],
    );
    return groupsInOrderOf(conversationIds, rows, (row) => row.conversationId);
  };

  /** For DataLoaders: as `find`, for many. */
  readonly seenBy = async (asked: readonly { viewer: Viewer; id: string }[]): Promise<(Conversation | null)[]> => {
    const ids = asked.map(({ id }) => id);
    const isLimited = asked.some(({ viewer }) => seesOnlyOwnConversations(viewer));
    const [conversations, participants] = [await this.byIds(ids), isLimited ? await this.participantsOf(ids) : []];
    return asked.map(({ viewer }, index) => {
      const conversation = conversations[index] ?? null;
      const participantIds = (participants[index] ?? []).map(({ userId }) => userId);
      return conversation !== null && maySeeConversation(viewer, { accountId: conversation.accountId, participantIds })
        ? conversation
        : null;
    });
  };

  /** Null when there is none, or the viewer may not see it. */
  async find(viewer: Viewer, id: string): Promise<Conversation | null> {
    const [conversation] = isId(id) ? await this.byIds([id.toLowerCase()]) : [];
    if (conversation === undefined || conversation === null) return null;
    return (await this.maySee(viewer, conversation)) ? conversation : null;
  }

  /**
   * Locks the conversation until the running transaction ends.
   * @throws DomainError (NOT_FOUND) when there is none, or the viewer may not see it
   */
  async requireForUpdate(viewer: Viewer, id: string, ...path: string[]): Promise<Conversation> {
    const found = await this.find(viewer, id);
    if (found === null) throw notFound('conversation', ...path);
    const locked = await this.database
      .repository(ConversationEntity)
      .findOne({ where: { id: found.id }, lock: { mode: 'pessimistic_write' } });
    if (locked === null) throw notFound('conversation', ...path); // erased meanwhile
    return locked;
  }

  /** Locks the conversation until the running transaction ends, for work that nobody asked for. Null: it was merged, or is gone. */
  async lock(id: string): Promise<Conversation | null> {
    const [row] = await this.database.rows(ConversationEntity, 'WHERE id = $1 AND merged_into_id IS NULL FOR UPDATE', [
      id,
    ]);
    return row ?? null;
  }

  async maySee(viewer: Viewer, conversation: Pick<Conversation, 'id' | 'accountId'>): Promise<boolean> {
    const [participants] = seesOnlyOwnConversations(viewer) ? await this.participantsOf([conversation.id]) : [];
    const participantIds = (participants ?? []).map(({ userId }) => userId);
    return maySeeConversation(viewer, { accountId: conversation.accountId, participantIds });
  }

  /** Those among the conversations that the viewer may see. */
  async visibleAmong(viewer: Viewer, ids: readonly string[]): Promise<string[]> {
    const [conversations, participants] = [await this.byIds(ids), await this.participantsOf(ids)];
    return ids.filter((_id, index) => {
      const conversation = conversations[index];
      const participantIds = (participants[index] ?? []).map(({ userId }) => userId);
      return conversation != null && maySeeConversation(viewer, { accountId: conversation.accountId, participantIds });
    });
  }

  /** SQL: whether the viewer may see the row of conversations that is called `alias`. The rule is that of permissions.ts. */
  visibleTo(viewer: Viewer, alias: string): { condition: string; parameters: Record<string, unknown> } {
    const accountIds = visibleAccountIds(viewer);
    const isOnAccount = accountIds === null ? 'true' : `${alias}.account_id = ANY(:visibleAccounts)`;
    const participates = `EXISTS (SELECT FROM participants WHERE participants.conversation_id = ${alias}.id AND participants.user_id = :visibleViewer)`;
    const isFree = `NOT EXISTS (SELECT FROM participants WHERE participants.conversation_id = ${alias}.id)`;
    const isOwn = seesOnlyOwnConversations(viewer) ? `(${participates} OR ${isFree})` : 'true';
    return {
      condition: `${isOnAccount} AND ${isOwn}`,
      parameters: { visibleAccounts: accountIds ?? [], visibleViewer: viewer.id },
    };
  }
}
