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
import { because } from '../../common/errors/because.js';

@Resolver(() => DataModelType)
export class DataModelsResolver {
  constructor(
    private readonly models: DataModelsService,
    private readonly accountsService: AccountsService,
  ) {}

  @Query(() => [DataModelType], {
    description: 'Data models by label: those that are open to all accounts, or to one that the viewer works with.',
  })
  @Allow('READ_RECORDS')
  async dataModels(@CurrentViewer() viewer: Viewer): Promise<DataModelType[]> {
    return this.models.listVisible(viewer);
  }

  @Query(() => DataModelType, {
    description: 'Data model by its id; null where there is none, or the viewer may not use it.',
    nullable: true,
  })
  @Allow('READ_RECORDS')
  async dataModel(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { description: 'UUID of the data model.', type: () => ID }) id: string,
  ): Promise<DataModelType | null> {
    return this.models.find(viewer, id);
  }

  @Query(() => [FieldPathType], {
    description:
      'Fields whose label or key matches, on the model and through its relations, nearest first, up to 500; `under` narrows to one branch. With depth 1, one level at a time.',
  })
  @Allow('READ_RECORDS')
  async searchFields(
    @CurrentViewer() viewer: Viewer,
    @Args('modelId', { description: 'UUID of the data model to begin with, else NOT_FOUND.', type: () => ID })
    modelId: string,
    @Args('query', {
      description: 'Words in labels and keys; absent or blank: all fields.',
      type: () => String,
      nullable: true,
    })
    query?: string | null,
    @Args('under', {
      description: 'Path to a relation below which fields are looked for, such as customer; absent: from the model on.',
      type: () => String,
      nullable: true,
    })
    under?: string | null,
    @Args('type', {
      description: 'Types to narrow the fields to; absent: all.',
      type: () => [DataFieldTypeEnum],
      nullable: true,
    })
    type?: DataFieldType[] | null,
    @Args('depth', {
      description: 'Levels of relations to follow: 1 to 6, else INVALID_INPUT.',
      type: () => Int,
      nullable: true,
      defaultValue: 3,
    })
    depth?: number | null,
  ): Promise<FieldPathType[]> {
    const levels = depth ?? 3;
    if (levels < 1 || levels > MAX_PATH_LENGTH) {
      throw new DomainError({
        code: 'INVALID_INPUT',
        ...because('DEPTH_OUT_OF_RANGE', { limit: MAX_PATH_LENGTH }),
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
    @Args('input', { description: 'Data model, as it is to be.' }) input: UpsertDataModelInput,
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
    @Args('input', { description: 'Data model to be deleted.' }) { dataModelId }: DataModelIdInput,
  ): Promise<DataModelPayload> {
    return { dataModel: await this.models.delete(viewer, dataModelId), errors: [] };
  }

  @ResolveField(() => [DataFieldOutput], { description: 'Fields of the model, in the order in which they were given.' })
  fields(@Parent() model: DataModelType): DataFieldOutput[] {
    return model.fields;
  }

  @ResolveField(() => [AccountType], {
    description:
      'Accounts that the model is limited to, those that the viewer works with; empty: it is open to all accounts.',
  })
  async accounts(
    @CurrentViewer() viewer: Viewer,
    @Parent() { accountIds }: DataModelType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<AccountType[]> {
    const visible = accountIds.filter((id) => maySeeAccount(viewer, id));
    return Promise.all(visible.map((id) => loaders.loadExisting(this.accountsService.byIds, id)));
  }

  @ResolveField(() => Int, { description: 'Number of records of the model.' })
  async recordCount(@Parent() model: DataModelType, @RequestLoaders() loaders: Loaders): Promise<number> {
    return loaders.load(this.models.recordCounts, model.id);
  }
}

@Resolver(() => DataFieldOutput)
export class DataFieldsResolver {
  constructor(private readonly models: DataModelsService) {}

  @ResolveField(() => DataModelType, {
    nullable: true,
    description:
      'Data model that a RELATION leads to; null for other types, and where the viewer may not see that model.',
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
