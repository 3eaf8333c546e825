import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { withinTime } from '../../../common/database/time-limit.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import { SECOND_MS } from '../../../common/durations.js';
import type { Country } from '../../../common/phone-numbers/numbering.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { DataModelsService } from '../data-models.service.js';
import type { DataModel } from '../domain/data-model.js';
import { readRecordFilter, type RecordCondition } from '../domain/record-filter.js';
import { conditionsSql } from './condition-sql.js';
import { because } from '../../../common/errors/because.js';

/** Longer than a filter needs that an index answers, and shorter than a person waits. */
const TIME_LIMIT_MS = 5 * SECOND_MS;

/** Record filters: reads them by the types of a model, and runs what they ask for within a time. */
@Injectable()
export class RecordFiltersService {
  constructor(
    private readonly database: Database,
    private readonly models: DataModelsService,
  ) {}

  /** By the models that the viewer sees. @throws DomainError: every problem of the filter, below `path` */
  async readFor(
    viewer: Viewer,
    model: DataModel,
    filter: unknown,
    defaultCountry: Country | null,
    ...path: string[]
  ): Promise<RecordCondition[]> {
    return conditionsIn(await this.models.listVisible(viewer), model, filter, defaultCountry, path);
  }

  /** By the models that are open to the account. @throws DomainError: every problem of the filter, below `path` */
  async readOpenTo(
    accountId: string,
    model: DataModel,
    filter: unknown,
    defaultCountry: Country | null,
    ...path: string[]
  ): Promise<RecordCondition[]> {
    const [models = []] = await this.models.openTo([accountId]);
    return conditionsIn(models, model, filter, defaultCountry, path);
  }

  /** Runs what reads by a filter. @throws DomainError (INVALID_INPUT) where it takes too long */
  async withinTime<T>(read: () => Promise<T>, ...path: string[]): Promise<T> {
    const found = await withinTime(this.database, TIME_LIMIT_MS, async () => ({ answer: await read() }));
    if (found !== null) return found.answer;
    const why = because('FILTER_TOO_SLOW');
    throw new DomainError({ code: 'INVALID_INPUT', ...why, path });
  }
}

/** Conditions for a statement whose parameters have names: its SQL, and the values. */
export function namedConditions(conditions: readonly RecordCondition[]): [string, Record<string, unknown>] {
  const parameters: Record<string, unknown> = {};
  const sql = conditionsSql(conditions, (value, type) => {
    const name = `condition${Object.keys(parameters).length}`;
    parameters[name] = value;
    return `:${name}::${type}`;
  });
  return [sql, parameters];
}

function conditionsIn(
  models: readonly DataModel[],
  model: DataModel,
  filter: unknown,
  defaultCountry: Country | null,
  path: string[],
): RecordCondition[] {
  const { conditions, problems } = readRecordFilter(models, model, filter, defaultCountry, ...path);
  if (problems.length > 0) throw new DomainError(...problems);
  return conditions;
}
