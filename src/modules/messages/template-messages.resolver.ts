import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { MediaService } from '../media/media.service.js';
import { MediaType } from '../media/media.types.js';
import { TemplateType } from '../templates/schema/template.types.js';
import { TemplatesService } from '../templates/templates.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { CurrentViewer, requireAllowed, type RequestContext } from '../users/authentication/request-context.js';
import { DataRecordType } from '../variables/data-model.types.js';
import { RecordsService } from '../variables/records.service.js';
import type { MessageEntity } from './message.entity.js';
import { MessageCountsService } from './reading/message-counts.service.js';
import { TemplateContent } from './schema/message-content.types.js';
import { MessageType, TemplateStatistics } from './schema/message.types.js';

/** `Template.statistics`: how far the messages of each template came. */
@Resolver(() => TemplateType)
export class TemplateStatisticsResolver {
  constructor(private readonly counts: MessageCountsService) {}

  @ResolveField(() => TemplateStatistics)
  async statistics(@Parent() { id }: TemplateType, @Context() context: unknown): Promise<TemplateStatistics> {
    return (context as RequestContext).loaders.load(this.counts.ofTemplates, id);
  }
}

@Resolver(() => TemplateContent)
export class TemplateContentResolver {
  constructor(
    private readonly templates: TemplatesService,
    private readonly files: MediaService,
  ) {}

  @ResolveField(() => TemplateType, { nullable: true })
  async template(
    @CurrentViewer() viewer: Viewer,
    @Parent() { templateId }: TemplateContent,
    @Context() context: unknown,
  ): Promise<unknown> {
    requireAllowed(viewer, 'READ_TEMPLATES');
    return templateId === null ? null : (context as RequestContext).loaders.load(this.templates.byIds, templateId);
  }

  @ResolveField(() => MediaType, { nullable: true, description: 'The file in the header.' })
  async media(@Parent() { mediaId }: TemplateContent, @Context() context: unknown): Promise<unknown> {
    return mediaId === null ? null : (context as RequestContext).loaders.load(this.files.byIds, mediaId);
  }
}

@Resolver(() => MessageType)
export class MessageRecordResolver {
  constructor(private readonly records: RecordsService) {}

  @ResolveField(() => DataRecordType, { nullable: true, description: 'The business record it was sent for.' })
  async record(
    @CurrentViewer() viewer: Viewer,
    @Parent() { recordId }: MessageEntity,
    @Context() context: unknown,
  ): Promise<unknown> {
    requireAllowed(viewer, 'READ_RECORDS');
    return recordId === null ? null : (context as RequestContext).loaders.load(this.records.byIds, recordId);
  }
}
