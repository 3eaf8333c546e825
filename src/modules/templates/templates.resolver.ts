import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { ForwardPageArgs } from '../../common/graphql/pagination/connection.js';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import { UserError } from '../../common/graphql/errors/user-error.types.js';
import { DomainError, type Problem } from '../../common/errors/domain-error.js';
import type { Viewer } from '../users/domain/viewer.js';
import { Allow } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import type { TemplateCategory } from '../../whatsapp/templates/template-content.js';
import { WithdrawTemplateService } from './approval/withdraw-template.service.js';
import { TemplateLibraryService } from './drafts/template-library.service.js';
import { SubmitTemplateService } from './approval/submit-template.service.js';
import { SyncTemplatesService } from './sync/sync-templates.service.js';
import { TemplateCategoryEnum } from './schema/template.enums.js';
import {
  CreateTemplateInput,
  DeleteTemplateInput,
  DuplicateTemplateInput,
  TemplateDraftInput,
  TemplateIdInput,
  UpdateTemplateInput,
} from './schema/template.inputs.js';
import { TemplateFilter, TemplateOrder } from './schema/template-list.inputs.js';
import { LibraryTemplate, TemplateConnection, TemplatePayload, TemplateType } from './schema/template.types.js';
import { TemplatesService, type Template } from './templates.service.js';
import { ValidateTemplateService } from './drafts/validate-template.service.js';
import { TemplateDraftsService } from './drafts/template-drafts.service.js';
import { because } from '../../common/errors/because.js';

@Resolver(() => TemplateType)
export class TemplatesResolver {
  constructor(
    private readonly templatesService: TemplatesService,
    private readonly drafts: TemplateDraftsService,
    private readonly validation: ValidateTemplateService,
    private readonly submission: SubmitTemplateService,
    private readonly withdrawal: WithdrawTemplateService,
    private readonly sync: SyncTemplatesService,
    private readonly library: TemplateLibraryService,
  ) {}

  @Query(() => TemplateConnection, {
    description: 'Templates that the viewer may see, last changed first unless ordered.',
  })
  @Allow('READ_TEMPLATES')
  async templates(
    @CurrentViewer() viewer: Viewer,
    @Args() page: ForwardPageArgs,
    @Args('filter', {
      description: 'Conditions that all hold together; absent: every template but the deleted ones.',
      nullable: true,
    })
    filter?: TemplateFilter,
    @Args('orderBy', { description: 'Order of the list; absent: last changed first.', nullable: true })
    orderBy?: TemplateOrder,
  ): Promise<TemplateConnection> {
    return this.templatesService.list(viewer, filter ?? {}, orderBy ?? new TemplateOrder(), page);
  }

  @Query(() => TemplateType, {
    description: 'Template by its id; null where there is none, or the viewer may not see it.',
    nullable: true,
  })
  @Allow('READ_TEMPLATES')
  async template(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { description: 'UUID of the template.', type: () => ID }) id: string,
  ): Promise<TemplateType | null> {
    return this.templatesService.find(viewer, id);
  }

  @Query(() => [UserError], {
    description: 'Problems of a draft, every one at once, without saving or sending anything; empty: none.',
  })
  @Allow('WRITE_TEMPLATES')
  async validateTemplate(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Draft as createTemplate takes it.' }) input: TemplateDraftInput,
  ): Promise<Problem[]> {
    return this.validation.validate(viewer, input);
  }

  @Query(() => [LibraryTemplate], {
    description:
      'Library of ready-made templates, each in several languages. Start from one with createTemplate(fromLibrary).',
  })
  @Allow('READ_TEMPLATES')
  templateLibrary(
    @Args('category', {
      description: 'Category to narrow the list to; absent: all.',
      type: () => TemplateCategoryEnum,
      nullable: true,
    })
    category?: TemplateCategory | null,
    @Args('language', { description: 'Language code to narrow the list to, such as de; absent: all.', nullable: true })
    language?: string,
  ): LibraryTemplate[] {
    return this.library.list(category ?? null, language ?? null);
  }

  @PayloadMutation(
    () => TemplatePayload,
    'Makes a draft of a template. What Meta would refuse is listed in its `problems`.',
  )
  @Allow('WRITE_TEMPLATES')
  async createTemplate(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Draft, or the library template to start from.' })
    { draft, fromLibrary }: CreateTemplateInput,
  ): Promise<TemplatePayload> {
    if (draft !== undefined) return payloadOf(await this.drafts.create(viewer, draft));
    if (fromLibrary === undefined)
      throw new DomainError({ code: 'REQUIRED', ...because('DRAFT_MISSING'), path: ['draft'] });
    return payloadOf(await this.drafts.create(viewer, await this.library.draftFrom(fromLibrary)));
  }

  @PayloadMutation(
    () => TemplatePayload,
    'Changes a template here. What changes its text reaches customers only after submitTemplate and approval.',
  )
  @Allow('WRITE_TEMPLATES')
  async updateTemplate(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Template, and what changes.' }) input: UpdateTemplateInput,
  ): Promise<TemplatePayload> {
    return payloadOf(await this.drafts.update(viewer, input));
  }

  @PayloadMutation(
    () => TemplatePayload,
    'Makes a new draft with the same content, in another language or under another name.',
  )
  @Allow('WRITE_TEMPLATES')
  async duplicateTemplate(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Template to be copied, and what is different.' }) input: DuplicateTemplateInput,
  ): Promise<TemplatePayload> {
    return payloadOf(await this.drafts.duplicate(viewer, input));
  }

  @PayloadMutation(
    () => TemplatePayload,
    'Takes a template to Meta for approval: created there, or edited. Everything that Meta would refuse is reported first.',
  )
  @Allow('WRITE_TEMPLATES')
  async submitTemplate(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Template to be submitted.' }) { templateId }: TemplateIdInput,
  ): Promise<TemplatePayload> {
    return payloadOf(await this.submission.submit(viewer, templateId));
  }

  @PayloadMutation(
    () => TemplatePayload,
    'Makes a template a draft again: it is not sent until it has been submitted and approved again.',
  )
  @Allow('WRITE_TEMPLATES')
  async resetTemplateToDraft(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Template to become a draft.' }) { templateId }: TemplateIdInput,
  ): Promise<TemplatePayload> {
    return payloadOf(await this.withdrawal.resetToDraft(viewer, templateId));
  }

  @PayloadMutation(() => TemplatePayload, 'Reads this one template at Meta.')
  @Allow('WRITE_TEMPLATES')
  async syncTemplate(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Template to be read.' }) { templateId }: TemplateIdInput,
  ): Promise<TemplatePayload> {
    return payloadOf(await this.sync.syncOne(viewer, templateId));
  }

  @PayloadMutation(
    () => TemplatePayload,
    'Deletes a template here and at Meta: this language, or every language of its name. Its history and messages stay.',
  )
  @Allow('WRITE_TEMPLATES')
  async deleteTemplate(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Template to be deleted.' }) { templateId, allLanguages }: DeleteTemplateInput,
  ): Promise<TemplatePayload> {
    return payloadOf(await this.withdrawal.delete(viewer, templateId, allLanguages === true));
  }
}

function payloadOf(template: Template): TemplatePayload {
  return { template, errors: [] };
}
