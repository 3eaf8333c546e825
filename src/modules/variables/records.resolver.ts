import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ForwardPageArgs } from '../../common/graphql/pagination/connection.js';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import type { Loaders } from '../../common/graphql/loaders.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { Allow } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import { ReadFromReplica } from '../../common/graphql/read-from-replica.js';
import type { Viewer } from '../users/domain/viewer.js';
import { DataRecordFilter, DeleteRecordsInput, UpsertRecordsInput } from './data-model.inputs.js';
import {
  DataModelType,
  DataRecordConnection,
  DataRecordType,
  DeleteRecordsPayload,
  UpsertRecordsPayload,
} from './data-model.types.js';
import { DataModelsService } from './data-models.service.js';
import { RecordsService } from './records.service.js';
import { movedIntoFilter, readFiltered } from '../../common/graphql/pagination/list-filter.js';

@Resolver(() => DataRecordType)
export class RecordsResolver {
  constructor(
    private readonly recordsService: RecordsService,
    private readonly models: DataModelsService,
  ) {}

  @Query(() => DataRecordConnection, {
    description: 'Records of a data model, by label.',
  })
  @ReadFromReplica()
  @Allow('READ_RECORDS')
  async records(
    @CurrentViewer() viewer: Viewer,
    @Args('modelId', { description: 'UUID of the data model, else NOT_FOUND.', type: () => ID }) modelId: string,
    @Args() page: ForwardPageArgs,
    @Args('filter', { nullable: true, description: 'Conditions that all hold together; absent: every record.' })
    filter?: DataRecordFilter,
    @Args('search', {
      ...movedIntoFilter('search'),
      description: 'Words as in DataRecordFilter.search.',
      nullable: true,
    })
    search?: string,
  ): Promise<DataRecordConnection> {
    return readFiltered(filter, { search }, (conditions) =>
      this.recordsService.list(viewer, modelId, conditions, page),
    );
  }

  @PayloadMutation(
    () => UpsertRecordsPayload,
    'Stores up to 1,000 records a call, by externalId; each has its own outcome, and one that is refused holds up no other.',
  )
  @Allow('WRITE_RECORDS')
  async upsertRecords(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Data model, and the records.' }) input: UpsertRecordsInput,
  ): Promise<UpsertRecordsPayload> {
    return { results: await this.recordsService.upsert(viewer, input), errors: [] };
  }

  @PayloadMutation(
    () => DeleteRecordsPayload,
    'Deletes records by externalId. Messages that were sent for them stay, without the link.',
  )
  @Allow('WRITE_RECORDS')
  async deleteRecords(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Data model, and the external ids.' }) { modelId, externalIds }: DeleteRecordsInput,
  ): Promise<DeleteRecordsPayload> {
    return { deletedCount: await this.recordsService.delete(viewer, modelId, externalIds), errors: [] };
  }

  @ResolveField(() => DataModelType, { description: 'Data model of the record.' })
  async model(
    @Parent() { modelId }: DataRecordType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<DataModelType | null> {
    return loaders.load(this.models.byIds, modelId);
  }
}
