import { Args, Extensions, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DateTimeScalar } from '../../common/graphql/date-time.scalar.js';
import type { Problem } from '../../common/errors/domain-error.js';
import type { Loaders } from '../../common/graphql/loaders.js';
import { ForwardPageArgs } from '../../common/graphql/pagination/connection.js';
import { PER_VIEWER } from '../../common/graphql/per-viewer.js';
import { UserError } from '../../common/graphql/errors/user-error.types.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { AccountType } from '../accounts/schema/account.types.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { ChangeConnection } from '../accounts/history/history-entry.types.js';
import { HistoryService } from '../accounts/history/history.service.js';
import { MediaService } from '../media/media.service.js';
import { MediaType } from '../media/media.types.js';
import type { Viewer } from '../users/domain/viewer.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import { UserType } from '../users/user.types.js';
import { UsersService } from '../users/users.service.js';
import { DataModelType } from '../variables/data-model.types.js';
import { DataModelsService } from '../variables/data-models.service.js';
import { followPath } from '../variables/domain/field-paths.js';
import { mayUseModel } from '../variables/domain/model-access.js';
import { visibleAccountIds } from '../users/domain/permissions.js';
import { textOf } from '../../whatsapp/json.js';
import { sendingProblems } from './domain/checks/sending-problems.js';
import { contentHash } from './domain/content-hash.js';
import { draftOf } from './domain/template.js';
import { PreviewTemplateService } from './rendering/preview-template.service.js';
import { SyncReportsService } from './sync/sync-reports.service.js';
import { TemplateChecksService } from './drafts/template-checks.service.js';
import { PreviewInput } from './schema/template.inputs.js';
import { UrlTypeEnum } from './schema/template.enums.js';
import {
  AuthenticationOptions,
  LimitedTimeOffer,
  TemplateButton,
  TemplateCard,
  TemplateHeader,
  TemplatePreview,
  TemplateType,
  TemplateVariable,
} from './schema/template.types.js';
import { TemplatesService, type Template } from './templates.service.js';

/** The fields of `Template` that are not columns. */
@Resolver(() => TemplateType)
export class TemplateFieldsResolver {
  constructor(
    private readonly accounts: AccountsService,
    private readonly users: UsersService,
    private readonly models: DataModelsService,
    private readonly templates: TemplatesService,
    private readonly historyService: HistoryService,
    private readonly checks: TemplateChecksService,
    private readonly previews: PreviewTemplateService,
    private readonly reports: SyncReportsService,
  ) {}

  @ResolveField(() => AccountType)
  async account(@Parent() { accountId }: Template, @RequestLoaders() loaders: Loaders): Promise<AccountType> {
    return loaders.loadExisting(this.accounts.byIds, accountId);
  }

  @ResolveField(() => DataModelType, { nullable: true, description: 'The data model whose records it is sent for.' })
  async appliesTo(
    @CurrentViewer() viewer: Viewer,
    @Parent() { dataModelId }: Template,
    @RequestLoaders() loaders: Loaders,
  ): Promise<DataModelType | null> {
    const model = dataModelId === null ? null : await loaders.load(this.models.byIds, dataModelId);
    return model !== null && mayUseModel(model, visibleAccountIds(viewer)) ? model : null;
  }

  @ResolveField(() => [UserType], { description: 'Who may send it; empty means everybody who may send.' })
  async allowedUsers(@Parent() { id }: Template, @RequestLoaders() loaders: Loaders): Promise<(UserType | null)[]> {
    const ids = await loaders.load(this.templates.allowedUserIds, id);
    return Promise.all(ids.map((userId) => loaders.load(this.users.byIds, userId)));
  }

  @ResolveField(() => TemplateHeader)
  header(@Parent() { content }: Template): TemplateHeader {
    return content.header;
  }

  @ResolveField(() => String, { description: 'With its placeholders: {{1}}, or {{first_name}}.' })
  body(@Parent() { content }: Template): string {
    return content.body;
  }

  @ResolveField(() => String, { nullable: true })
  footer(@Parent() { content }: Template): string | null {
    return content.footer;
  }

  @ResolveField(() => [TemplateButton])
  buttons(@Parent() { content }: Template): TemplateButton[] {
    return content.buttons;
  }

  @ResolveField(() => [TemplateCard], { description: 'Not empty for a carousel, which is made at Meta.' })
  cards(@Parent() { content }: Template): TemplateCard[] {
    return content.cards;
  }

  @ResolveField(() => LimitedTimeOffer, { nullable: true })
  limitedTimeOffer(@Parent() { content }: Template): LimitedTimeOffer | null {
    return content.limitedTimeOffer;
  }

  @ResolveField(() => AuthenticationOptions, { nullable: true, description: 'For AUTHENTICATION alone.' })
  authentication(@Parent() { content }: Template): AuthenticationOptions | null {
    return content.authentication;
  }

