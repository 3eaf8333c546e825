import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { notAllowedNow } from '../../../common/errors/domain-error.js';
import { asDomainError, GraphError } from '../../../whatsapp/errors/graph-error.js';
import { META_SUBCODES } from '../../../whatsapp/errors/meta-subcodes.js';
import { TemplatesApi } from '../../../whatsapp/templates/templates-api.js';
import { AccountCredentialsService } from '../../accounts/connection/account-credentials.service.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { causedBy } from '../../accounts/history/history.service.js';
import { AuditService, detail } from '../../users/audit/audit.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { TemplateChangesService } from '../template-changes.service.js';
import { allowedActions, isGoneAtMeta, mayDo } from '../domain/template-status.js';
import { TemplateEntity } from '../template.entity.js';
import { TemplateRepository } from '../template.repository.js';
import { TemplatesService, type Template } from '../templates.service.js';
import { because } from '../../../common/errors/because.js';

/** Meta: "Message template not found". Somebody deleted it before. */

/** Withdraws templates: reset to drafts here, or deleted here and at Meta. */
@Injectable()
export class WithdrawTemplateService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly api: TemplatesApi,
    private readonly accounts: AccountsService,
    private readonly credentials: AccountCredentialsService,
    private readonly templates: TemplatesService,
    private readonly repository: TemplateRepository,
    private readonly changes: TemplateChangesService,
    private readonly audit: AuditService,
  ) {}

  /** Resets to DRAFT: not sent until it has been submitted again. What is gone at Meta becomes a draft for a new one. */
  async resetToDraft(viewer: Viewer, templateId: string): Promise<Template> {
    return this.database.transaction(async () => {
      const { id } = await this.templates.require(viewer, templateId, 'templateId');
      const template = await this.repository.lock(id);
      if (template.status === 'DRAFT') return template;
      if (!mayDo('resetTemplateToDraft', template.status)) {
        const why = because('RESET_NOT_IN_STATE', { status: template.status });
        throw notAllowedNow(why, allowedActions(template.status), ['templateId']);
      }
      const isGone = isGoneAtMeta(template.status);
      const fresh = {
        remoteId: null,
        remoteStatus: null,
        remoteComponents: null,
        remoteSettings: null,
        remoteHash: null,
        submittedHash: null,
      };
      if (isGone) await this.refuseTakenName(template);
      await this.changes.apply(
        template,
        { status: 'DRAFT', ...(isGone ? { ...fresh, statusAsOf: null, editedAt: [] } : {}) },
        { ...causedBy(viewer, this.clock.now()), reason: null },
      );
      return this.changes.publishChanged(template.id);
    });
  }

  /** Deletes one language of the name, or all. @throws DomainError (NOT_FOUND, NOT_ALLOWED_NOW, META_REFUSED, META_UNREACHABLE) */
  async delete(viewer: Viewer, templateId: string, allLanguages: boolean): Promise<Template> {
    const template = await this.templates.require(viewer, templateId, 'templateId');
    const withdrawn = allLanguages ? await this.languagesOf(template) : [template];
    const disabled = withdrawn.find(({ status }) => status === 'DISABLED');
    if (disabled !== undefined) {
      const why = because('DISABLED_NOT_DELETED', { language: disabled.language });
      throw notAllowedNow(why, allowedActions('DISABLED'), ['templateId']);
    }
    if (!withdrawn.some(({ status }) => mayDo('deleteTemplate', status))) {
      throw notAllowedNow(because('DELETED_ALREADY'), allowedActions(template.status), ['templateId']);
    }
    if (withdrawn.some(({ remoteId }) => remoteId !== null)) await this.deleteAtMeta(viewer, template, allLanguages);
    return this.database.transaction(async () => {
      for (const { id } of withdrawn) {
        const locked = await this.repository.lock(id);
        if (isGoneAtMeta(locked.status)) continue;
        const now = this.clock.now();
        await this.changes.apply(
          locked,
          { status: 'DELETED', remoteStatus: locked.remoteId === null ? null : 'DELETED', statusAsOf: now },
          { ...causedBy(viewer, now), reason: allLanguages ? because('TEMPLATE_ALL_LANGUAGES') : null },
        );
        await this.audit.record(viewer, {
          action: 'TEMPLATE_DELETED',
          subject: { type: 'TEMPLATE', id, name: locked.name },
          accountId: locked.accountId,
          details: [detail('language', locked.language)],
        });
      }
      return this.changes.publishChanged(template.id);
    });
  }

  private async deleteAtMeta(viewer: Viewer, template: Template, allLanguages: boolean): Promise<void> {
    const account = await this.accounts.require(viewer, template.accountId, 'templateId');
    try {
      const keys = this.credentials.keysOf(account);
      await this.api.delete(keys, template.name, allLanguages ? null : template.remoteId);
    } catch (error) {
      if (error instanceof GraphError && error.refusal.subcode === META_SUBCODES.TEMPLATE_NOT_FOUND) return;
      throw asDomainError(error);
    }
  }

  private async languagesOf({ accountId, name }: Template): Promise<Template[]> {
    const rows = await this.database.repository(TemplateEntity).findBy({ accountId, name });
    return rows.filter(({ status }) => !isGoneAtMeta(status));
  }

  private async refuseTakenName({ id, accountId, name, language }: TemplateEntity): Promise<void> {
    const namesakes = await this.database.repository(TemplateEntity).findBy({ accountId, name, language });
    if (!namesakes.some((namesake) => namesake.id !== id && !isGoneAtMeta(namesake.status))) return;
    const why = because('NAME_TAKEN_MEANWHILE');
    throw notAllowedNow(why, ['duplicateTemplate'], ['templateId']);
  }
}
