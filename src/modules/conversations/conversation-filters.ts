import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { Clock } from '../../common/clock/clock.js';
import { isId } from '../../common/ids.js';
import type { Viewer } from '../users/domain/viewer.js';
import type { ConversationEntity } from './conversation.entity.js';
import { earliestInboundOfOpenWindow } from './domain/service-window.js';
import type { ConversationFilter } from './schema/conversation.inputs.js';

/** SQL: whether the user `:reader` has not read something in the row of conversations that is called `alias`. */
export type UnreadCondition = (alias: string) => string;

/** The conditions of a list of conversations, as SQL. What has been read is known to the module that owns messages. */
@Injectable()
export class ConversationFilters {
  private unreadCondition: UnreadCondition | null = null;

  constructor(private readonly clock: Clock) {}

  /** Registered while modules start (onModuleInit). */
  registerUnread(condition: UnreadCondition): void {
    this.unreadCondition = condition;
  }

  /** Adds all conditions but the search to a query whose conversations are called `conversation`. */
  apply(query: SelectQueryBuilder<ConversationEntity>, filter: ConversationFilter, viewer: Viewer): void {
    const { accountId, phoneNumberId, status, assigneeId } = filter;
    if (accountId != null)
      query.andWhere('conversation.accountId IN (:...accounts)', { accounts: idsOrNone(accountId) });
    if (phoneNumberId != null)
      query.andWhere('conversation.businessPhoneNumberId IN (:...numbers)', { numbers: idsOrNone(phoneNumberId) });
    if (status != null) query.andWhere('conversation.status IN (:...statuses)', { statuses: [...status, 'NONE'] });
    if (assigneeId != null)
      query.andWhere('conversation.assigneeId IN (:...assignees)', { assignees: idsOrNone(assigneeId) });
    this.applyState(query, filter, viewer);
  }

  private applyState(query: SelectQueryBuilder<ConversationEntity>, filter: ConversationFilter, viewer: Viewer): void {
    const { unassigned, participating, unread, windowOpen } = filter;
    if (unassigned != null) query.andWhere(`conversation.assigneeId IS ${unassigned ? '' : 'NOT'} NULL`);
    if (participating != null)
      query.andWhere(`${participating ? '' : 'NOT'} ${PARTICIPATES}`, { participant: viewer.id });
    if (unread != null) query.andWhere(`${unread ? '' : 'NOT'} ${this.hasUnread()}`, { reader: viewer.id });
    if (windowOpen != null) {
      query.andWhere(`coalesce(conversation.lastInboundAt > :windowBegin, false) = :windowOpen`, {
        windowBegin: earliestInboundOfOpenWindow(this.clock.now()),
        windowOpen,
      });
    }
  }

  private hasUnread(): string {
    if (this.unreadCondition === null) throw new Error('No module knows what has been read.');
    return this.unreadCondition('conversation');
  }
}

const PARTICIPATES =
  'EXISTS (SELECT FROM participants WHERE participants.conversation_id = conversation.id AND participants.user_id = :participant)';

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** What cannot be an id is left out; an empty IN list would be no SQL. */
function idsOrNone(ids: readonly string[]): string[] {
  const usable = ids.filter(isId);
  return usable.length === 0 ? [NO_ID] : usable;
}
