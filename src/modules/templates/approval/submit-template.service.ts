import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { isDue } from '../../../common/clock/is-due.js';
import { DAY_MS, MINUTE_MS } from '../../../common/durations.js';
import { Database } from '../../../common/database/database.js';
import { DomainError, notAllowedNow } from '../../../common/errors/domain-error.js';
import { asDomainError, GraphError } from '../../../whatsapp/errors/graph-error.js';
import { META_SUBCODES } from '../../../whatsapp/errors/meta-subcodes.js';
import type { AccountKeys } from '../../../whatsapp/accounts-api.js';
import type { JsonRecord } from '../../../whatsapp/json.js';
import { editedComponents } from '../../../whatsapp/templates/edited-components.js';
import { componentsForMeta } from '../../../whatsapp/templates/template-components.js';
import { categoryFromMeta } from '../../../whatsapp/templates/template-content.js';
import { TemplatesApi } from '../../../whatsapp/templates/templates-api.js';
import { AccountCredentialsService } from '../../accounts/connection/account-credentials.service.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { UnusableCredentialsService } from '../../accounts/standing/unusable-credentials.service.js';
import { causedBy } from '../../accounts/history/history.service.js';
import { AuditService, detail } from '../../users/audit/audit.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { TemplateChangesService, type ChangeCause } from '../template-changes.service.js';
import { contentHash, samplesOf, haveSameContent } from '../domain/content-hash.js';
import { allowedActions, editPause, isNewer, mayDo, statusFromMeta } from '../domain/template-status.js';
import { SyncScheduleService } from '../sync/sync-schedule.service.js';
import { TemplateChecksService } from '../drafts/template-checks.service.js';
import { TemplateRepository } from '../template.repository.js';
import type { TemplateEntity } from '../template.entity.js';
import { TemplatesService, type Template } from '../templates.service.js';
import { because } from '../../../common/errors/because.js';
import { UploadSamplesService } from './upload-samples.service.js';

/** How long a submission may take, uploading the sample included. */
const SUBMISSION_LEASE_MS = 3 * MINUTE_MS;
const EDIT_HISTORY_MS = 30 * DAY_MS;

/** Meta's answer to a submission, in Meta's words. */
interface SubmissionAnswer {
  remoteId: string;
  status: string;
  category: string;
  answeredAt: Date;
  /** As Meta has them from now on. */
  components: JsonRecord[];
}

