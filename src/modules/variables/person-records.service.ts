import { Injectable } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { numberVariants } from '../../common/phone-numbers/number-variants.js';
import type { Viewer } from '../users/domain/viewer.js';
import { DataModelsService, type StoredModel } from './data-models.service.js';
import { DataRecordEntity } from './data-record.entity.js';
import { isOpenTo } from './domain/model-access.js';
import type { DataRecord } from './records.service.js';

const MAX_RECORDS = 25;

/** Records about a person: those with their phone number, and those that relate to these. */
@Injectable()
export class PersonRecordsService {
  constructor(
    private readonly database: Database,
    private readonly models: DataModelsService,
  ) {}

  /**
   * Up to 25 of models that the viewer sees and that are open to the account, latest changed first; `mentionedIds` are
   * some that belong to the person for another reason.
   */
  async of(
    viewer: Viewer,
    accountId: string,
    waId: string | null,
    mentionedIds: readonly string[],
  ): Promise<DataRecord[]> {
    const models = (await this.models.listVisible(viewer)).filter((model) => isOpenTo(model, accountId));
    const own = waId === null ? [] : await this.withValues(models, valuesWithNumber(models, waId));
    const related = await this.withValues(models, valuesRelatingTo(models, own));
    const mentioned =
      mentionedIds.length === 0
        ? []
        : await this.database.rows(
            DataRecordEntity,
            `WHERE id = ANY($1) AND model_id = ANY($2) ORDER BY updated_at DESC, id DESC LIMIT ${MAX_RECORDS}`,
            [mentionedIds, models.map(({ id }) => id)],
          );
    const records = new Map([...own, ...related, ...mentioned].map((record) => [record.id, record]));
    return [...records.values()]
      .sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime() || (a.id < b.id ? 1 : -1))
      .slice(0, MAX_RECORDS);
  }

  private async withValues(models: readonly StoredModel[], wanted: readonly WantedValue[]): Promise<DataRecord[]> {
    if (wanted.length === 0) return [];
    const found = await this.database.rows(
      DataRecordEntity,
      `WHERE field_values @> ANY($1::jsonb[]) AND model_id = ANY($2) ORDER BY updated_at DESC, id DESC LIMIT ${MAX_RECORDS}`,
      [[...new Set(wanted.map(({ key, value }) => JSON.stringify({ [key]: value })))], models.map(({ id }) => id)],
    );
    // The same key may be another thing in another model.
    return found.filter(({ modelId, values }) =>
      wanted.some((want) => want.modelId === modelId && values[want.key] === want.value),
    );
  }
}

interface WantedValue {
  modelId: string;
  key: string;
  value: string;
}

function valuesWithNumber(models: readonly StoredModel[], waId: string): WantedValue[] {
  return models.flatMap(({ id: modelId, fields }) =>
    fields
      .filter(({ type }) => type === 'PHONE')
      .flatMap(({ key }) => numberVariants(waId).map((digits) => ({ modelId, key, value: `+${digits}` }))),
  );
}

function valuesRelatingTo(models: readonly StoredModel[], records: readonly DataRecord[]): WantedValue[] {
  const keyById = new Map(models.map(({ id, key }) => [id, key]));
  return models.flatMap(({ id: modelId, fields }) =>
    fields
      .filter(({ type }) => type === 'RELATION')
      .flatMap(({ key, relatesTo }) =>
        records
          .filter((record) => keyById.get(record.modelId) === relatesTo)
          .map(({ externalId }) => ({ modelId, key, value: externalId })),
      ),
  );
}
