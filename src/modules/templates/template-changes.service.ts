import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { HistoryService, type Cause, type NewHistoryEntry } from '../accounts/history/history.service.js';
import { NotificationsService } from '../users/notifications/notifications.service.js';
import type { TemplateStatus } from './domain/template-status.js';
import { TemplateRepository } from './template.repository.js';
import type { TemplateEntity } from './template.entity.js';
import { TemplatesService } from './templates.service.js';

/** What an author wants to be told. */
const DECISIONS: Partial<Record<TemplateStatus, string>> = {
  APPROVED: 'was approved',
  REJECTED: 'was rejected',
  PAUSED: 'was paused',
  DISABLED: 'was disabled',
  ARCHIVED: 'was archived',
  LIMIT_EXCEEDED: 'was not taken: the account has too many templates',
};

export interface ChangeCause extends Cause {
  reason: string | null;
}

/** Changes a template and tells everybody: its history, subscribers, and, of Meta's decisions, its author. */
@Injectable()
export class TemplateChangesService {
  constructor(
    private readonly clock: Clock,
    private readonly repository: TemplateRepository,
    private readonly templates: TemplatesService,
    private readonly history: HistoryService,
    private readonly notifications: NotificationsService,
  ) {}

  /** In the running transaction. Whether anything was written that people see. */
  async apply(template: TemplateEntity, changes: Partial<TemplateEntity>, cause: ChangeCause): Promise<boolean> {
    const history = historyOf(template, changes, cause);
    const isVisible = history.length > 0 || changesVisibly(template, changes);
    const now = this.clock.now();
    await this.repository.update(template.id, { ...changes, ...(isVisible ? { updatedAt: now } : {}) });
    if (!isVisible) return false;
    await this.history.record(...history);
    await this.notifyAuthor(template, changes, cause);
    this.templates.publish(template);
    return true;
  }

  private async notifyAuthor(
    template: TemplateEntity,
    { status }: Partial<TemplateEntity>,
    cause: ChangeCause,
  ): Promise<void> {
    const { id, accountId, authorUserId, displayName, language } = template;
    const isFromMeta = cause.source === 'WEBHOOK' || cause.source === 'SYNC';
    const decision = status === undefined || status === template.status ? undefined : DECISIONS[status];
    if (!isFromMeta || decision === undefined || authorUserId === null) return;
    await this.notifications.notify({
      userId: authorUserId,
      accountId,
      templateId: id,
      reason: 'TEMPLATE_DECISION',
      title: `${displayName} (${language}) ${decision}`,
      body: cause.reason ?? '',
    });
  }
}

const TRACKED = [
  ['status', 'STATUS'],
  ['quality', 'QUALITY'],
  ['category', 'CATEGORY'],
] as const;

function historyOf(template: TemplateEntity, changes: Partial<TemplateEntity>, cause: ChangeCause): NewHistoryEntry[] {
  const base = { ...cause, accountId: template.accountId, templateId: template.id };
  const changed = TRACKED.flatMap(([property, kind]): NewHistoryEntry[] => {
    const to = changes[property];
    return to === undefined || to === template[property] ? [] : [{ ...base, kind, from: template[property], to }];
  });
  if (changes.pendingCategory != null && changes.pendingCategory !== template.pendingCategory) {
    const reason = cause.reason ?? 'announced by Meta';
    changed.push({ ...base, kind: 'CATEGORY', from: template.category, to: changes.pendingCategory, reason });
  }
  if (changes.content !== undefined) changed.push({ ...base, kind: 'COMPONENTS', from: null, to: null });
  return changed;
}

const VISIBLE = ['pendingCategory', 'rejectionReason', 'rejectionAdvice', 'remoteId', 'submittedAt'] as const;

function changesVisibly(template: TemplateEntity, changes: Partial<TemplateEntity>): boolean {
  return VISIBLE.some((property) => changes[property] !== undefined && changes[property] !== template[property]);
}
