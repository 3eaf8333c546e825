import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '../common/database/database.js';
import { TemplateLibraryService } from '../modules/templates/drafts/template-library.service.js';
import { SubmitTemplateService } from '../modules/templates/approval/submit-template.service.js';
import { SyncTemplatesService } from '../modules/templates/sync/sync-templates.service.js';
import { TemplateDraftsService } from '../modules/templates/drafts/template-drafts.service.js';
import type { UserViewer } from '../modules/users/domain/viewer.js';
import { DataModelsService } from '../modules/variables/data-models.service.js';
import { RecordsService } from '../modules/variables/records.service.js';
import { DEMO } from '../simulator/demo-world.js';
import type { Simulator } from '../simulator/simulator.js';
import { DEMO_MODELS, DEMO_TEMPLATES } from './demo-business.js';

/** Kinds of records, records, and templates of them. */
export async function createDemoTemplates(
  app: INestApplicationContext,
  viewer: UserViewer,
  accountId: string,
  { world, templates }: Simulator,
): Promise<void> {
  for (const { key, label, fields, records } of DEMO_MODELS) {
    const model = await app.get(DataModelsService).upsert({ key, label, fields });
    await app.get(RecordsService).upsert({ modelId: model.id, records });
  }
  for (const { key, language, state } of DEMO_TEMPLATES) {
    const draft = await app.get(TemplateLibraryService).draftFrom({ accountId, key, language });
    const template = await app.get(TemplateDraftsService).create(viewer, { ...draft, name: key });
    if (state === 'DRAFT') continue;
    const { remoteId } = await app.get(SubmitTemplateService).submit(viewer, template.id);
    const remote = world.templates.get(remoteId ?? '');
    if (state === 'APPROVED' && remote !== undefined) templates.decide(remote, 'APPROVED');
  }
}

/** The simulated Meta forgets when it ends: it is told again what it had. */
export async function restoreRemoteTemplates(
  app: INestApplicationContext,
  viewer: UserViewer,
  accountId: string,
  { templates }: Simulator,
): Promise<void> {
  const rows = await app.get(Database).query<Record<string, string> & { components: Record<string, unknown>[] }>(
    `SELECT remote_id, name, language, category, remote_status, parameter_format, quality, remote_components AS components
       FROM templates WHERE account_id = $1 AND remote_id IS NOT NULL AND status NOT IN ('DELETED', 'PENDING_DELETION')`,
    [accountId],
  );
  for (const row of rows) {
    const { name = '', language = '', category = '', components } = row;
    templates.add({
      ...{ id: row.remote_id, wabaId: DEMO.whatsappAccountId, name, language, category, components },
      ...{ status: row.remote_status, parameterFormat: row.parameter_format, qualityScore: row.quality },
    });
  }
  await app.get(SyncTemplatesService).syncByHand(viewer, accountId);
}
