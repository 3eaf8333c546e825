import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Database } from '../../common/database/database.js';
import { WhatsappModule } from '../../whatsapp/whatsapp.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { MediaModule } from '../media/media.module.js';
import { UsersModule } from '../users/users.module.js';
import { DataModelsService } from '../variables/data-models.service.js';
import { VariablesModule } from '../variables/variables.module.js';
import {
  AccountTemplatesResolver,
  SyncConflictResolver,
  TemplateConnectionResolver,
  UsableTemplatesResolver,
} from './account-templates.resolver.js';
import { TemplateWebhooksService } from './approval/template-webhooks.service.js';
import { TemplateChangesService } from './template-changes.service.js';
import { WithdrawTemplateService } from './approval/withdraw-template.service.js';
import { TemplateLibraryService } from './drafts/template-library.service.js';
import { PreviewTemplateService } from './rendering/preview-template.service.js';
import { RemoteTemplatesService } from './sync/remote-templates.service.js';
import { FillTemplateService } from './rendering/fill-template.service.js';
import { SyncScheduleService } from './sync/sync-schedule.service.js';
import { SubmitTemplateService } from './approval/submit-template.service.js';
import { SyncLeases } from './sync/sync-leases.js';
import { SyncReportsService } from './sync/sync-reports.service.js';
import { SyncTemplatesService } from './sync/sync-templates.service.js';
import { TemplateChecksService } from './drafts/template-checks.service.js';
import {
  TemplateButtonResolver,
  TemplateFieldsResolver,
  TemplateHeaderResolver,
  TemplateVariableResolver,
} from './template-fields.resolver.js';
import { TemplateRepository } from './template.repository.js';
import { TemplateSyncEntity } from './sync/template-sync.entity.js';
import { TemplateSyncWorker } from './sync/template-sync.worker.js';
import { TemplateEntity } from './template.entity.js';
import { TemplatesResolver } from './templates.resolver.js';
import { TemplatesService } from './templates.service.js';
import { ValidateTemplateService } from './drafts/validate-template.service.js';
import { TemplateDraftsService } from './drafts/template-drafts.service.js';

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

/** Message templates: written, previewed, submitted, followed, kept in step with Meta. */
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
    AccountTemplatesResolver,
    TemplateWebhooksService,
    TemplateChangesService,
    WithdrawTemplateService,
    TemplateLibraryService,
    PreviewTemplateService,
    RemoteTemplatesService,
    FillTemplateService,
    SyncScheduleService,
    SubmitTemplateService,
    SyncConflictResolver,
    SyncLeases,
    SyncReportsService,
    SyncTemplatesService,
    TemplateButtonResolver,
    TemplateChecksService,
    TemplateConnectionResolver,
    TemplateFieldsResolver,
    TemplateHeaderResolver,
    TemplateRepository,
    TemplateSyncWorker,
    TemplateVariableResolver,
    TemplatesResolver,
    TemplatesService,
    UsableTemplatesResolver,
    ValidateTemplateService,
    TemplateDraftsService,
  ],
  exports: [TemplateWebhooksService, PreviewTemplateService, FillTemplateService, TemplatesService],
})
export class TemplatesModule implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly models: DataModelsService,
  ) {}

  onModuleInit(): void {
    this.models.registerUses(async (dataModelId) => {
      const rows = await this.database.query<{ display_name: string; language: string }>(
        `SELECT display_name, language FROM templates WHERE data_model_id = $1 AND status <> 'DELETED'
          ORDER BY display_name, language LIMIT 100`,
        [dataModelId],
      );
      return rows.map((row) => `the template ${row.display_name} (${row.language})`);
    });
  }
}
