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
import type { SendingNeed } from '../../whatsapp/templates/sending-needs.js';
import { sendingProblems } from './domain/checks/sending-problems.js';
import { contentHash } from './domain/content-hash.js';
import { needsOf } from './domain/needs.js';
import { PreviewTemplateService } from './rendering/preview-template.service.js';
import { SyncReportsService } from './sync/sync-reports.service.js';
import { TemplateChecksService } from './drafts/template-checks.service.js';
import { PreviewInput } from './schema/template.inputs.js';
import { OneTimePasswordTypeEnum, SendingNeedEnum, UrlTypeEnum } from './schema/template.enums.js';
import {
  AuthenticationOptions,
  LimitedTimeOffer,
  TemplateButton,
  TemplateCard,
  TemplateHeader,
  TemplateVariable,
} from './schema/template-parts.types.js';
import { TemplatePreview, TemplateType } from './schema/template.types.js';
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

  @ResolveField(() => AccountType, { description: 'Account that the template belongs to.' })
  async account(@Parent() { accountId }: Template, @RequestLoaders() loaders: Loaders): Promise<AccountType> {
    return loaders.loadExisting(this.accounts.byIds, accountId);
  }

  @ResolveField(() => DataModelType, {
    nullable: true,
    description: 'Data model whose records the template is sent for; null: none, or one that the viewer may not use.',
  })
  async appliesTo(
    @CurrentViewer() viewer: Viewer,
    @Parent() { dataModelId }: Template,
    @RequestLoaders() loaders: Loaders,
  ): Promise<DataModelType | null> {
    const model = dataModelId === null ? null : await loaders.load(this.models.byIds, dataModelId);
    return model !== null && mayUseModel(model, visibleAccountIds(viewer)) ? model : null;
  }

  @ResolveField(() => [UserType], { description: 'Users who may send the template; empty: everybody who may send.' })
  async allowedUsers(@Parent() { id }: Template, @RequestLoaders() loaders: Loaders): Promise<(UserType | null)[]> {
    const ids = await loaders.load(this.templates.allowedUserIds, id);
    return Promise.all(ids.map((userId) => loaders.load(this.users.byIds, userId)));
  }

  @ResolveField(() => TemplateHeader, { description: 'Header of the template; NONE where there is none.' })
  header(@Parent() { content }: Template): TemplateHeader {
    return content.header;
  }

  @ResolveField(() => String, { description: 'Text with its placeholders: {{1}}, or {{first_name}}.' })
  body(@Parent() { content }: Template): string {
    return content.body;
  }

  @ResolveField(() => String, { description: 'Footer text, up to 60 characters; null without one.', nullable: true })
  footer(@Parent() { content }: Template): string | null {
    return content.footer;
  }

  @ResolveField(() => [TemplateButton], { description: 'Buttons in order; empty: none.' })
  buttons(@Parent() { content }: Template): TemplateButton[] {
    return content.buttons;
  }

  @ResolveField(() => [TemplateCard], { description: 'Cards of a carousel, which is made at Meta; empty of others.' })
  cards(@Parent() { content }: Template): TemplateCard[] {
    return content.cards;
  }

  @ResolveField(() => LimitedTimeOffer, {
    description: 'Limited-time offer, which is made at Meta; null without one.',
    nullable: true,
  })
  limitedTimeOffer(@Parent() { content }: Template): LimitedTimeOffer | null {
    return content.limitedTimeOffer;
  }

  @ResolveField(() => AuthenticationOptions, {
    nullable: true,
    description: 'Options of an AUTHENTICATION template; null of others.',
  })
  authentication(@Parent() { content }: Template): AuthenticationOptions | null {
    return content.authentication;
  }

  @ResolveField(() => [TemplateVariable], { description: 'Variables: what each placeholder stands for.' })
  variables(@Parent() { variables, dataModelId }: Template): TemplateVariable[] {
    return variables.map((variable) => ({ ...variable, dataModelId }));
  }

  @ResolveField(() => [UserError], {
    description: 'Problems that would stop a submission now, all at once; empty: none.',
  })
  async problems(@Parent() template: Template, @RequestLoaders() loaders: Loaders): Promise<Problem[]> {
    return this.checks.problemsOfTemplate(template, loaders);
  }

  @ResolveField(() => [UserError], {
    description:
      'Problems for which no message of the template can be sent from here, such as a button of a kind that is not known here. Empty: it can.',
  })
  sendingProblems(@Parent() template: Template): Problem[] {
    return sendingProblems(template, []);
  }

  @ResolveField(() => [SendingNeedEnum], {
    description: 'Needs when it is sent, beside texts and the file of its header; empty: none.',
  })
  sendingNeeds(@Parent() template: Template): SendingNeed[] {
    return needsOf(template);
  }

  @ResolveField(() => String, {
    nullable: true,
    description: "Meta's subcategory, such as CUSTOM or ORDER_DETAILS; null without one.",
  })
  subCategory(@Parent() { remoteSettings }: Template): string | null {
    return textOf(remoteSettings, 'sub_category');
  }

  @ResolveField(() => Int, {
    nullable: true,
    description:
      'Seconds for which Meta tries to deliver a message of the template; -1: 30 days. Null where Meta has no setting.',
  })
  sendTtlSeconds(@Parent() { remoteSettings }: Template): number | null {
    const seconds = Number(textOf(remoteSettings, 'message_send_ttl_seconds') ?? Number.NaN);
    return Number.isInteger(seconds) && Math.abs(seconds) < 2 ** 31 ? seconds : null;
  }

  @ResolveField(() => Boolean, { description: 'Whether the template here differs from what Meta has: submit it.' })
  hasUnsubmittedChanges(@Parent() template: Template): boolean {
    return contentHash(template) !== template.submittedHash;
  }

  @ResolveField(() => TemplatePreview, {
    description: 'Preview of what a customer would read; without an input, with the samples.',
  })
  @Extensions(PER_VIEWER)
  async preview(
    @CurrentViewer() viewer: Viewer,
    @Parent() template: Template,
    @Args('input', { description: 'Record and values to fill it with; absent: the samples.', nullable: true })
    input?: PreviewInput,
  ): Promise<TemplatePreview> {
    return this.previews.preview(viewer, template, input ?? {});
  }

  @ResolveField(() => ChangeConnection, {
    description: 'History of the template, oldest first: everything that happened to it.',
  })
  async history(@Parent() { id }: Template, @Args() page: ForwardPageArgs): Promise<ChangeConnection> {
    return this.historyService.ofTemplate(id, page);
  }

  @ResolveField(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which the template was last compared with Meta; null: never.',
  })
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
    description:
      "Sample file that is shown to Meta's reviewers and, unless replaced at send time, sent; null without one.",
  })
  async media(@Parent() { mediaId }: TemplateHeader, @RequestLoaders() loaders: Loaders): Promise<MediaType | null> {
    return mediaId === null ? null : loaders.load(this.files.byIds, mediaId);
  }
}

@Resolver(() => TemplateButton)
export class TemplateButtonResolver {
  @ResolveField(() => OneTimePasswordTypeEnum, {
    nullable: true,
    description: 'Way in which a one-time code is taken; null of other buttons.',
  })
  oneTimePasswordType(@Parent() { otpType }: TemplateButton): string | null {
    return otpType;
  }

  @ResolveField(() => UrlTypeEnum, {
    description: 'Kind of the address: whether it ends with a placeholder.',
    nullable: true,
  })
  urlType(@Parent() { type, url }: TemplateButton): 'STATIC' | 'DYNAMIC' | null {
    if (type !== 'VISIT_WEBSITE') return null;
    return url?.includes('{{') === true ? 'DYNAMIC' : 'STATIC';
  }
}

@Resolver(() => TemplateVariable)
export class TemplateVariableResolver {
  constructor(private readonly models: DataModelsService) {}

  @ResolveField(() => [String], {
    nullable: true,
    description:
      'Labels of the path, such as Customer, Name; null without a path, and where the viewer may not see it.',
  })
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
