import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { categoryFromMeta } from '../../../whatsapp/templates/template-content.js';
import type { TemplateStatusChange, TemplateUpdate } from '../../../whatsapp/webhooks/template-updates.js';
import { HistoryService } from '../../accounts/history/history.service.js';
import { TemplateChangesService, type Why } from '../template-changes.service.js';
import { contentHash } from '../domain/content-hash.js';
import { isNewer, statusAfterEvent } from '../domain/template-status.js';
import { SyncScheduleService } from '../sync/sync-schedule.service.js';
import { TemplateEntity } from '../template.entity.js';
import { TemplatesService } from '../templates.service.js';

type Changes = Partial<TemplateEntity> | null;

/**
 * Takes in what webhooks tell of templates. Older news never undoes newer. What is not known here is fetched, and so is
 * what has been approved or edited: only then is it known word for word.
 */
@Injectable()
export class TemplateWebhooksService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly templates: TemplatesService,
    private readonly change: TemplateChangesService,
    private readonly history: HistoryService,
    private readonly schedule: SyncScheduleService,
  ) {}

  /** In the caller's transaction. */
  async apply(accountId: string, updates: readonly TemplateUpdate[]): Promise<void> {
    for (const update of updates) {
      const known = await this.find(accountId, update);
      if (known !== null) await this.applyTo(known, update);
      else if (mayExist(update)) await this.schedule.makeDue(accountId);
    }
  }

  private async applyTo(found: TemplateEntity, update: TemplateUpdate): Promise<void> {
    const template = await this.templates.lock(found.id);
    const occurredAt = update.occurredAt ?? this.clock.now();
    const why: Why = { source: 'WEBHOOK', userId: null, occurredAt, reason: reasonOf(update) };
    const changes = changesBy(template, update, occurredAt);
    if (changes === null) return;
    const adopted = template.remoteId === null ? { remoteId: update.remoteId } : {};
    const isVisible = await this.change.apply(template, { ...changes, ...adopted }, why);
    if (update.change.type === 'STATUS') await this.keepNotice(template, update.change, why, isVisible);
    const isApproval = isVisible && changes.status === 'APPROVED';
    if (isApproval || update.change.type === 'COMPONENTS') await this.schedule.readSoon(template.accountId);
  }

  /** FLAGGED and LOCKED change no status, and yet somebody should know. */
  private async keepNotice(
    template: TemplateEntity,
    { event }: TemplateStatusChange,
    why: Why,
    isVisible: boolean,
  ): Promise<void> {
    if (isVisible || statusAfterEvent(event) !== null) return;
    const { id, accountId, status } = template;
    const reason = [event, why.reason].filter((text) => text !== null).join(': ');
    await this.history.record({ ...why, accountId, templateId: id, kind: 'STATUS', from: status, to: status, reason });
    this.templates.tell(template);
  }

  /** By Meta's id; while the answer to a submission is awaited, by name and language. */
  private async find(accountId: string, { remoteId, name, language }: TemplateUpdate): Promise<TemplateEntity | null> {
    const templates = this.database.repository(TemplateEntity);
    const byId = await templates.findOneBy({ accountId, remoteId });
    if (byId !== null || name === null || language === null) return byId;
    const candidates = await templates.findBy({ accountId, name, language });
    const now = this.clock.now();
    const isAwaited = ({ remoteId: id, submittingUntil }: TemplateEntity): boolean =>
      id === null && submittingUntil !== null && submittingUntil > now;
    return candidates.find(isAwaited) ?? null;
  }
}

function mayExist({ change: news }: TemplateUpdate): boolean {
  return news.type !== 'STATUS' || !['DELETED', 'PENDING_DELETION'].includes(news.event);
}

function reasonOf({ change: news }: TemplateUpdate): string | null {
  if (news.type === 'STATUS') return news.explanation ?? news.reason;
  if (news.type === 'CATEGORY' && news.pendingCategory !== null) return 'announced by Meta';
  return null;
}

/** Null: it is older than what is known. */
function changesBy(template: TemplateEntity, { change: news }: TemplateUpdate, at: Date): Changes {
  switch (news.type) {
    case 'STATUS':
      return statusChanges(template, news, at);
    case 'QUALITY': {
      if (template.qualityAsOf !== null && template.qualityAsOf > at) return null;
      const quality = (['GREEN', 'YELLOW', 'RED'] as const).find((known) => known === news.quality) ?? 'UNKNOWN';
      return { quality, qualityAsOf: at, remoteHash: null };
    }
    case 'CATEGORY': {
      if (template.categoryAsOf !== null && template.categoryAsOf > at) return null;
      const category = categoryFromMeta(news.category) ?? template.category;
      const isUntouched = contentHash(template) === template.submittedHash;
      return {
        category,
        pendingCategory: news.pendingCategory === category ? null : news.pendingCategory,
        categoryAsOf: at,
        remoteHash: null,
        ...(isUntouched ? { submittedHash: contentHash({ ...template, category }) } : {}),
      };
    }
    case 'COMPONENTS':
      return componentChanges(template, news, at);
  }
}

function statusChanges(template: TemplateEntity, news: TemplateStatusChange, at: Date): Changes {
  const status = statusAfterEvent(news.event);
  if (status === null) return {};
  if (template.status === 'DELETED') return null; // its id never comes back
  if (!isNewer(at, status, template.statusAsOf)) return null;
  const isRejected = status === 'REJECTED';
  const isDraft = template.status === 'DRAFT' && !['DELETED', 'PENDING_DELETION'].includes(status);
  return {
    ...(isDraft ? {} : { status }),
    remoteStatus: news.event,
    statusAsOf: at,
    rejectionReason: isRejected ? (news.explanation ?? news.reason) : null,
    rejectionAdvice: isRejected ? news.advice : null,
    remoteHash: null,
  };
}

/** The texts at once; samples and buttons with the reading that follows. */
function componentChanges(
  template: TemplateEntity,
  news: { header: string | null; body: string; footer: string | null },
  at: Date,
): Changes {
  if (template.componentsAsOf !== null && template.componentsAsOf > at) return null;
  const { content } = template;
  const header = content.header.type === 'TEXT' ? (news.header ?? content.header.text) : content.header.text;
  const isSame = news.body === content.body && news.footer === content.footer && header === content.header.text;
  const isUntouched = contentHash(template) === template.submittedHash;
  if (isSame || !isUntouched) return { remoteHash: null };
  const changed = { ...content, header: { ...content.header, text: header }, body: news.body, footer: news.footer };
  return { content: changed, submittedHash: contentHash({ ...template, content: changed }), remoteHash: null };
}
