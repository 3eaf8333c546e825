import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Config } from '../../common/config/config.js';
import { Database } from '../../common/database/database.js';
import { rowset } from '../../common/database/rowset.js';
import { DomainError, type Problem } from '../../common/errors/domain-error.js';
import type { ForwardPageArgs, Page } from '../../common/graphql/pagination/connection.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import { paginate } from '../../common/graphql/pagination/paginate.js';
import { newId } from '../../common/ids.js';
import { searchedDigits } from '../../common/phone-numbers/number-search.js';
import { asCountry, type Country } from '../../common/phone-numbers/numbering.js';
import type { Viewer } from '../users/domain/viewer.js';
import type { RecordInput, UpsertRecordsInput } from './data-model.inputs.js';
import { DataModelsService } from './data-models.service.js';
import { DataRecordEntity } from './data-record.entity.js';
import type { DataModel } from './domain/data-model.js';
import { inEverySpelling, isWebAddress, labelOf, readValues, type RecordValues } from './domain/record-values.js';

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

/** Which of the records that match, by their ids. */
export interface RecordRange {
  limit: number;
  defaultCountry: Country | null;
  after?: string | null;
  until?: string | null;
}

const MAX_EXTERNAL_ID_LENGTH = 200;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Data records: business records, pushed by the systems that own them. */
@Injectable()
export class RecordsService {
  /** In which phone numbers without a country code are read, unless a call names another. */
  private readonly defaultCountry: Country | null;

  constructor(
    config: Config,
    private readonly database: Database,
    private readonly models: DataModelsService,
  ) {
    this.defaultCountry = config.get('DEFAULT_COUNTRY');
  }

  /** For DataLoaders: a record each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(DataRecord | null)[]> => {
    const rows = await this.database.repository(DataRecordEntity).findBy({ id: In([...ids]) });
    return inOrderOf(ids, rows, (record) => record.id);
  };

  async list(
    viewer: Viewer,
    modelId: string,
    search: string | undefined,
    page: ForwardPageArgs,
  ): Promise<Page<DataRecord>> {
    const model = await this.models.require(viewer, modelId, 'modelId');
    const query = this.database.repository(DataRecordEntity).createQueryBuilder('record');
    query.where('record.modelId = :modelId', { modelId: model.id });
    if (search !== undefined && search !== null && search.trim() !== '') {
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
    const valueOf = ({ label }: DataRecordEntity): string => label;
    return paginate(query, page, { sort: 'record.label', valueOf, id: 'record.id', direction: 'ASC' });
  }

  /**
   * The ids of records, of a model that is open to the account, that have these values (by field key), in the order in which they came, at most `limit`,
   * between the ids `after` and `until`, if these are given. Phone numbers are read in `defaultCountry`, and found in every spelling.
   */
  async matching(
    accountId: string,
    modelId: string,
    filter: unknown,
    { limit, defaultCountry, after = null, until = null }: RecordRange,
    ...path: string[]
  ): Promise<string[]> {
    const model = await this.models.requireOpenTo(accountId, modelId, ...path);
    const isObject = typeof filter === 'object' && filter !== null && !Array.isArray(filter);
    if (!isObject) {
      const message = 'Give values by field key, such as { "city": "Lima" }.';
      throw new DomainError({ code: 'INVALID_FORMAT', message, path });
    }
    const { values, problems } = readValues(model.fields, filter, defaultCountry, ...path);
    for (const [key, value] of Object.entries(filter)) {
      if (value !== null) continue; // would not narrow anything down, and reach everybody
      const message = 'null cannot be looked for: give a value, or leave the field out.';
      problems.push({ code: 'INVALID_INPUT', message, path: [...path, key] });
    }
    if (problems.length > 0) throw new DomainError(...problems);
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM data_records WHERE model_id = $1 AND field_values @> ANY ($2::jsonb[]) AND id > coalesce($4::uuid, $5::uuid) AND id <= coalesce($6::uuid, $7::uuid) ORDER BY id LIMIT $3',
      [
        model.id,
        inEverySpelling(model.fields, values).map((spelling) => JSON.stringify(spelling)),
        limit,
        after,
        FIRST_ID,
        until,
        LAST_ID,
      ],
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

  /** Creates or replaces records by external id. One that is refused holds up no other: each has its outcome, in order. */
  async upsert(viewer: Viewer, { modelId, records, defaultCountry }: UpsertRecordsInput): Promise<RecordOutcome[]> {
    if (records.length === 0) {
      throw new DomainError({ code: 'REQUIRED', message: 'There is no record.', path: ['records'] });
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
  private async saveRecords(modelId: string, records: ParsedRecord[]): Promise<Map<string, DataRecord>> {
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
    await this.database.run(
      `INSERT INTO data_records (id, model_id, external_id, label, field_values, portal_url)
       SELECT entry.id, $1, entry.external_id, entry.label, entry.field_values, entry.portal_url
         FROM ${entry.sql}
        ORDER BY entry.external_id
       ON CONFLICT (model_id, external_id) DO UPDATE SET label = excluded.label, field_values = excluded.field_values,
              portal_url = excluded.portal_url, updated_at = now()`,
      entry.parameters,
    );
    const rows = await this.database
      .repository(DataRecordEntity)
      .findBy({ modelId, externalId: In(records.map(({ externalId }) => externalId)) });
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
  if (externalId.trim() === '') errors.push({ code: 'REQUIRED', message: 'A record needs its id.', path: idPath });
  if (externalId.length > MAX_EXTERNAL_ID_LENGTH) {
    const message = `At most ${MAX_EXTERNAL_ID_LENGTH} characters, please.`;
    errors.push({ code: 'TOO_LONG', message, path: idPath, limit: MAX_EXTERNAL_ID_LENGTH });
  }
  if (seen.has(externalId))
    errors.push({ code: 'DUPLICATE', message: 'This record comes twice in one call.', path: idPath });
  seen.add(externalId);
  if (portalUrl != null && !isWebAddress(portalUrl)) {
    const message = 'This must be an address that begins with https:// or http://.';
    errors.push({ code: 'INVALID_FORMAT', message, path: [...path, 'portalUrl'] });
  }
  if (errors.length > 0) return { record: null, errors };
  const label = labelOf(model.fields, values, externalId);
  return { record: { externalId, values, label, portalUrl: portalUrl ?? null }, errors };
}
