import { graphql } from '../../generated/gql.js';
import type { RecordInput, UpsertDataModelInput } from '../../generated/graphql.js';
import { must } from '../expectations.js';
import { SHOP_MODELS, SHOP_RECORDS } from '../factories/shop.js';
import type { GraphqlClient } from '../graphql/graphql-client.js';
import type { TestWorld } from './test-world.js';

const UPSERT_MODEL = graphql(`
  mutation UpsertDataModel($input: UpsertDataModelInput!) {
    upsertDataModel(input: $input) {
      dataModel { id key recordCount fields { key type relatesTo { key } } } errors { ...Problem }
    }
  }
`);
const UPSERT_RECORDS = graphql(`
  mutation UpsertRecords($input: UpsertRecordsInput!) {
    upsertRecords(input: $input) {
      results { externalId record { id label values } errors { ...Problem } } errors { ...Problem }
    }
  }
`);
const DELETE_RECORDS = graphql(`
  mutation DeleteRecords($input: DeleteRecordsInput!) {
    deleteRecords(input: $input) { deletedCount errors { ...Problem } }
  }
`);

/** Data models and records that an integrator pushes. Remembers our ids by their keys, whoever pushed them. */
export class RecordsDriver {
  constructor(
    private readonly world: TestWorld,
    private readonly client: GraphqlClient = world.admin,
    private readonly modelIds = new Map<string, string>(),
    private readonly recordIds = new Map<string, string>(),
  ) {}

  as({ client }: { client: GraphqlClient }): RecordsDriver {
    return new RecordsDriver(this.world, client, this.modelIds, this.recordIds);
  }

  /** Cities, customers and orders (see factories/shop.ts). */
  async openShop(): Promise<void> {
    for (const model of SHOP_MODELS) await this.upsertModel(model);
    for (const [model, records] of Object.entries(SHOP_RECORDS)) await this.push(model, records);
  }

  async upsertModel(input: UpsertDataModelInput) {
    const { upsertDataModel } = await this.client.send(UPSERT_MODEL, { input });
    if (upsertDataModel.dataModel !== null) this.modelIds.set(input.key, upsertDataModel.dataModel.id);
    return upsertDataModel;
  }

  async push(model: string, records: RecordInput[]) {
    const input = { modelId: this.modelId(model), records };
    const { upsertRecords } = await this.client.send(UPSERT_RECORDS, { input });
    for (const { externalId, record } of upsertRecords.results) {
      if (record !== null) this.recordIds.set(externalId, record.id);
    }
    return upsertRecords;
  }

  async delete(model: string, externalIds: string[]) {
    const input = { modelId: this.modelId(model), externalIds };
    return (await this.client.send(DELETE_RECORDS, { input })).deleteRecords;
  }

  modelId(key: string): string {
    return must(this.modelIds.get(key), `data model ${key}`);
  }

  /** By the integrator's id. */
  id(externalId: string): string {
    return must(this.recordIds.get(externalId), `record ${externalId}`);
  }
}
