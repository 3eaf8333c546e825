import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { DomainError, notAllowedNow } from '../../../common/errors/domain-error.js';
import { asDomainError, GraphError } from '../../../whatsapp/errors/graph-error.js';
import type { AccountKeys } from '../../../whatsapp/accounts-api.js';
import { componentsForMeta } from '../../../whatsapp/templates/template-components.js';
import { categoryFromMeta } from '../../../whatsapp/templates/template-content.js';
import { TemplatesApi } from '../../../whatsapp/templates/templates-api.js';
import { AccountCredentialsService } from '../../accounts/connection/account-credentials.service.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { causedBy } from '../../accounts/history/history.service.js';
import { MediaService } from '../../media/media.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { TemplateChangesService, type Why } from '../template-changes.service.js';
import { contentHash, samplesOf, saysTheSame } from '../domain/content-hash.js';
import { allowedActions, editPause, isNewer, mayDo, statusFromMeta } from '../domain/template-status.js';
import { SyncScheduleService } from '../sync/sync-schedule.service.js';
import { TemplateChecksService } from '../drafts/template-checks.service.js';
import { TemplateRepository } from '../template.repository.js';
import type { TemplateEntity } from '../template.entity.js';
import { TemplatesService } from '../templates.service.js';
import { draftOf } from '../drafts/template-drafts.service.js';

/** As long as a submission may take: uploading a sample included. */
const SUBMISSION_MS = 3 * 60_000;
const EDITS_REMEMBERED_MS = 30 * 86_400_000;
/** "Content in this language already exists". */
const EXISTS_ALREADY = 2388024;

interface Answer {
  remoteId: string;
  status: string;
  category: string;
  answeredAt: Date;
}

