import { Args, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import type { Loaders } from '../../common/graphql/loaders.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { DomainError } from '../../common/errors/domain-error.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { AccountType } from '../accounts/schema/account.types.js';
import { Allow } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import { maySeeAccount, visibleAccountIds } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { DataModelIdInput, UpsertDataModelInput } from './data-model.inputs.js';
import {
  DataFieldOutput,
  DataFieldTypeEnum,
  DataModelPayload,
  DataModelType,
  FieldPathType,
} from './data-model.types.js';
import { DataModelsService } from './data-models.service.js';
import type { DataFieldType } from './domain/data-model.js';
import { mayUseModel } from './domain/model-access.js';
import { MAX_PATH_LENGTH, searchPaths } from './domain/field-paths.js';

@Resolver(() => DataModelType)
export class DataModelsResolver {
  constructor(
    private readonly models: DataModelsService,
    private readonly accountsService: AccountsService,
  ) {}

  @Query(() => [DataModelType], {
    description: 'By label: those that are open to all accounts, or to one that the viewer works with.',
  })
  @Allow('READ_RECORDS')
  async dataModels(@CurrentViewer() viewer: Viewer): Promise<DataModelType[]> {
    return this.models.listVisible(viewer);
  }

  @Query(() => DataModelType, { nullable: true })
  @Allow('READ_RECORDS')
  async dataModel(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<DataModelType | null> {
    return this.models.find(viewer, id);
  }

  @Query(() => [FieldPathType], {
    description:
      'Fields whose label or key matches, on the model and through its relations, nearest first, up to 500; `under` (a path to a relation) narrows to one branch. With depth 1, one level at a time.',
  })
  @Allow('READ_RECORDS')
  async searchFields(
    @CurrentViewer() viewer: Viewer,
    @Args('modelId', { type: () => ID }) modelId: string,
    @Args('query', { type: () => String, nullable: true }) query?: string | null,
    @Args('under', { type: () => String, nullable: true }) under?: string | null,
    @Args('type', { type: () => [DataFieldTypeEnum], nullable: true }) type?: DataFieldType[] | null,
    @Args('depth', { type: () => Int, nullable: true, defaultValue: 3 }) depth?: number | null,
  ): Promise<FieldPathType[]> {
    const levels = depth ?? 3;
    if (levels < 1 || levels > MAX_PATH_LENGTH) {
      throw new DomainError({
        code: 'INVALID_INPUT',
        message: `1 to ${MAX_PATH_LENGTH} levels, please.`,
        path: ['depth'],
      });
    }
    const model = await this.models.require(viewer, modelId, 'modelId');
    return searchPaths(await this.models.listVisible(viewer), model.id, {
      query: query ?? null,
      under: under ?? null,
      types: type ?? null,
      depth: levels,
    });
  }

  @PayloadMutation(
    () => DataModelPayload,
    'Makes a kind of record, or changes it. What a change means for templates is listed in their `problems`.',
  )
  @Allow('WRITE_RECORDS')
  async upsertDataModel(
    @CurrentViewer() viewer: Viewer,
    @Args('input') input: UpsertDataModelInput,
  ): Promise<DataModelPayload> {
    return { dataModel: await this.models.upsert(viewer, input), errors: [] };
  }

  @PayloadMutation(
    () => DataModelPayload,
    'Deletes a kind of record with all its records. CONFLICT names each template and relation that still uses it.',
  )
  @Allow('WRITE_RECORDS')
  async deleteDataModel(
    @CurrentViewer() viewer: Viewer,
    @Args('input') { dataModelId }: DataModelIdInput,
  ): Promise<DataModelPayload> {
    return { dataModel: await this.models.delete(viewer, dataModelId), errors: [] };
  }

  @ResolveField(() => [DataFieldOutput])
  fields(@Parent() model: DataModelType): DataFieldOutput[] {
    return model.fields;
  }

  @ResolveField(() => [AccountType], {
    description:
      'The accounts that it is limited to, those that the viewer works with; empty: it is open to all accounts.',
  })
  async accounts(
    @CurrentViewer() viewer: Viewer,
    @Parent() { accountIds }: DataModelType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<AccountType[]> {
    const visible = accountIds.filter((id) => maySeeAccount(viewer, id));
    return Promise.all(visible.map((id) => loaders.loadExisting(this.accountsService.byIds, id)));
  }

  @ResolveField(() => Int)
  async recordCount(@Parent() model: DataModelType, @RequestLoaders() loaders: Loaders): Promise<number> {
    return loaders.load(this.models.recordCounts, model.id);
  }
}

@Resolver(() => DataFieldOutput)
export class DataFieldsResolver {
  constructor(private readonly models: DataModelsService) {}

  @ResolveField(() => DataModelType, {
    nullable: true,
    description: 'Where a RELATION leads to; null where the viewer may not see that model.',
  })
  async relatesTo(
    @CurrentViewer() viewer: Viewer,
    @Parent() { relatesTo }: DataFieldOutput,
    @RequestLoaders() loaders: Loaders,
  ): Promise<DataModelType | null> {
    const model = relatesTo === null ? null : await loaders.load(this.models.byKeys, relatesTo);
    return model !== null && mayUseModel(model, visibleAccountIds(viewer)) ? model : null;
  }
}
