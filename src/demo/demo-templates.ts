import type { INestApplicationContext } from '@nestjs/common';
import { TemplateLibraryService } from '../modules/templates/drafts/template-library.service.js';
import { SubmitTemplateService } from '../modules/templates/approval/submit-template.service.js';
import { SyncTemplatesService } from '../modules/templates/sync/sync-templates.service.js';
import { TemplateDraftsService } from '../modules/templates/drafts/template-drafts.service.js';
import { TemplatesService } from '../modules/templates/templates.service.js';
import type { UserViewer } from '../modules/users/domain/viewer.js';
import { DataModelsService } from '../modules/variables/data-models.service.js';
import { RecordsService } from '../modules/variables/records.service.js';
import { DEMO } from '../simulator/world/demo-world.js';
import type { Simulator } from '../simulator/simulator.js';
import { allPages } from './all-pages.js';
import { DEMO_MODELS, DEMO_TEMPLATES } from './demo-business.js';

/** Creates data models, records, and templates for them. */
export async function createDemoTemplates(
  app: INestApplicationContext,
  viewer: UserViewer,
  accountId: string,
  { world, templates }: Simulator,
): Promise<void> {
  for (const { key, label, fields, records } of DEMO_MODELS) {
    const model = await app.get(DataModelsService).upsert(viewer, { key, label, fields });
    await app.get(RecordsService).upsert(viewer, { modelId: model.id, records });
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

/** Gives a simulated Meta whose world was lost the templates that it had. */
export async function restoreRemoteTemplates(
  app: INestApplicationContext,
  viewer: UserViewer,
  accountId: string,
  { templates: remoteTemplates }: Simulator,
): Promise<void> {
  const order = { field: 'CREATED_AT', direction: 'ASC' } as const;
  const templates = await allPages((page) =>
    app.get(TemplatesService).list(viewer, { accountId: [accountId] }, order, page),
  );
  for (const { remoteId, remoteStatus, remoteComponents, quality, ...template } of templates) {
    if (remoteId === null) continue;
    const { name, language, category, parameterFormat } = template;
    remoteTemplates.add({
      ...{ id: remoteId, wabaId: DEMO.whatsappAccountId, name, language, category, parameterFormat },
      ...{ status: remoteStatus ?? undefined, components: [...(remoteComponents ?? [])], qualityScore: quality },
    });
  }
  await app.get(SyncTemplatesService).syncByHand(viewer, accountId);
}
