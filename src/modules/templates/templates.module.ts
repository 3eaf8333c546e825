import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { WhatsappModule } from '../../whatsapp/whatsapp.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { MediaModule } from '../media/media.module.js';
import { UsersModule } from '../users/users.module.js';
import { DataModelsService } from '../variables/data-models.service.js';
import { VariablesModule } from '../variables/variables.module.js';
import {
  AccountTemplatesResolver,
  SyncConflictResolver,
  UsableTemplatesResolver,
} from './account-templates.resolver.js';
import { SubmitTemplateService } from './approval/submit-template.service.js';
import { UploadSamplesService } from './approval/upload-samples.service.js';
import { TemplateWebhooksService } from './approval/template-webhooks.service.js';
import { WithdrawTemplateService } from './approval/withdraw-template.service.js';
import { TemplateChecksService } from './drafts/template-checks.service.js';
import { TemplateDraftsService } from './drafts/template-drafts.service.js';
import { TemplateLibraryService } from './drafts/template-library.service.js';
import { ValidateTemplateService } from './drafts/validate-template.service.js';
import { FillHeaderFilesService } from './rendering/fill-header-files.service.js';
import { FillTemplateService } from './rendering/fill-template.service.js';
import { PreviewTemplateService } from './rendering/preview-template.service.js';
import { RemoteTemplatesService } from './sync/remote-templates.service.js';
import { SyncMetrics } from './sync/sync-metrics.js';
import { SyncLeases } from './sync/sync-leases.js';
import { SyncReportsService } from './sync/sync-reports.service.js';
import { SyncScheduleService } from './sync/sync-schedule.service.js';
import { SyncTemplatesService } from './sync/sync-templates.service.js';
import { TemplateSyncEntity } from './sync/template-sync.entity.js';
import { TemplateSyncWorker } from './sync/template-sync.worker.js';
import { TemplateChangesService } from './template-changes.service.js';
import {
  TemplateButtonResolver,
  TemplateFieldsResolver,
  TemplateHeaderResolver,
  TemplateVariableResolver,
} from './template-fields.resolver.js';
import { TemplateEntity } from './template.entity.js';
import { TemplateRepository } from './template.repository.js';
import { TemplatesResolver } from './templates.resolver.js';
import { TemplatesService } from './templates.service.js';
import { TemplateNodes } from './template-nodes.js';

declare module '../../common/events/event-log.js' {
  interface EventKinds {
    TEMPLATE: true;
  }
}

declare module '../../common/wake-ups/wake-ups.js' {
  interface WakeUpTopics {
    'template-sync-due': true;
  }
}

/** Message templates: drafts, their approval by Meta, the comparison with Meta, and filling them in. */
@Module({
  imports: [
    TypeOrmModule.forFeature([TemplateEntity, TemplateSyncEntity]),
    AccountsModule,
    MediaModule,
    UsersModule,
    VariablesModule,
    WhatsappModule,
  ],
  providers: [
    TemplateNodes,
    TemplateChangesService,
    TemplateRepository,
    TemplatesService,
    // resolvers
    AccountTemplatesResolver,
    SyncConflictResolver,
    TemplateButtonResolver,
    TemplateFieldsResolver,
    TemplateHeaderResolver,
    TemplatesResolver,
    TemplateVariableResolver,
    UsableTemplatesResolver,
    // drafts/
    TemplateChecksService,
    TemplateDraftsService,
    TemplateLibraryService,
    ValidateTemplateService,
    // approval/
    SubmitTemplateService,
    UploadSamplesService,
    TemplateWebhooksService,
    WithdrawTemplateService,
    // sync/
    RemoteTemplatesService,
    SyncLeases,
    SyncMetrics,
    SyncReportsService,
    SyncScheduleService,
    SyncTemplatesService,
    TemplateSyncWorker,
    // rendering/
    FillHeaderFilesService,
    FillTemplateService,
    PreviewTemplateService,
  ],
  exports: [FillTemplateService, PreviewTemplateService, TemplatesService, TemplateWebhooksService],
})
export class TemplatesModule implements OnModuleInit {
  constructor(
    private readonly models: DataModelsService,
    private readonly templates: TemplatesService,
  ) {}

  onModuleInit(): void {
    this.models.registerUses((dataModelId) => this.templates.usesOf(dataModelId));
  }
}