/** Takes a draft to Meta: checked, its sample uploaded, created or edited there, the answer kept. */
@Injectable()
export class SubmitTemplateService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly api: TemplatesApi,
    private readonly accounts: AccountsService,
    private readonly credentials: AccountCredentialsService,
    private readonly media: MediaService,
    private readonly checks: TemplateChecksService,
    private readonly templates: TemplatesService,
    private readonly rows: TemplateRepository,
    private readonly change: TemplateChangesService,
    private readonly schedule: SyncScheduleService,
  ) {}

  async submit(viewer: Viewer, templateId: string): Promise<TemplateEntity> {
    const template = await this.reserve(viewer, templateId);
    try {
      const account = await this.accounts.require(viewer, template.accountId, 'templateId');
      const answer = await this.callMeta(this.credentials.keysOf(account), template);
      return await this.keep(template, answer, { ...causedBy(viewer, answer.answeredAt), reason: null });
    } catch (error) {
      await this.rows.update(template.id, { submittingUntil: null });
      if (error instanceof GraphError && error.isTokenInvalid)
        await this.accounts.recordRefusedToken(template.accountId);
      throw asDomainError(error);
    }
  }

  /** Checks everything, and makes sure that nobody else submits it meanwhile. */
  private async reserve(viewer: Viewer, templateId: string): Promise<TemplateEntity> {
    return this.database.transaction(async () => {
      const template = await this.templates.requireForUpdate(viewer, templateId, 'templateId');
      const now = this.clock.now();
      refuseUnlessSubmittable(template, now);
      const problems = await this.checks.problemsOf(template.accountId, draftOf(template));
      if (problems.length > 0) throw new DomainError(...problems);
      await this.rows.update(template.id, { submittingUntil: new Date(now.getTime() + SUBMISSION_MS) });
      return template;
    });
  }

  private async callMeta(keys: AccountKeys, template: TemplateEntity): Promise<Answer> {
    const { content, parameterFormat, variables, remoteId, category, remoteStatus } = template;
    const headerHandle = await this.uploadSample(keys, template);
    const components = componentsForMeta({ content, parameterFormat, samples: samplesOf(variables), headerHandle });
    if (remoteId === null) return this.create(keys, template, components);
    const fixesCategory = remoteStatus !== 'APPROVED';
    const { answeredAt } = await this.api.edit(keys, remoteId, {
      components,
      ...(fixesCategory ? { category } : {}),
    });
    return { remoteId, status: 'PENDING', category, answeredAt };
  }

  private async create(
    keys: AccountKeys,
    template: TemplateEntity,
    components: Record<string, unknown>[],
  ): Promise<Answer> {
    const { name, language, category, parameterFormat } = template;
    try {
      const created = await this.api.create(keys, { name, language, category, parameterFormat, components });
      const { id, status = 'PENDING', category: given = category } = created.answer;
      return { remoteId: id, status, category: given, answeredAt: created.answeredAt };
    } catch (error) {
      const exists = error instanceof GraphError && error.refusal.subcode === EXISTS_ALREADY;
      const own = exists ? await this.ownCreation(keys, template, components) : null;
      if (own === null) throw error;
      return own;
    }
  }

  /** An earlier submission whose answer was lost: what is at Meta says word for word what we would submit. */
  private async ownCreation(
    keys: AccountKeys,
    { name, language, category }: TemplateEntity,
    components: Record<string, unknown>[],
  ): Promise<Answer | null> {
    const found = await this.api.findByName(keys, name, language);
    const isSame =
      found !== null && saysTheSame(found.answer.components ?? [], components, category === 'AUTHENTICATION');
    if (found === null || !isSame) return null;
    const { id, status, category: given } = found.answer;
    return { remoteId: id, status, category: given, answeredAt: found.answeredAt };
  }

  private async uploadSample(keys: AccountKeys, { content, accountId }: TemplateEntity): Promise<string | null> {
    const { mediaId } = content.header;
    const media = mediaId === null ? null : await this.media.ofAccount(accountId, mediaId);
    if (media === null) return null;
    const { mimeType, fileName } = media;
    return this.media.withBlob(media, (bytes) =>
      this.api.uploadSample(keys, { mimeType, fileName: fileName ?? 'sample', bytes }),
    );
  }

  /** A webhook may have been faster: what is newer by Meta's clock stays. */
  private async keep(submitted: TemplateEntity, answer: Answer, why: Why): Promise<TemplateEntity> {
    return this.database.transaction(async () => {
      const template = await this.templates.lock(submitted.id);
      const now = this.clock.now();
      const isUndisturbed = template.statusAsOf?.getTime() === submitted.statusAsOf?.getTime();
      const isNews = isUndisturbed || isNewer(answer.answeredAt, answer.status, template.statusAsOf);
      const wasEdit = submitted.remoteStatus === 'APPROVED';
      const recent = new Date(now.getTime() - EDITS_REMEMBERED_MS);
      await this.change.apply(
        template,
        {
          remoteId: answer.remoteId,
          category: categoryFromMeta(answer.category) ?? template.category,
          ...(isNews
            ? {
                status: statusFromMeta(answer.status),
                remoteStatus: answer.status,
                statusAsOf: answer.answeredAt,
                rejectionReason: null,
                rejectionAdvice: null,
              }
            : {}),
          remoteComponents: componentsForMeta({
            content: submitted.content,
            parameterFormat: submitted.parameterFormat,
            samples: samplesOf(submitted.variables),
            headerHandle: null,
          }),
          componentsAsOf: answer.answeredAt,
          submittedHash: contentHash({
            ...submitted,
            category: categoryFromMeta(answer.category) ?? submitted.category,
          }),
          remoteHash: null,
          submittedAt: now,
          submittingUntil: null,
          editedAt: [...template.editedAt.filter((at) => at > recent), ...(wasEdit ? [now] : [])],
        },
        why,
      );
      await this.schedule.lookAtPending(template.accountId);
      return this.templates.changed(template.id);
    });
  }
}

function refuseUnlessSubmittable(template: TemplateEntity, now: Date): void {
  const { status, remoteStatus, submittingUntil, submittedHash, editedAt } = template;
  const actions = allowedActions(status);
  const path = ['templateId'];
  if (!mayDo('submitTemplate', status)) {
    const why = status === 'PENDING' ? 'Meta is reviewing it already.' : 'Duplicate it, or reset it to draft.';
    throw notAllowedNow(`A template that is ${status} cannot be submitted. ${why}`, actions, path);
  }
  if (submittingUntil !== null && submittingUntil > now) {
    throw notAllowedNow('It is being submitted at this moment.', actions, path);
  }
  if (remoteStatus === 'APPROVED' && status === 'APPROVED' && contentHash(template) === submittedHash) {
    throw notAllowedNow('Meta has approved it as it is: there is nothing to submit.', actions, path);
  }
  const pause = remoteStatus === 'APPROVED' ? editPause(editedAt, now) : null;
  if (pause === null) return;
  const message = `Meta lets an approved template be edited ${pause.rule}: again from ${pause.until.toISOString()}.`;
  throw notAllowedNow(message, actions, path);
}
