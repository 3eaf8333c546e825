import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import type { ForwardPageArgs } from '../../../common/graphql/pagination/connection.js';
import type { CountedPage } from '../../../common/graphql/pagination/counted-connection.js';
import { paginateCounted } from '../../../common/graphql/pagination/paginate.js';
import { isId } from '../../../common/ids.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import type { AuditEntryFilter } from './audit-entry.types.js';

/** The audit trail, read: by filter, latest first. */
@Injectable()
export class AuditTrailService {
  constructor(private readonly database: Database) {}

  /** For DataLoaders: an entry each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(AuditEntryEntity | null)[]> => {
    const rows = await this.database.rows(AuditEntryEntity, 'WHERE id = ANY($1)', [ids]);
    return inOrderOf(ids, rows, (entry) => entry.id);
  };

  async list(filter: AuditEntryFilter, page: ForwardPageArgs): Promise<CountedPage<AuditEntryEntity>> {
    const query = this.database.repository(AuditEntryEntity).createQueryBuilder('entry');
    const { action, address, from, until } = filter;
    if (action != null) query.andWhere('entry.action = ANY(:action)', { action });
    for (const field of ['actorId', 'subjectId', 'accountId'] as const) {
      const id = filter[field];
      if (id == null) continue;
      if (isId(id)) query.andWhere(`entry.${field} = :${field}`, { [field]: id });
      else query.andWhere('false'); // nothing has an id that is none
    }
    if (address != null) query.andWhere('entry.address = :address', { address });
    if (from != null) query.andWhere('entry.occurredAt >= :from', { from });
    if (until != null) query.andWhere('entry.occurredAt < :until', { until });
    const valueOf = ({ occurredAt }: AuditEntryEntity): Date => occurredAt;
    return paginateCounted(query, page, { sort: 'entry.occurredAt', valueOf, id: 'entry.id', direction: 'DESC' });
  }
}
