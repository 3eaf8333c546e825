import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Loaders } from '../../common/graphql/loaders.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { MediaService, type Media } from '../media/media.service.js';
import { MediaType } from '../media/media.types.js';
import { TemplateType } from '../templates/schema/template.types.js';
import { TemplatesService, type Template } from '../templates/templates.service.js';
import { visibleAccountIds } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { requireAllowed } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import { DataRecordType } from '../variables/data-model.types.js';
import { DataModelsService } from '../variables/data-models.service.js';
import { mayUseModel } from '../variables/domain/model-access.js';
import { RecordsService, type DataRecord } from '../variables/records.service.js';
import type { MessageEntity } from './message.entity.js';
import { TemplateCountsService } from './reading/template-counts.service.js';
import { TemplateContent } from './schema/message-content.types.js';
import { MessageType, TemplateStatistics } from './schema/message.types.js';
import { formerNameOf } from '../../common/graphql/former-name.js';

/** `Template.statistics`: how far the messages of each template came. */
@Resolver(() => TemplateType)
export class TemplateStatisticsResolver {
  constructor(private readonly counts: TemplateCountsService) {}

  @ResolveField(() => TemplateStatistics, {
    description: 'Numbers of messages that were sent of the template, by how far they came.',
  })
  async statistics(@Parent() { id }: TemplateType, @RequestLoaders() loaders: Loaders): Promise<TemplateStatistics> {
    return loaders.load(this.counts.ofTemplates, id);
  }
}

@Resolver(() => TemplateContent)
export class TemplateContentResolver {
  constructor(
    private readonly templates: TemplatesService,
    private readonly files: MediaService,
  ) {}

  @ResolveField(() => TemplateType, {
    description: 'Template itself, as it is now; null where it is not known here.',
    nullable: true,
  })
  async template(
    @CurrentViewer() viewer: Viewer,
    @Parent() { templateId }: TemplateContent,
    @RequestLoaders() loaders: Loaders,
  ): Promise<Template | null> {
    requireAllowed(viewer, 'READ_TEMPLATES');
    return templateId === null ? null : loaders.load(this.templates.byIds, templateId);
  }

  @ResolveField(() => MediaType, { nullable: true, description: 'File in the header; null without one.' })
  async headerMedia(@Parent() content: TemplateContent, @RequestLoaders() loaders: Loaders): Promise<Media | null> {
    return this.fileOf(content, loaders);
  }

  @ResolveField(() => MediaType, { nullable: true, ...formerNameOf('headerMedia') })
  async media(@Parent() content: TemplateContent, @RequestLoaders() loaders: Loaders): Promise<Media | null> {
    return this.fileOf(content, loaders);
  }

  private async fileOf({ mediaId }: TemplateContent, loaders: Loaders): Promise<Media | null> {
    return mediaId === null ? null : loaders.load(this.files.byIds, mediaId);
  }
}

@Resolver(() => MessageType)
export class MessageRecordResolver {
  constructor(
    private readonly records: RecordsService,
    private readonly models: DataModelsService,
  ) {}

  @ResolveField(() => DataRecordType, {
    nullable: true,
    description:
      'Business record that the message was sent for; null without one, and where its model is limited to other accounts.',
  })
  async record(
    @CurrentViewer() viewer: Viewer,
    @Parent() { recordId }: MessageEntity,
    @RequestLoaders() loaders: Loaders,
  ): Promise<DataRecord | null> {
    requireAllowed(viewer, 'READ_RECORDS');
    const record = recordId === null ? null : await loaders.load(this.records.byIds, recordId);
    const model = record === null ? null : await loaders.load(this.models.byIds, record.modelId);
    return model !== null && mayUseModel(model, visibleAccountIds(viewer)) ? record : null;
  }
}
