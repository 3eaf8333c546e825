import { Injectable } from '@nestjs/common';
import { In, type SelectQueryBuilder } from 'typeorm';
import { Config } from '../../common/config/config.js';
import { Database } from '../../common/database/database.js';
import { rowset } from '../../common/database/rowset.js';
import { DomainError, type Problem } from '../../common/errors/domain-error.js';
import type { ForwardPageArgs } from '../../common/graphql/pagination/connection.js';
import { withCount, type CountedPage } from '../../common/graphql/pagination/counted-connection.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import { countOf, paginate, paginateCounted } from '../../common/graphql/pagination/paginate.js';
import { newId } from '../../common/ids.js';
import { searchedDigits } from '../../common/phone-numbers/number-search.js';
import { asCountry, type Country } from '../../common/phone-numbers/numbering.js';
import type { Viewer } from '../users/domain/viewer.js';
import type { DataRecordFilter, RecordInput, UpsertRecordsInput } from './data-model.inputs.js';
import { DataModelsService } from './data-models.service.js';
import { DataRecordEntity } from './data-record.entity.js';
import type { DataModel } from './domain/data-model.js';
import type { RecordCondition } from './domain/record-filter.js';
import { namedConditions, RecordFiltersService } from './filters/record-filters.service.js';
import { isWebAddress, labelOf, readValues, type RecordValues } from './domain/record-values.js';
import { because } from '../../common/errors/because.js';

/** What other modules know of a record. */
export interface DataRecord {
  id: string;
  modelId: string;
  externalId: string;
  /** How people call it. */
  label: string;
  values: RecordValues;
  portalUrl: string | null;
  updatedAt: Date;
}

/** Names a record by the integrator's id, as one text. */
export function recordKey({ modelId, externalId }: Pick<DataRecord, 'modelId' | 'externalId'>): string {
  return JSON.stringify([modelId, externalId]);
}

/** What became of one record of a call: stored, or refused with its errors. */
export interface RecordOutcome {
  externalId: string;
  record: DataRecord | null;
  errors: Problem[];
}

interface ParsedRecord {
  externalId: string;
  values: RecordValues;
  label: string;
  portalUrl: string | null;
}

/** Records about to be written, all of one model. */
export interface RecordsWrite {
  modelId: string;
  externalIds: readonly string[];
  /** The message whose events led the caller to it, as far as they say. */
  causedByMessageId: string | null;
}

/** The records of a write that were not there before it, by their ids. */
export type AfterWrite = (createdIds: ReadonlySet<string>) => Promise<void>;

/** Is asked before records are written, in their transaction; what it answers is called once they are. Null: it takes no interest. */
export type ObserveWrite = (write: RecordsWrite) => Promise<AfterWrite | null>;

const MAX_EXTERNAL_ID_LENGTH = 200;

/** Data records: business records, pushed by the systems that own them. */
@Injectable()
export class RecordsService {
  /** In which phone numbers without a country code are read, unless a call names another. */
  private readonly defaultCountry: Country | null;
  private readonly observers: ObserveWrite[] = [];

  constructor(
    config: Config,
    private readonly database: Database,
    private readonly models: DataModelsService,
    private readonly filters: RecordFiltersService,
  ) {
    this.defaultCountry = config.get('DEFAULT_COUNTRY');
  }

  /** Registers what another module does about records that are written, in the same transaction. */
  observeWrites(observe: ObserveWrite): void {
    this.observers.push(observe);
  }

  /** For DataLoaders: a record each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(DataRecord | null)[]> => {
    const rows = await this.database.repository(DataRecordEntity).findBy({ id: In([...ids]) });
    return inOrderOf(ids, rows, (record) => record.id);
  };

  /** For DataLoaders: a record each, by `recordKey`, in order. */
  readonly byExternalIds = async (keys: readonly string[]): Promise<(DataRecord | null)[]> => {
    const named = keys.map((key) => JSON.parse(key) as [string, string]);
    const entry = rowset(
      'entry',
      { model_id: 'uuid', external_id: 'text' },
      named.map(([modelId, externalId]) => ({ model_id: modelId, external_id: externalId })),
    );
    const rows = await this.database.rows(
      DataRecordEntity,
      `WHERE (model_id, external_id) IN (SELECT entry.model_id, entry.external_id FROM ${entry.sql})`,
      entry.parameters,
    );
    return inOrderOf(keys, rows, recordKey);
  };

  async list(
    viewer: Viewer,
    modelId: string,
    { search, externalIds, where }: DataRecordFilter,
    page: ForwardPageArgs,
  ): Promise<CountedPage<DataRecord>> {
    const model = await this.models.require(viewer, modelId, 'modelId');
    const conditions =
      where == null ? [] : await this.filters.readFor(viewer, model, where, this.defaultCountry, 'where');
    const query = () => this.query(model, { search, externalIds }, conditions);
    const valueOf = ({ label }: DataRecordEntity): string => label;
    const keyset = { sort: 'record.label', valueOf, id: 'record.id', direction: 'ASC' } as const;
    if (conditions.length === 0) return paginateCounted(query(), page, keyset);
    const found = await this.filters.withinTime(() => paginate(query(), page, keyset), 'where');
    return withCount(found, () => this.filters.withinTime(() => countOf(query(), keyset.id), 'where'));
  }

