import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { EventLog } from '../../common/events/event-log.js';
import { HistoryService, type Cause, type NewHistoryEntry } from '../accounts/history/history.service.js';
import { NotificationsService } from '../users/notifications/notifications.service.js';
import type { TemplateStatus } from './domain/template-status.js';
import { TemplateRepository } from './template.repository.js';
import type { TemplateEntity } from './template.entity.js';
import { because, type Because } from '../../common/errors/because.js';
import type { Reason } from '../../common/errors/reasons/reasons.js';

type DecisionReason = Extract<Reason, `NOTICE_TEMPLATE_${string}`>;
/** Meta's decisions of which the author is notified. */
const DECISIONS: Partial<Record<TemplateStatus, DecisionReason>> = {
  APPROVED: 'NOTICE_TEMPLATE_APPROVED',
  REJECTED: 'NOTICE_TEMPLATE_REJECTED',
  PAUSED: 'NOTICE_TEMPLATE_PAUSED',
  DISABLED: 'NOTICE_TEMPLATE_DISABLED',
  ARCHIVED: 'NOTICE_TEMPLATE_ARCHIVED',
  LIMIT_EXCEEDED: 'NOTICE_TEMPLATE_LIMIT',
};

/** Who or what changes a template, when, and why. */
export interface ChangeCause extends Cause {
  /** A text of ours by its reason, or the words of Meta. */
  reason: Because | string | null;
  /** All that Meta reported of it. */
  details?: object | null;
}

/** Template changes with all that follows from them: history, event, notification of the author on Meta's decisions. */
@Injectable()
export class TemplateChangesService {
  constructor(
    private readonly clock: Clock,
    private readonly repository: TemplateRepository,
    private readonly events: EventLog,
    private readonly history: HistoryService,
    private readonly notifications: NotificationsService,
  ) {}

  /** Applies changes, in the running transaction. Returns whether any of them can be seen by people. */
  async apply(template: TemplateEntity, changes: Partial<TemplateEntity>, cause: ChangeCause): Promise<boolean> {
    const history = historyOf(template, changes, cause);
    const isVisible = history.length > 0 || changesVisibly(template, changes);
    const now = this.clock.now();
    await this.repository.update(template.id, { ...changes, ...(isVisible ? { updatedAt: now } : {}) });
    if (!isVisible) return false;
    await this.history.record(...history);
    const decision = decisionOf(template, changes, cause);
    if (decision !== null) await this.notifyAuthor(template, decision, cause);
    const { id, accountId } = template;
    this.events.append({
      accountId,
      kind: 'TEMPLATE',
      entityId: id,
      ...(decision === null ? {} : { change: 'DECIDED' }),
    });
    return true;
  }

  /** Publishes that templates changed, in the running transaction. */
  publish(...templates: Pick<TemplateEntity, 'id' | 'accountId'>[]): void {
    this.events.append(
      ...templates.map(({ id, accountId }) => ({ accountId, kind: 'TEMPLATE' as const, entityId: id })),
    );
  }

  /** As `publish`, for one that was written already. Returns it as it is now. */
  async publishChanged(id: string): Promise<TemplateEntity> {
    const template = await this.repository.get(id);
    this.publish(template);
    return template;
  }

  private async notifyAuthor(template: TemplateEntity, decision: DecisionReason, cause: ChangeCause): Promise<void> {
    const { id, accountId, authorUserId, displayName, language } = template;
    if (authorUserId === null) return;
    await this.notifications.notify({
      userId: authorUserId,
      accountId,
      templateId: id,
      reason: 'TEMPLATE_DECISION',
      title: because(decision, { name: displayName, language }),
      body: cause.reason ?? '',
    });
  }
}

/** Meta's decision among these changes, as it is told; null where it has not decided. */
function decisionOf(
  template: TemplateEntity,
  { status }: Partial<TemplateEntity>,
  { source }: ChangeCause,
): DecisionReason | null {
  const isFromMeta = source === 'WEBHOOK' || source === 'SYNC';
  if (!isFromMeta || status === undefined || status === template.status) return null;
  return DECISIONS[status] ?? null;
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
    const reason = cause.reason ?? because('TEMPLATE_CATEGORY_ANNOUNCED');
    changed.push({ ...base, kind: 'CATEGORY', from: template.category, to: changes.pendingCategory, reason });
  }
  if (changes.content !== undefined) changed.push({ ...base, kind: 'COMPONENTS', from: null, to: null });
  return changed;
}

const VISIBLE = ['pendingCategory', 'rejectionReason', 'rejectionAdvice', 'remoteId', 'submittedAt'] as const;

function changesVisibly(template: TemplateEntity, changes: Partial<TemplateEntity>): boolean {
  return VISIBLE.some((property) => changes[property] !== undefined && changes[property] !== template[property]);
}
