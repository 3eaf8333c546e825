import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../common/database/database.js';
import { DomainError, notAllowedNow, notFound } from '../../common/errors/domain-error.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import { isId, newId } from '../../common/ids.js';
import { visibleAccountIds } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { KnownAccounts } from '../users/known-accounts.js';
import { DataModelEntity } from './data-model.entity.js';
import type { UpsertDataModelInput } from './data-model.inputs.js';
import { problemsOfFields, type DataField, type DataModel } from './domain/data-model.js';
import { isOpenTo, mayChangeModel, mayUseModel, type LimitedModel } from './domain/model-access.js';
import { because } from '../../common/errors/because.js';

/** Names what uses a model in another module, such as "the template Order shipped (en)". */
export type FindUses = (dataModelId: string) => Promise<string[]>;

/** A data model as it is stored, with the accounts that it is limited to. */
export interface StoredModel extends DataModel, LimitedModel {}

/** Data models: the kinds of business records. */
@Injectable()
export class DataModelsService {
  private readonly finders: FindUses[] = [];

  constructor(
    private readonly database: Database,
    private readonly knownAccounts: KnownAccounts,
  ) {}

  /** For DataLoaders: a model each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(StoredModel | null)[]> => {
    const rows = await this.database.repository(DataModelEntity).findBy({ id: In([...ids]) });
    return inOrderOf(ids, rows, (model) => model.id);
  };

  /** For DataLoaders: the models with these keys. */
  readonly byKeys = async (keys: readonly string[]): Promise<(StoredModel | null)[]> => {
    const rows = await this.database.repository(DataModelEntity).findBy({ key: In([...keys]) });
    return inOrderOf(keys, rows, (model) => model.key);
  };

  /** For DataLoaders: the models that templates of each account may use, by label; read once a request. */
  readonly openTo = async (accountIds: readonly string[]): Promise<StoredModel[][]> => {
    const models = await this.list();
    return accountIds.map((accountId) => models.filter((model) => isOpenTo(model, accountId)));
  };

  /** For DataLoaders: the models that each viewer sees, by label. */
  readonly visibleTo = async (viewers: readonly Viewer[]): Promise<StoredModel[][]> =>
    Promise.all(viewers.map((viewer) => this.listVisible(viewer)));

  /** For DataLoaders: how many records a model has. */
  readonly recordCounts = async (ids: readonly string[]): Promise<number[]> => {
    const rows = await this.database.query<{ model_id: string; count: string }>(
      'SELECT model_id, count(*) FROM data_records WHERE model_id = ANY($1) GROUP BY model_id',
      [ids],
    );
    return inOrderOf(ids, rows, (row) => row.model_id).map((row) => Number(row?.count ?? 0));
  };

  /** The models that somebody sees, by label. */
  async listVisible(viewer: Viewer): Promise<StoredModel[]> {
    const accountIds = visibleAccountIds(viewer);
    return (await this.list()).filter((model) => mayUseModel(model, accountIds));
  }

  async find(viewer: Viewer, id: string): Promise<StoredModel | null> {
    const model = await this.read(id);
    return model !== null && mayUseModel(model, visibleAccountIds(viewer)) ? model : null;
  }

  /** @throws DomainError (NOT_FOUND) */
  async require(viewer: Viewer, id: string, ...path: string[]): Promise<StoredModel> {
    const model = await this.find(viewer, id);
    if (model === null) throw notFound('data model', ...path);
    return model;
  }

  /** A model that templates of the account may use. @throws DomainError (NOT_FOUND) */
  async requireOpenTo(accountId: string, id: string, ...path: string[]): Promise<StoredModel> {
    const model = await this.read(id);
    if (model === null || !isOpenTo(model, accountId)) throw notFound('data model', ...path);
    return model;
  }

  /** Registers how another module finds its uses of a model, which is not deleted while there are any. */
  registerUses(find: FindUses): void {
    this.finders.push(find);
  }

