import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { componentsAfterReport, type ReportedComponents } from '../../../whatsapp/templates/reported-components.js';
import { componentsForMeta, contentFromMeta } from '../../../whatsapp/templates/template-components.js';
import { categoryFromMeta } from '../../../whatsapp/templates/template-content.js';
import type { TemplateStatusChange, TemplateUpdate } from '../../../whatsapp/webhooks/template-updates.js';
import { HistoryService } from '../../accounts/history/history.service.js';
import { TemplateChangesService, type ChangeCause } from '../template-changes.service.js';
import { contentHash, haveSameContent, samplesOf } from '../domain/content-hash.js';
import { isGoneAtMeta, isNewer, statusAfterEvent } from '../domain/template-status.js';
import { variablesFor } from '../sync/remote-template.js';
import { SyncScheduleService } from '../sync/sync-schedule.service.js';
import { TemplateEntity } from '../template.entity.js';
import { TemplateRepository } from '../template.repository.js';
import { because, type Because } from '../../../common/errors/because.js';
import { worded } from '../../../common/errors/wording.js';

type TemplateChanges = Partial<TemplateEntity> | null;

/**
 * Template updates from webhooks. An older one never undoes a newer. A template that is not here yet is fetched, and so is
 * one that was approved or edited: the webhook does not have its whole content.
 */
@Injectable()
export class TemplateWebhooksService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly repository: TemplateRepository,
    private readonly changes: TemplateChangesService,
    private readonly history: HistoryService,
    private readonly schedule: SyncScheduleService,
  ) {}

  /** Applies updates, in the caller's transaction. */
  async apply(accountId: string, updates: readonly TemplateUpdate[]): Promise<void> {
    for (const update of updates) {
      const template = await this.find(accountId, update);
      if (template !== null) await this.applyTo(template, update);
      else if (mayExistAtMeta(update)) await this.schedule.scheduleAccount(accountId);
    }
  }

  private async applyTo(found: TemplateEntity, update: TemplateUpdate): Promise<void> {
    const template = await this.repository.lock(found.id);
    const occurredAt = update.occurredAt ?? this.clock.now();
    const cause: ChangeCause = {
      source: 'WEBHOOK',
      userId: null,
      occurredAt,
      reason: reasonOf(update),
      details: update.raw,
    };
    const changes = changesBy(template, update, occurredAt);
    if (changes === null) return;
    const adopted = template.remoteId === null ? { remoteId: update.remoteId } : {};
    const isVisible = await this.changes.apply(template, { ...changes, ...adopted }, cause);
    if (update.change.type === 'STATUS') await this.recordNotice(template, update.change, cause, isVisible);
    const isApproval = isVisible && changes.status === 'APPROVED';
    if (isApproval || update.change.type === 'COMPONENTS') await this.schedule.scheduleIncomplete(template.accountId);
  }

  /** Records FLAGGED and LOCKED in the history: they change no status, and yet people should know. */
  private async recordNotice(
    template: TemplateEntity,
    { event }: TemplateStatusChange,
    cause: ChangeCause,
    isVisible: boolean,
  ): Promise<void> {
    if (isVisible || statusAfterEvent(event) !== null) return;
    const { id, accountId, status } = template;
    const reason = [event, cause.reason === null ? null : worded(cause.reason).text]
      .filter((text) => text !== null)
      .join(': ');
    await this.history.record({
      ...cause,
      accountId,
      templateId: id,
      kind: 'STATUS',
      from: status,
      to: status,
      reason,
    });
    this.changes.publish(template);
  }

  /** Finds it by Meta's id or, while the answer to its submission is awaited, by name and language. */
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

function mayExistAtMeta({ change }: TemplateUpdate): boolean {
  return change.type !== 'STATUS' || !isGoneAtMeta(change.event);
}

function reasonOf({ change }: TemplateUpdate): Because | string | null {
  if (change.type === 'STATUS') return change.explanation ?? change.reason;
  if (change.type === 'CATEGORY' && change.pendingCategory !== null) return because('TEMPLATE_CATEGORY_ANNOUNCED');
  return null;
}

/** The changes that an update makes; null when it is older than what is stored. */
function changesBy(template: TemplateEntity, { change }: TemplateUpdate, at: Date): TemplateChanges {
  switch (change.type) {
    case 'STATUS':
      return statusChanges(template, change, at);
    case 'QUALITY': {
      if (template.qualityAsOf !== null && template.qualityAsOf > at) return null;
      const quality = (['GREEN', 'YELLOW', 'RED'] as const).find((quality) => quality === change.quality) ?? 'UNKNOWN';
      return { quality, qualityAsOf: at, remoteHash: null };
    }
    case 'CATEGORY': {
      if (template.categoryAsOf !== null && template.categoryAsOf > at) return null;
      const category = categoryFromMeta(change.category) ?? template.category;
      const isUntouched = contentHash(template) === template.submittedHash;
      return {
        category,
        pendingCategory: change.pendingCategory === category ? null : change.pendingCategory,
        categoryAsOf: at,
        remoteHash: null,
        ...(isUntouched ? { submittedHash: contentHash({ ...template, category }) } : {}),
      };
    }
    case 'COMPONENTS':
      return componentChanges(template, change, at);
  }
}

function statusChanges(template: TemplateEntity, change: TemplateStatusChange, at: Date): TemplateChanges {
  const status = statusAfterEvent(change.event);
  if (status === null) return {};
  if (template.status === 'DELETED') return null; // its id never comes back
  if (!isNewer(at, status, template.statusAsOf)) return null;
  const isRejected = status === 'REJECTED';
  const isDraft = template.status === 'DRAFT' && !isGoneAtMeta(status);
  return {
    ...(isDraft ? {} : { status }),
    remoteStatus: change.event,
    statusAsOf: at,
    rejectionReason: isRejected ? (change.explanation ?? change.reason) : null,
    rejectionAdvice: isRejected ? change.advice : null,
    remoteHash: null,
  };
}

/** Changes of texts and buttons, at once; samples come when the template is fetched. */
function componentChanges(template: TemplateEntity, reported: ReportedComponents, at: Date): TemplateChanges {
  if (template.componentsAsOf !== null && template.componentsAsOf > at) return null;
  const { content, variables, parameterFormat, category } = template;
  const isAuthentication = content.authentication !== null;
  const existing =
    template.remoteComponents ??
    componentsForMeta({ content, parameterFormat, samples: samplesOf(variables), headerHandle: null });
  // Of authentication templates Meta writes the texts, and reports their buttons otherwise than it returns them.
  const remoteComponents = isAuthentication ? existing : componentsAfterReport(existing, reported);
  // An answer of Meta from before would bring the former content back.
  const known = { remoteHash: null, componentsAsOf: at };
  if (haveSameContent(existing, remoteComponents, isAuthentication)) return known;
  if (contentHash(template) !== template.submittedHash) return { ...known, remoteComponents };
  const read = contentFromMeta(remoteComponents, isAuthentication);
  const mediaId = read.content.header.type === content.header.type ? content.header.mediaId : null;
  const changed = { ...read.content, header: { ...read.content.header, mediaId } };
  const changedVariables = variablesFor(read, variables);
  return {
    ...known,
    content: changed,
    variables: changedVariables,
    remoteComponents,
    submittedHash: contentHash({ content: changed, variables: changedVariables, parameterFormat, category }),
  };
}
