import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Database } from '../../common/database/database.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import { MediaService } from '../media/media.service.js';
import { MediaType } from '../media/media.types.js';
import { TemplateType } from '../templates/schema/template.types.js';
import { TemplatesService } from '../templates/templates.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { requireAllowed } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import type { RequestContext } from '../users/authentication/request-context.js';
import { DataRecordType } from '../variables/data-model.types.js';
import { RecordsService } from '../variables/records.service.js';
import type { MessageEntity } from './message.entity.js';
import { TemplateContent } from './schema/message-content.types.js';
import { MessageType, TemplateStatistics } from './schema/message.types.js';

/** `Template.statistics`: how far the messages of each template came. */
@Resolver(() => TemplateType)
export class TemplateStatisticsResolver {
  constructor(private readonly database: Database) {}

  @ResolveField(() => TemplateStatistics)
  async statistics(@Parent() { id }: TemplateType, @Context() context: unknown): Promise<TemplateStatistics> {
    return (context as RequestContext).loaders.load(this.count, id);
  }

  private readonly count = async (templateIds: readonly string[]): Promise<TemplateStatistics[]> => {
    const rows = await this.database.query<Record<keyof TemplateStatistics, string> & { template_id: string }>(
      `SELECT template_id, count(*) FILTER (WHERE accepted_at IS NOT NULL) AS sent,
              count(*) FILTER (WHERE delivered_at IS NOT NULL OR read_at IS NOT NULL) AS delivered,
              count(*) FILTER (WHERE read_at IS NOT NULL) AS read,
              count(*) FILTER (WHERE status = 'FAILED') AS failed,
              count(*) FILTER (WHERE answer.id IS NOT NULL AND NOT EXISTS
                (SELECT FROM messages later WHERE later.conversation_id = messages.conversation_id
                    AND later.template_id IS NOT NULL AND later.id > messages.id AND later.id < answer.id)) AS replied
         FROM messages LEFT JOIN LATERAL
              (SELECT inbound.id FROM messages inbound
                WHERE inbound.conversation_id = messages.conversation_id AND inbound.direction = 'INBOUND'
                  AND inbound.id > messages.id ORDER BY inbound.id LIMIT 1) AS answer ON true
        WHERE template_id = ANY($1) GROUP BY template_id`,
      [templateIds],
    );
    return inOrderOf(templateIds, rows, (row) => row.template_id).map((row) => ({
      sent: Number(row?.sent ?? 0),
      delivered: Number(row?.delivered ?? 0),
      read: Number(row?.read ?? 0),
      replied: Number(row?.replied ?? 0),
      failed: Number(row?.failed ?? 0),
    }));
  };
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