  /**
   * Creates the model of this key, or changes it. Made by somebody who works with some accounts only, it is limited to these.
   * @throws DomainError: every problem of its fields; NOT_ALLOWED_NOW where others use it too; DUPLICATE where it is not theirs to see
   */
  async upsert(
    viewer: Viewer,
    { key, label, fields: inputs, accountIds: wanted }: UpsertDataModelInput,
  ): Promise<StoredModel> {
    const fields: DataField[] = inputs.map((field) => ({ ...field, relatesTo: field.relatesTo ?? null }));
    return this.database.transaction(async () => {
      const [existing = null] = await this.byKeys([key]);
      if (existing !== null) requireChangeable(viewer, existing);
      const visible = await this.listVisible(viewer);
      const problems = problemsOfFields(fields, new Set([...visible.map((model) => model.key), key]));
      if (problems.length > 0) throw new DomainError(...problems);
      const accountIds = await this.accountIdsFor(viewer, existing, wanted ?? null);
      await this.database.run(
        `INSERT INTO data_models (id, key, label, fields, account_ids) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (key) DO UPDATE SET label = excluded.label, fields = excluded.fields, account_ids = excluded.account_ids, updated_at = now()`,
        [newId(), key, label, JSON.stringify(fields), accountIds],
      );
      return this.database.repository(DataModelEntity).findOneByOrFail({ key });
    });
  }

  /** Deletes it with its records. @throws DomainError (CONFLICT) naming each thing that still uses it; NOT_ALLOWED_NOW */
  async delete(viewer: Viewer, id: string): Promise<StoredModel> {
    return this.database.transaction(async () => {
      const model = await this.require(viewer, id, 'dataModelId');
      requireChangeable(viewer, model, 'dataModelId');
      const uses = [...relationsTo(model, await this.list())];
      for (const find of this.finders) uses.push(...(await find(model.id)));
      if (uses.length > 0) {
        throw new DomainError(
          ...uses.map((use) => ({
            code: 'CONFLICT' as const,
            ...because('MODEL_STILL_USED', { model: model.label, use }),
            path: ['dataModelId'],
          })),
        );
      }
      await this.database.repository(DataModelEntity).delete(model.id);
      return model;
    });
  }

  private async list(): Promise<StoredModel[]> {
    return this.database.repository(DataModelEntity).find({ order: { label: 'ASC', id: 'ASC' } });
  }

  private async read(id: string): Promise<StoredModel | null> {
    return isId(id) ? this.database.repository(DataModelEntity).findOneBy({ id }) : null;
  }

  /** What is not said stays, or follows from who makes it. Nobody opens a model to accounts that they do not work with. */
  private async accountIdsFor(
    viewer: Viewer,
    existing: LimitedModel | null,
    wanted: readonly string[] | null,
  ): Promise<readonly string[]> {
    const visible = visibleAccountIds(viewer);
    const accountIds = wanted ?? existing?.accountIds ?? visible ?? [];
    await this.knownAccounts.requireAll(accountIds, 'accountIds');
    if (visible === null) return [...new Set(accountIds)];
    const foreign = accountIds.findIndex((id) => !visible.includes(id));
    if (foreign >= 0) throw notFound('account', 'accountIds', String(foreign));
    if (accountIds.length === 0) {
      const why = because('MODEL_NEEDS_ACCOUNTS');
      throw new DomainError({ code: 'REQUIRED', ...why, path: ['accountIds'] });
    }
    return [...new Set(accountIds)];
  }
}

function requireChangeable(viewer: Viewer, model: StoredModel, ...path: string[]): void {
  const accountIds = visibleAccountIds(viewer);
  if (mayChangeModel(model, accountIds)) return;
  if (!mayUseModel(model, accountIds)) {
    throw new DomainError({
      code: 'DUPLICATE',
      ...because('MODEL_KEY_TAKEN'),
      path: ['key'],
    });
  }
  throw notAllowedNow(because('MODEL_SERVES_OTHERS', { model: model.label }), [], path.length > 0 ? path : ['key']);
}

function relationsTo(model: DataModel, models: readonly DataModel[]): string[] {
  return models
    .filter(({ id }) => id !== model.id)
    .flatMap(({ label, fields }) =>
      fields.filter(({ relatesTo }) => relatesTo === model.key).map((field) => `the field ${label} > ${field.label}`),
    );
}
