import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import type { Viewer } from '../../users/domain/viewer.js';
import type { InboxCount } from '../schema/inbox-counts.types.js';
import { InboxSearchesService } from './inbox-searches.service.js';
import { countSql, pageSql } from './inbox-sql.js';
import { SqlParameters } from './sql-parameters.js';

const MAX_COUNTED = 10_000;

/** Customers who wait for an answer: how many, counted up to 10,000, and the longest; from indexes alone. */
@Injectable()
export class WaitingCustomersService {
  constructor(
    private readonly database: Database,
    private readonly searches: InboxSearchesService,
  ) {}

  /** Of an account, or of all that the viewer sees. */
  async of(viewer: Viewer, accountId: string | null): Promise<{ count: InboxCount; longestSince: Date | null }> {
    const places = await this.searches.places(viewer, accountId);
    const search = this.searches.forQuestion(viewer, { waiting: true }, places);
    const isNobody = search.groups.length === 0 || search.places.length === 0;
    if (isNobody) return { count: { value: 0, isExact: true }, longestSince: null };
    const parameters = new SqlParameters();
    const longest = pageSql(search, { sort: 'waiting_since', direction: 'ASC', after: null }, 1, parameters);
    const [row] = await this.database.query<{ count: number; since: Date | null }>(
      `SELECT (${countSql(search, MAX_COUNTED + 1, parameters)}) AS count, (SELECT sort FROM (${longest}) AS longest) AS since`,
      parameters.values,
    );
    const count = row?.count ?? 0;
    return {
      count: { value: Math.min(count, MAX_COUNTED), isExact: count <= MAX_COUNTED },
      longestSince: row?.since ?? null,
    };
  }
}
