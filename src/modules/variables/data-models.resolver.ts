import { Args, Context, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import { DomainError } from '../../common/errors/domain-error.js';
import { Allow } from '../users/authentication/allow.decorator.js';
import type { RequestContext } from '../users/authentication/request-context.js';
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
import { DEEPEST_PATH, searchPaths } from './domain/field-paths.js';

@Resolver(() => DataModelType)
export class DataModelsResolver {
  constructor(private readonly models: DataModelsService) {}

  @Query(() => [DataModelType], { description: 'By label.' })
  @Allow('READ_RECORDS')
  async dataModels(): Promise<unknown[]> {
    return this.models.list();
  }

  @Query(() => DataModelType, { nullable: true })
  @Allow('READ_RECORDS')
  async dataModel(@Args('id', { type: () => ID }) id: string): Promise<unknown> {
    return this.models.find(id);
  }

  @Query(() => [FieldPathType], {
    description:
      'Fields whose label or key matches, on the model and through its relations, nearest first, up to 500; `under` (a path to a relation) narrows to one branch. With depth 1, one level at a time.',
  })
  @Allow('READ_RECORDS')
  async searchFields(
    @Args('modelId', { type: () => ID }) modelId: string,
    @Args('query', { type: () => String, nullable: true }) query?: string | null,
    @Args('under', { type: () => String, nullable: true }) under?: string | null,
    @Args('type', { type: () => [DataFieldTypeEnum], nullable: true }) type?: DataFieldType[] | null,
    @Args('depth', { type: () => Int, nullable: true, defaultValue: 3 }) depth?: number | null,
  ): Promise<FieldPathType[]> {
    const levels = depth ?? 3;
    if (levels < 1 || levels > DEEPEST_PATH) {
      throw new DomainError({
        code: 'INVALID_INPUT',
        message: `1 to ${DEEPEST_PATH} levels, please.`,
        path: ['depth'],
      });
    }
    const model = await this.models.require(modelId, 'modelId');
    return searchPaths(await this.models.list(), model.id, {
      query: query ?? null,
      under: under ?? null,
      types: type ?? null,
      depth: levels,
    });
  }

  @PayloadMutation(
    () => DataModelPayload,
    'Makes a kind of record, or changes it. What templates make of a change is told in their `problems`.',
  )
  @Allow('WRITE_RECORDS')
  async upsertDataModel(@Args('input') input: UpsertDataModelInput): Promise<DataModelPayload> {
    return { dataModel: (await this.models.upsert(input)) as unknown as DataModelType, errors: [] };
  }

  @PayloadMutation(
    () => DataModelPayload,
    'Deletes a kind of record with all its records. CONFLICT names each template and relation that still uses it.',
  )
  @Allow('WRITE_RECORDS')
  async deleteDataModel(@Args('input') { dataModelId }: DataModelIdInput): Promise<DataModelPayload> {
    return { dataModel: (await this.models.delete(dataModelId)) as unknown as DataModelType, errors: [] };
  }

  @ResolveField(() => [DataFieldOutput])
  fields(@Parent() model: DataModelType): DataFieldOutput[] {
    return model.fields;
  }

  @ResolveField(() => Int)
  async recordCount(@Parent() model: DataModelType, @Context() context: unknown): Promise<number> {
    return (context as RequestContext).loaders.load(this.models.recordCounts, model.id);
  }
}

@Resolver(() => DataFieldOutput)
export class DataFieldsResolver {
  constructor(private readonly models: DataModelsService) {}

  @ResolveField(() => DataModelType, { nullable: true, description: 'Where a RELATION leads to.' })
  async relatesTo(@Parent() { relatesTo }: DataFieldOutput, @Context() context: unknown): Promise<unknown> {
    return relatesTo === null ? null : (context as RequestContext).loaders.load(this.models.byKeys, relatesTo);
  }
}