  @ResolveField(() => [TemplateVariable], { description: 'What each placeholder stands for.' })
  variables(@Parent() { variables, dataModelId }: Template): TemplateVariable[] {
    return variables.map((variable) => ({ ...variable, dataModelId }));
  }

  @ResolveField(() => [UserError], { description: 'Everything that would stop a submission now, at once.' })
  async problems(@Parent() template: Template, @RequestLoaders() loaders: Loaders): Promise<Problem[]> {
    return this.checks.problemsOf(template.accountId, draftOf(template), loaders);
  }

  @ResolveField(() => [UserError], {
    description: 'Why no message of it can be sent from here, such as a header that shows a product. Empty: it can.',
  })
  sendingProblems(@Parent() template: Template): Problem[] {
    return sendingProblems(template, []);
  }

  @ResolveField(() => String, { nullable: true, description: "Meta's subcategory, such as CUSTOM or ORDER_DETAILS." })
  subCategory(@Parent() { remoteSettings }: Template): string | null {
    return textOf(remoteSettings, 'sub_category');
  }

  @ResolveField(() => Int, {
    nullable: true,
    description:
      'Seconds for which Meta tries to deliver a message of it; -1: 30 days. Null where Meta has no setting.',
  })
  sendTtlSeconds(@Parent() { remoteSettings }: Template): number | null {
    const seconds = Number(textOf(remoteSettings, 'message_send_ttl_seconds') ?? Number.NaN);
    return Number.isInteger(seconds) && Math.abs(seconds) < 2 ** 31 ? seconds : null;
  }

  @ResolveField(() => Boolean, { description: 'Whether what is written here is not what Meta has: submit it.' })
  hasUnsubmittedChanges(@Parent() template: Template): boolean {
    return contentHash(template) !== template.submittedHash;
  }

  @ResolveField(() => TemplatePreview, {
    description: 'What a customer would read; without an input, with the samples.',
  })
  @Extensions(PER_VIEWER)
  async preview(
    @CurrentViewer() viewer: Viewer,
    @Parent() template: Template,
    @Args('input', { nullable: true }) input?: PreviewInput,
  ): Promise<TemplatePreview> {
    return this.previews.preview(viewer, template, input ?? {});
  }

  @ResolveField(() => ChangeConnection, { description: 'Everything that happened to it, oldest first.' })
  async history(@Parent() { id }: Template, @Args() page: ForwardPageArgs): Promise<ChangeConnection> {
    return this.historyService.ofTemplate(id, page);
  }

  @ResolveField(() => DateTimeScalar, { nullable: true, description: 'When it was last compared with Meta.' })
  async lastSyncedAt(@Parent() template: Template, @RequestLoaders() loaders: Loaders): Promise<Date | null> {
    if (template.remoteId === null) return null;
    const report = await loaders.load(this.reports.byAccountIds, template.accountId);
    const compared = report === null || report.error !== null ? null : new Date(report.finishedAt);
    const { lastSyncedAt } = template;
    if (compared === null || (lastSyncedAt !== null && lastSyncedAt > compared)) return lastSyncedAt;
    return compared;
  }
}

@Resolver(() => TemplateHeader)
export class TemplateHeaderResolver {
  constructor(private readonly files: MediaService) {}

  @ResolveField(() => MediaType, {
    nullable: true,
    description: "The sample that is shown to Meta's reviewers and, unless replaced at send time, sent.",
  })
  async media(@Parent() { mediaId }: TemplateHeader, @RequestLoaders() loaders: Loaders): Promise<MediaType | null> {
    return mediaId === null ? null : loaders.load(this.files.byIds, mediaId);
  }
}

@Resolver(() => TemplateButton)
export class TemplateButtonResolver {
  @ResolveField(() => UrlTypeEnum, { nullable: true })
  urlType(@Parent() { type, url }: TemplateButton): 'STATIC' | 'DYNAMIC' | null {
    if (type !== 'VISIT_WEBSITE') return null;
    return url?.includes('{{') === true ? 'DYNAMIC' : 'STATIC';
  }
}

@Resolver(() => TemplateVariable)
export class TemplateVariableResolver {
  constructor(private readonly models: DataModelsService) {}

  @ResolveField(() => [String], { nullable: true, description: "The path's labels, such as Customer, Name." })
  async fieldLabels(
    @CurrentViewer() viewer: Viewer,
    @Parent() { fieldPath, dataModelId }: TemplateVariable,
    @RequestLoaders() loaders: Loaders,
  ): Promise<string[] | null> {
    if (fieldPath === null || dataModelId == null) return null;
    const models = await loaders.load(this.models.visibleTo, viewer);
    const result = followPath(models, dataModelId, fieldPath);
    return 'found' in result ? result.found.labels : null;
  }
}
