import { Injectable } from '@nestjs/common';
import { In, type SelectQueryBuilder } from 'typeorm';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { notFound } from '../../common/errors/domain-error.js';
import type { ForwardPageArgs, Page } from '../../common/graphql/connection.js';
import { groupsInOrderOf, inOrderOf } from '../../common/graphql/loaders.js';
import { paginate } from '../../common/graphql/paginate.js';
import { isId } from '../../common/ids.js';
import { maySeeConversation, seesOnlyOwnConversations, visibleAccountIds } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import type { ConversationFilter, ConversationOrder } from './conversation.inputs.js';
import { ConversationEntity } from './conversation.entity.js';
import { earliestInboundOfOpenWindow } from './domain/service-window.js';

/** What other modules know of a conversation. */
export type Conversation = ConversationEntity;

export interface ParticipantRow {
  conversationId: string;
  userId: string;
  addedById: string | null;
  addedAt: Date;
}

/** Finds the conversations that a viewer may see. */
@Injectable()
export class ConversationsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** For DataLoaders: a conversation each, in order. Whether somebody may see it has been decided before. */
  readonly byIds = async (ids: readonly string[]): Promise<(ConversationEntity | null)[]> => {
    const rows = await this.database.repository(ConversationEntity).findBy({ id: In([...ids]) });
    return inOrderOf(ids, rows, (conversation) => conversation.id);
  };

  /** For DataLoaders: all conversations of a contact. */
  readonly byContactIds = async (contactIds: readonly string[]): Promise<ConversationEntity[][]> => {
    const rows = await this.database
      .repository(ConversationEntity)
      .find({ where: { contactId: In([...contactIds]) }, order: { lastActivityAt: 'DESC', id: 'DESC' } });
    return groupsInOrderOf(contactIds, rows, (conversation) => conversation.contactId);
  };

  /** For DataLoaders: who takes part in a conversation, in the order in which they came. */
  readonly participantsOf = async (conversationIds: readonly string[]): Promise<ParticipantRow[][]> => {
    const rows = await this.database.query<ParticipantRow>(
      `SELECT conversation_id AS "conversationId", user_id AS "userId", added_by_id AS "addedById", added_at AS "addedAt"
         FROM participants WHERE conversation_id = ANY($1) ORDER BY added_at, user_id`,
      [conversationIds],
    );
    return groupsInOrderOf(conversationIds, rows, (row) => row.conversationId);
  };

  /** Null when there is none, or the viewer may not see it. */
  async find(viewer: Viewer, id: string): Promise<ConversationEntity | null> {
    const [conversation] = isId(id) ? await this.byIds([id.toLowerCase()]) : [];
    if (conversation === undefined || conversation === null) return null;
    return (await this.maySee(viewer, conversation)) ? conversation : null;
  }

  /**
   * Locks the conversation until the running transaction ends.
   * @throws DomainError (NOT_FOUND) when there is none, or the viewer may not see it
   */
  async requireForUpdate(viewer: Viewer, id: string, ...path: string[]): Promise<ConversationEntity> {
    if ((await this.find(viewer, id)) === null) throw notFound('conversation', ...path);
    return this.database
      .repository(ConversationEntity)
      .findOneOrFail({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async list(
    viewer: Viewer,
    filter: ConversationFilter,
    order: ConversationOrder,
    page: ForwardPageArgs,
  ): Promise<Page<ConversationEntity>> {
    const query = this.database.repository(ConversationEntity).createQueryBuilder('conversation');
    restrictToVisible(query, viewer);
    this.applyFilter(query, filter, viewer);
    const property = order.field === 'CREATED_AT' ? 'createdAt' : 'lastActivityAt';
    return paginate(query, page, {
      sort: `conversation.${property}`,
      valueOf: (conversation) => conversation[property],
      id: 'conversation.id',
      direction: order.direction,
    });
  }

  async maySee(viewer: Viewer, conversation: ConversationEntity): Promise<boolean> {
    const [participants] = seesOnlyOwnConversations(viewer) ? await this.participantsOf([conversation.id]) : [];
    const participantIds = (participants ?? []).map(({ userId }) => userId);
    return maySeeConversation(viewer, { accountId: conversation.accountId, participantIds });
  }

  private applyFilter(query: SelectQueryBuilder<ConversationEntity>, filter: ConversationFilter, viewer: Viewer): void {
    const { accountId, phoneNumberId, status, assigneeId, unassigned, participating, windowOpen, search } = filter;
    if (accountId != null)
      query.andWhere('conversation.accountId IN (:...accounts)', { accounts: idsOrNone(accountId) });
    if (phoneNumberId != null)
      query.andWhere('conversation.businessPhoneNumberId IN (:...numbers)', { numbers: idsOrNone(phoneNumberId) });
    if (status != null) query.andWhere('conversation.status IN (:...statuses)', { statuses: [...status, 'NONE'] });
    if (assigneeId != null)
      query.andWhere('conversation.assigneeId IN (:...assignees)', { assignees: idsOrNone(assigneeId) });
    if (unassigned != null) query.andWhere(`conversation.assigneeId IS ${unassigned ? '' : 'NOT'} NULL`);
    if (participating != null)
      query.andWhere(`${participating ? '' : 'NOT'} ${PARTICIPATES}`, { participant: viewer.id });
    if (windowOpen != null) {
      query.andWhere(`coalesce(conversation.lastInboundAt > :windowBegin, false) = :windowOpen`, {
        windowBegin: earliestInboundOfOpenWindow(this.clock.now()),
        windowOpen,
      });
    }
    if (search != null) {
      query.andWhere(
        `EXISTS (SELECT FROM contacts WHERE contacts.id = conversation.contact_id AND ${CONTACT_MATCHES})`,
        { search },
      );
    }
  }
}

const PARTICIPATES =
  'EXISTS (SELECT FROM participants WHERE participants.conversation_id = conversation.id AND participants.user_id = :participant)';
/** SQL: a contact whose name, username or number contains :search. */
export const CONTACT_MATCHES =
  "strpos(lower(concat_ws(' ', contacts.profile_name, contacts.username, contacts.phone_number)), lower(:search)) > 0";

function restrictToVisible(query: SelectQueryBuilder<ConversationEntity>, viewer: Viewer): void {
  const accountIds = visibleAccountIds(viewer);
  if (accountIds !== null)
    query.andWhere('conversation.accountId IN (:...visible)', { visible: idsOrNone(accountIds) });
  if (!seesOnlyOwnConversations(viewer)) return;
  query.andWhere(
    `(${PARTICIPATES} OR NOT EXISTS (SELECT FROM participants WHERE participants.conversation_id = conversation.id))`,
    { participant: viewer.id },
  );
}

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** What cannot be an id is left out; an empty IN list would be no SQL. */
function idsOrNone(ids: readonly string[]): string[] {
  const usable = ids.filter(isId);
  return usable.length === 0 ? [NO_ID] : usable;
}
