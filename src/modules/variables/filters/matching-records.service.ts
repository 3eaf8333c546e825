import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import type { Country } from '../../../common/phone-numbers/numbering.js';
import { DataModelsService } from '../data-models.service.js';
import type { RecordCondition } from '../domain/record-filter.js';
import { conditionsSql } from './condition-sql.js';
import { RecordFiltersService } from './record-filters.service.js';

/** Which of the records that match, by their ids. */
export interface RecordRange {
  limit: number;
  defaultCountry: Country | null;
  after?: string | null;
  until?: string | null;
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Matching records: their ids, in the order in which they came. */
@Injectable()
export class MatchingRecordsService {
  constructor(
    private readonly database: Database,
    private readonly models: DataModelsService,
    private readonly filters: RecordFiltersService,
  ) {}

  /**
   * The ids of records, of a model that is open to the account, that match the filter, at most `limit`, between the ids `after`
   * and `until`, if these are given. Phone numbers are read in `defaultCountry`, and found in every spelling.
   * @throws DomainError: every problem of the filter; INVALID_INPUT where it takes too long
   */
  async matching(
    accountId: string,
    modelId: string,
    filter: unknown,
    { limit, defaultCountry, after = null, until = null }: RecordRange,
    ...path: string[]
  ): Promise<string[]> {
    const model = await this.models.requireOpenTo(accountId, modelId, ...path);
    const conditions = await this.filters.readOpenTo(accountId, model, filter, defaultCountry, ...path);
    const parameters: unknown[] = [model.id, after ?? FIRST_ID, until ?? LAST_ID, limit];
    const sql = numberedConditions(conditions, parameters);
    const rows = await this.filters.withinTime(
      () =>
        this.database.query<{ id: string }>(
          `SELECT id FROM data_records record WHERE model_id = $1 AND id > $2 AND id <= $3 AND ${sql} ORDER BY id LIMIT $4`,
          parameters,
        ),
      ...path,
    );
    return rows.map(({ id }) => id);
  }

  /** Those of the records with these external ids that match. In the caller's transaction, whatever time it takes. */
  async matchingAmong(
    modelId: string,
    externalIds: readonly string[],
    conditions: readonly RecordCondition[],
  ): Promise<string[]> {
    const parameters: unknown[] = [modelId, externalIds];
    const sql = numberedConditions(conditions, parameters);
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM data_records record WHERE model_id = $1 AND external_id = ANY($2) AND ${sql}`,
      parameters,
    );
    return rows.map(({ id }) => id);
  }

  /** The last id of the records there are of a model; null where there is none. */
  async lastId(modelId: string): Promise<string | null> {
    const [row] = await this.database.query<{ id: string }>(
      'SELECT id FROM data_records WHERE model_id = $1 ORDER BY id DESC LIMIT 1',
      [modelId],
    );
    return row?.id ?? null;
  }
}

/** SQL of the conditions, whose values join the statement's parameters. */
function numberedConditions(conditions: readonly RecordCondition[], parameters: unknown[]): string {
  return conditionsSql(conditions, (value, type) => `$${parameters.push(value)}::${type}`);
}