/** Submits drafts to Meta: checked, the sample uploaded, created or edited there, the answer recorded. */
@Injectable()
export class SubmitTemplateService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly api: TemplatesApi,
    private readonly samples: UploadSamplesService,
    private readonly accounts: AccountsService,
    private readonly unusableCredentials: UnusableCredentialsService,
    private readonly credentials: AccountCredentialsService,
    private readonly checks: TemplateChecksService,
    private readonly templates: TemplatesService,
    private readonly repository: TemplateRepository,
    private readonly changes: TemplateChangesService,
    private readonly schedule: SyncScheduleService,
    private readonly audit: AuditService,
  ) {}

  /** @throws DomainError: every problem of the draft, NOT_FOUND, NOT_ALLOWED_NOW, META_REFUSED, META_UNREACHABLE */
  async submit(viewer: Viewer, templateId: string): Promise<Template> {
    const template = await this.reserve(viewer, templateId);
    try {
      const account = await this.accounts.require(viewer, template.accountId, 'templateId');
      const answer = await this.callMeta(this.credentials.keysOf(account), template);
      return await this.database.transaction(async () => {
        await this.recordSubmission(viewer, template);
        return this.recordAnswer(template, answer, { ...causedBy(viewer, answer.answeredAt), reason: null });
      });
    } catch (error) {
      await this.repository.update(template.id, { submittingUntil: null });
      if (error instanceof GraphError && error.isTokenInvalid)
        await this.unusableCredentials.recordRefusedToken(template.accountId);
      throw asDomainError(error);
    }
  }

  /** Checks the draft and reserves it: nobody else submits it for SUBMISSION_LEASE_MS. */
  private async reserve(viewer: Viewer, templateId: string): Promise<TemplateEntity> {
    return this.database.transaction(async () => {
      const { id } = await this.templates.require(viewer, templateId, 'templateId');
      const template = await this.repository.lock(id);
      const now = this.clock.now();
      refuseUnlessSubmittable(template, now);
      const problems = await this.checks.problemsOfTemplate(template);
      if (problems.length > 0) throw new DomainError(...problems);
      await this.repository.update(template.id, { submittingUntil: new Date(now.getTime() + SUBMISSION_LEASE_MS) });
      return template;
    });
  }

  private async callMeta(keys: AccountKeys, template: TemplateEntity): Promise<SubmissionAnswer> {
    const { content, parameterFormat, variables, remoteId, category, remoteStatus } = template;
    const remote = remoteId === null ? [] : await this.knownComponents(keys, template, remoteId);
    const { header: headerHandle, cards } = await this.samples.upload(keys, template, remote);
    const draft = { content, parameterFormat, samples: samplesOf(variables) };
    if (remoteId === null) {
      const answer = await this.create(keys, template, componentsForMeta({ ...draft, headerHandle }));
      return { ...answer, components: componentsForMeta({ ...draft, headerHandle: null }) };
    }
    const fixesCategory = remoteStatus !== 'APPROVED';
    const { answeredAt } = await this.api.edit(keys, remoteId, {
      components: editedComponents({ ...draft, headerHandle }, remote, cards),
      ...(fixesCategory ? { category } : {}),
    });
    const components = editedComponents({ ...draft, headerHandle: null }, remote);
    return { remoteId, status: 'PENDING', category, answeredAt, components };
  }

  /**
   * The components that Meta has now: an edit replaces all of them. @throws DomainError (NOT_ALLOWED_NOW) when they are
   * not those that were read last, because the edit would undo what somebody has changed there
   */
  private async knownComponents(
    keys: AccountKeys,
    { remoteComponents, category }: TemplateEntity,
    remoteId: string,
  ): Promise<JsonRecord[]> {
    const { components = [] } = (await this.api.read(keys, remoteId)).answer;
    const isKnown = remoteComponents === null || haveSameContent(components, remoteComponents, false);
    if (isKnown || category === 'AUTHENTICATION') return components; // of the latter Meta writes the texts
    const why = because('TEMPLATE_CHANGED_AT_META');
    throw notAllowedNow(why, ['syncTemplate'], ['templateId']);
  }

  private async create(
    keys: AccountKeys,
    template: TemplateEntity,
    components: Record<string, unknown>[],
  ): Promise<Omit<SubmissionAnswer, 'components'>> {
    const { name, language, category, parameterFormat } = template;
    try {
      const created = await this.api.create(keys, { name, language, category, parameterFormat, components });
      const { id, status = 'PENDING', category: decided = category } = created.answer;
      return { remoteId: id, status, category: decided, answeredAt: created.answeredAt };
    } catch (error) {
      const exists = error instanceof GraphError && error.refusal.subcode === META_SUBCODES.TEMPLATE_EXISTS;
      const own = exists ? await this.findOwnCreation(keys, template, components) : null;
      if (own === null) throw error;
      return own;
    }
  }

  /** Finds the template of an earlier submission whose answer was lost: its content is what would be submitted now. */
  private async findOwnCreation(
    keys: AccountKeys,
    { name, language, category }: TemplateEntity,
    components: Record<string, unknown>[],
  ): Promise<Omit<SubmissionAnswer, 'components'> | null> {
    const found = await this.api.findByName(keys, name, language);
    const isSame =
      found !== null && haveSameContent(found.answer.components ?? [], components, category === 'AUTHENTICATION');
    if (found === null || !isSame) return null;
    const { id, status, category: decided } = found.answer;
    return { remoteId: id, status, category: decided, answeredAt: found.answeredAt };
  }

  private async recordSubmission(viewer: Viewer, { id, name, accountId, language }: TemplateEntity): Promise<void> {
    await this.audit.record(viewer, {
      action: 'TEMPLATE_SUBMITTED',
      subject: { type: 'TEMPLATE', id, name },
      accountId,
      details: [detail('language', language)],
    });
  }

  /** Records Meta's answer. A webhook may have been faster: what is newer by Meta's clock stays. */
  private async recordAnswer(
    submitted: TemplateEntity,
    answer: SubmissionAnswer,
    cause: ChangeCause,
  ): Promise<Template> {
    return this.database.transaction(async () => {
      const template = await this.repository.lock(submitted.id);
      const now = this.clock.now();
      const isUndisturbed = template.statusAsOf?.getTime() === submitted.statusAsOf?.getTime();
      const isNewerStatus = isUndisturbed || isNewer(answer.answeredAt, answer.status, template.statusAsOf);
      const wasEdit = submitted.remoteStatus === 'APPROVED';
      const recent = new Date(now.getTime() - EDIT_HISTORY_MS);
      await this.changes.apply(
        template,
        {
          remoteId: answer.remoteId,
          category: categoryFromMeta(answer.category) ?? template.category,
          ...(isNewerStatus
            ? {
                status: statusFromMeta(answer.status),
                remoteStatus: answer.status,
                statusAsOf: answer.answeredAt,
                rejectionReason: null,
                rejectionAdvice: null,
              }
            : {}),
          remoteComponents: answer.components,
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
        cause,
      );
      await this.schedule.schedulePending(template.accountId);
      return this.changes.publishChanged(template.id);
    });
  }
}

function refuseUnlessSubmittable(template: TemplateEntity, now: Date): void {
  const { status, remoteStatus, submittingUntil, submittedHash, editedAt } = template;
  const actions = allowedActions(status);
  const path = ['templateId'];
  if (!mayDo('submitTemplate', status)) {
    const why = status === 'PENDING' ? because('SUBMIT_UNDER_REVIEW') : because('SUBMIT_NOT_IN_STATE', { status });
    throw notAllowedNow(why, actions, path);
  }
  if (submittingUntil !== null && !isDue(submittingUntil, now, 2 * SUBMISSION_LEASE_MS)) {
    throw notAllowedNow(because('SUBMISSION_UNDER_WAY'), actions, path);
  }
  if (remoteStatus === 'APPROVED' && status === 'APPROVED' && contentHash(template) === submittedHash) {
    throw notAllowedNow(because('APPROVED_AS_IT_IS'), actions, path);
  }
  const pause = remoteStatus === 'APPROVED' ? editPause(editedAt, now) : null;
  if (pause === null) return;
  const why = because('EDIT_LATER', { rule: pause.rule, until: pause.until.toISOString() });
  throw notAllowedNow(why, actions, path);
}
