import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../common/database/database.js';
import { DomainError, notFound } from '../../common/errors/domain-error.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import { isId, newId } from '../../common/ids.js';
import { DataModelEntity } from './data-model.entity.js';
import type { UpsertDataModelInput } from './data-model.inputs.js';
import { problemsOfFields, type DataField, type DataModel } from './domain/data-model.js';

/** Names what uses a model in another module, such as "the template Order shipped (en)". */
export type FindUses = (dataModelId: string) => Promise<string[]>;

/** Data models: the kinds of business records. */
@Injectable()
export class DataModelsService {
  private readonly finders: FindUses[] = [];

  constructor(private readonly database: Database) {}

  /** For DataLoaders: a model each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(DataModel | null)[]> => {
    const rows = await this.database.repository(DataModelEntity).findBy({ id: In([...ids]) });
    return inOrderOf(ids, rows, (model) => model.id);
  };

  /** For DataLoaders: the models with these keys. */
  readonly byKeys = async (keys: readonly string[]): Promise<(DataModel | null)[]> => {
    const rows = await this.database.repository(DataModelEntity).findBy({ key: In([...keys]) });
    return inOrderOf(keys, rows, (model) => model.key);
  };

  /** For DataLoaders: all models, read once a request. */
  readonly all = async (keys: readonly 'all'[]): Promise<DataModel[][]> => {
    const models = await this.list();
    return keys.map(() => models);
  };

  /** For DataLoaders: how many records a model has. */
  readonly recordCounts = async (ids: readonly string[]): Promise<number[]> => {
    const rows = await this.database.query<{ model_id: string; count: string }>(
      'SELECT model_id, count(*) FROM data_records WHERE model_id = ANY($1) GROUP BY model_id',
      [ids],
    );
    return inOrderOf(ids, rows, (row) => row.model_id).map((row) => Number(row?.count ?? 0));
  };

  /** All models, by label. */
  async list(): Promise<DataModel[]> {
    return this.database.repository(DataModelEntity).find({ order: { label: 'ASC', id: 'ASC' } });
  }

  async find(id: string): Promise<DataModel | null> {
    return isId(id) ? this.database.repository(DataModelEntity).findOneBy({ id }) : null;
  }

  /** @throws DomainError (NOT_FOUND) */
  async require(id: string, ...path: string[]): Promise<DataModel> {
    const model = await this.find(id);
    if (model === null) throw notFound('data model', ...path);
    return model;
  }

  /** Registers how another module finds its uses of a model, which is not deleted while there are any. */
  registerUses(find: FindUses): void {
    this.finders.push(find);
  }

  /** Creates the model of this key, or changes it. @throws DomainError: every problem of its fields */
  async upsert({ key, label, fields: inputs }: UpsertDataModelInput): Promise<DataModel> {
    const fields: DataField[] = inputs.map((field) => ({ ...field, relatesTo: field.relatesTo ?? null }));
    return this.database.transaction(async () => {
      const others = await this.list();
      const problems = problemsOfFields(fields, new Set([...others.map((model) => model.key), key]));
      if (problems.length > 0) throw new DomainError(...problems);
      await this.database.run(
        `INSERT INTO data_models (id, key, label, fields) VALUES ($1, $2, $3, $4)
         ON CONFLICT (key) DO UPDATE SET label = excluded.label, fields = excluded.fields, updated_at = now()`,
        [newId(), key, label, JSON.stringify(fields)],
      );
      return this.database.repository(DataModelEntity).findOneByOrFail({ key });
    });
  }

  /** Deletes it with its records. @throws DomainError (CONFLICT) naming each thing that still uses it */
  async delete(id: string): Promise<DataModel> {
    return this.database.transaction(async () => {
      const model = await this.require(id, 'dataModelId');
      const uses = [...relationsTo(model, await this.list())];
      for (const find of this.finders) uses.push(...(await find(model.id)));
      if (uses.length > 0) {
        throw new DomainError(
          ...uses.map((use) => ({
            code: 'CONFLICT' as const,
            message: `${model.label} is still used by ${use}.`,
            path: ['dataModelId'],
          })),
        );
      }
      await this.database.repository(DataModelEntity).delete(model.id);
      return model;
    });
  }
}

function relationsTo(model: DataModel, models: readonly DataModel[]): string[] {
  return models
    .filter(({ id }) => id !== model.id)
    .flatMap(({ label, fields }) =>
      fields.filter(({ relatesTo }) => relatesTo === model.key).map((field) => `the field ${label} > ${field.label}`),
    );
}
