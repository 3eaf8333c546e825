import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import type { ForwardPageArgs, Page } from '../../../common/graphql/pagination/connection.js';
import { paginate } from '../../../common/graphql/pagination/paginate.js';
import { newId } from '../../../common/ids.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { HistoryEntryEntity, type ChangeKind, type ChangeSource } from './history-entry.entity.js';
import type { Because } from '../../../common/errors/because.js';
import { worded } from '../../../common/errors/wording.js';

/** Who or what changed something, and when by Meta's clock or ours. */
export interface Cause {
  source: ChangeSource;
  userId: string | null;
  occurredAt: Date;
}

export interface NewHistoryEntry extends Cause {
  accountId: string;
  templateId: string | null;
  /** Ours; absent: it concerns the account, or a template. */
  businessPhoneNumberId?: string;
  kind: ChangeKind;
  from: string | null;
  /** A text of ours by its reason; or a code, or words of somebody. */
  to: Because | string | null;
  reason: Because | string | null;
  /** All that Meta reported of it. */
  details?: object | null;
}

/** History of templates and accounts: one entry a change. */
@Injectable()
export class HistoryService {
  constructor(private readonly database: Database) {}

  /** For DataLoaders: an entry each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(HistoryEntryEntity | null)[]> => {
    const rows = await this.database.rows(HistoryEntryEntity, 'WHERE id = ANY($1)', [ids]);
    return inOrderOf(ids, rows, (entry) => entry.id);
  };

  /** Records entries in the running transaction. */
  async record(...entries: NewHistoryEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await this.database.repository(HistoryEntryEntity).insert(entries.map(toRow));
  }

  /** Of one template, in the order in which entries became known here: Meta's times are exact to the second only. */
  async ofTemplate(templateId: string, page: ForwardPageArgs): Promise<Page<HistoryEntryEntity>> {
    const query = this.database.repository(HistoryEntryEntity).createQueryBuilder('entry');
    query.where('entry.templateId = :templateId', { templateId });
    const valueOf = ({ createdAt }: HistoryEntryEntity): Date => createdAt;
    return paginate(query, page, { sort: 'entry.createdAt', valueOf, id: 'entry.id', direction: 'ASC' });
  }

  /** Of one number: its quality, limit, throughput, status and name; latest first. */
  async ofNumber(businessPhoneNumberId: string, page: ForwardPageArgs): Promise<Page<HistoryEntryEntity>> {
    const query = this.database.repository(HistoryEntryEntity).createQueryBuilder('entry');
    query.where('entry.businessPhoneNumberId = :businessPhoneNumberId', { businessPhoneNumberId });
    const valueOf = ({ createdAt }: HistoryEntryEntity): Date => createdAt;
    return paginate(query, page, { sort: 'entry.createdAt', valueOf, id: 'entry.id', direction: 'DESC' });
  }

  /** Of the account itself, not of its templates and numbers; latest first. */
  async ofAccount(accountId: string, page: ForwardPageArgs): Promise<Page<HistoryEntryEntity>> {
    const query = this.database.repository(HistoryEntryEntity).createQueryBuilder('entry');
    query.where('entry.accountId = :accountId AND entry.templateId IS NULL AND entry.businessPhoneNumberId IS NULL', {
      accountId,
    });
    const valueOf = ({ createdAt }: HistoryEntryEntity): Date => createdAt;
    return paginate(query, page, { sort: 'entry.createdAt', valueOf, id: 'entry.id', direction: 'DESC' });
  }
}

function toRow(
  entry: NewHistoryEntry,
): Omit<HistoryEntryEntity, 'createdAt' | 'details'> & { details?: object | null } {
  const to = entry.to === null ? null : worded(entry.to);
  const reason = entry.reason === null ? null : worded(entry.reason);
  return {
    ...entry,
    id: newId(),
    businessPhoneNumberId: entry.businessPhoneNumberId ?? null,
    to: to?.text ?? null,
    toWording: to?.wording ?? null,
    reason: reason?.text ?? null,
    reasonWording: reason?.wording ?? null,
  };
}

/** Cause of a change that a viewer makes here. */
export function causedBy(viewer: Viewer, occurredAt: Date): Cause {
  return viewer.kind === 'USER'
    ? { source: 'USER', userId: viewer.id, occurredAt }
    : { source: 'API_KEY', userId: null, occurredAt };
}
