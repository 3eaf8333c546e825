import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import type { ForwardPageArgs, Page } from '../../../common/graphql/pagination/connection.js';
import { paginate } from '../../../common/graphql/pagination/paginate.js';
import { isId } from '../../../common/ids.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import type { AuditEntryFilter } from './audit-entry.types.js';

/** The audit trail, read: by filter, latest first. */
@Injectable()
export class AuditTrailService {
  constructor(private readonly database: Database) {}

  async list(filter: AuditEntryFilter, page: ForwardPageArgs): Promise<Page<AuditEntryEntity>> {
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
    return paginate(query, page, { sort: 'entry.occurredAt', valueOf, id: 'entry.id', direction: 'DESC' });
  }
}