  /** Runs where it is made: in the transaction that bounds its time, if there is one. */
  private query(
    model: DataModel,
    { search, externalIds }: Omit<DataRecordFilter, 'where'>,
    conditions: readonly RecordCondition[],
  ): SelectQueryBuilder<DataRecordEntity> {
    const query = this.database.repository(DataRecordEntity).createQueryBuilder('record');
    query.where('record.modelId = :modelId', { modelId: model.id });
    if (externalIds != null) query.andWhere('record.externalId = ANY(:externalIds)', { externalIds });
    if (search != null && search.trim() !== '') {
      const digits = searchedDigits(search, this.defaultCountry === null ? [] : [this.defaultCountry]);
      query.andWhere(
        `(strpos(lower(record.label || ' ' || record.externalId), lower(:search)) > 0
          OR regexp_replace(record.label || ' ' || record.externalId, '[^0-9 ]', '', 'g') LIKE ANY(:numbers)
          OR EXISTS (SELECT FROM unnest(:phoneKeys::text[]) AS key WHERE record.field_values->>key LIKE ANY(:numbers)))`,
        {
          search: search.trim(),
          numbers: digits.map((part) => `%${part}%`),
          phoneKeys: model.fields.filter(({ type }) => type === 'PHONE').map(({ key }) => key),
        },
      );
    }
    if (conditions.length > 0) query.andWhere(...namedConditions(conditions));
    return query;
  }

  /** Creates or replaces records by external id. One that is refused holds up no other: each has its outcome, in order. */
  async upsert(viewer: Viewer, input: UpsertRecordsInput): Promise<RecordOutcome[]> {
    const { modelId, records, defaultCountry, causedByMessageId = null } = input;
    if (records.length === 0) {
      throw new DomainError({ code: 'REQUIRED', ...because('RECORDS_MISSING'), path: ['records'] });
    }
    const country = defaultCountry == null ? this.defaultCountry : asCountry(defaultCountry);
    return this.database.transaction(async () => {
      const model = await this.models.require(viewer, modelId, 'modelId');
      const seen = new Set<string>();
      const parsed = records.map((record, index) =>
        parseRecord(model, record, country, seen, ['records', String(index)]),
      );
      const stored = await this.saveRecords(
        model.id,
        parsed.flatMap(({ record }) => record ?? []),
        causedByMessageId,
      );
      return parsed.map(({ record, errors }, index) => ({
        externalId: records[index]?.externalId ?? '',
        record: record === null ? null : (stored.get(record.externalId) ?? null),
        errors,
      }));
    });
  }

  async delete(viewer: Viewer, modelId: string, externalIds: string[]): Promise<number> {
    const model = await this.models.require(viewer, modelId, 'modelId');
    return this.database.run('DELETE FROM data_records WHERE model_id = $1 AND external_id = ANY($2)', [
      model.id,
      externalIds,
    ]);
  }

  /** The stored records, by external id. */
  private async saveRecords(
    modelId: string,
    records: ParsedRecord[],
    causedByMessageId: string | null,
  ): Promise<Map<string, DataRecord>> {
    const externalIds = records.map(({ externalId }) => externalId);
    const followUps: AfterWrite[] = [];
    for (const observe of this.observers) {
      const followUp = await observe({ modelId, externalIds, causedByMessageId });
      if (followUp !== null) followUps.push(followUp);
    }
    const entry = rowset(
      'entry',
      { id: 'uuid', external_id: 'text', label: 'text', field_values: 'jsonb', portal_url: 'text | null' },
      records.map(({ externalId, label, values, portalUrl }) => ({
        id: newId(),
        external_id: externalId,
        label,
        field_values: values,
        portal_url: portalUrl,
      })),
      [modelId],
    );
    const written = await this.database.query<{ id: string; is_new: boolean }>(
      `INSERT INTO data_records (id, model_id, external_id, label, field_values, portal_url)
       SELECT entry.id, $1, entry.external_id, entry.label, entry.field_values, entry.portal_url
         FROM ${entry.sql}
        ORDER BY entry.external_id
       ON CONFLICT (model_id, external_id) DO UPDATE SET label = excluded.label, field_values = excluded.field_values,
              portal_url = excluded.portal_url, updated_at = now()
       RETURNING id, xmax = 0 AS is_new`,
      entry.parameters,
    );
    const createdIds = new Set(written.filter((row) => row.is_new).map(({ id }) => id));
    for (const followUp of followUps) await followUp(createdIds);
    const rows = await this.database.repository(DataRecordEntity).findBy({ modelId, externalId: In(externalIds) });
    return new Map(rows.map((row) => [row.externalId, row]));
  }
}

function parseRecord(
  model: DataModel,
  { externalId, values: input, portalUrl, textProblems }: RecordInput,
  defaultCountry: Country | null,
  seen: Set<string>,
  path: string[],
): { record: ParsedRecord | null; errors: Problem[] } {
  if (textProblems != null) return { record: null, errors: textProblems };
  const { values, problems: errors } = readValues(model.fields, input, defaultCountry, ...path, 'values');
  const idPath = [...path, 'externalId'];
  if (externalId.trim() === '') errors.push({ code: 'REQUIRED', ...because('RECORD_ID_MISSING'), path: idPath });
  if (externalId.length > MAX_EXTERNAL_ID_LENGTH) {
    const why = because('TOO_MANY_CHARACTERS', { limit: MAX_EXTERNAL_ID_LENGTH });
    errors.push({ code: 'TOO_LONG', ...why, path: idPath, limit: MAX_EXTERNAL_ID_LENGTH });
  }
  if (seen.has(externalId)) errors.push({ code: 'DUPLICATE', ...because('RECORD_TWICE'), path: idPath });
  seen.add(externalId);
  if (portalUrl != null && !isWebAddress(portalUrl)) {
    const why = because('WEB_ADDRESS_EXPECTED');
    errors.push({ code: 'INVALID_FORMAT', ...why, path: [...path, 'portalUrl'] });
  }
  if (errors.length > 0) return { record: null, errors };
  const label = labelOf(model.fields, values, externalId);
  return { record: { externalId, values, label, portalUrl: portalUrl ?? null }, errors };
}
