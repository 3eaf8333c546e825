import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { MINUTE_MS, SECOND_MS } from '../../../common/durations.js';
import { DomainError, notAllowedNow } from '../../../common/errors/domain-error.js';
import { errorName } from '../../../common/errors/error-name.js';
import { withLogFields } from '../../../common/logging/log-context.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import type { AccountKeys } from '../../../whatsapp/accounts-api.js';
import { META_ERRORS } from '../../../whatsapp/errors/error-catalogue.js';
import { asDomainError, GraphError, refusalFrom } from '../../../whatsapp/errors/graph-error.js';
import { META_SUBCODES } from '../../../whatsapp/errors/meta-subcodes.js';
import { TemplatesApi } from '../../../whatsapp/templates/templates-api.js';
import { AccountCredentialsService } from '../../accounts/connection/account-credentials.service.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { UnusableCredentialsService } from '../../accounts/standing/unusable-credentials.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { TemplateDiff } from './template-diff.js';
import { RemoteTemplatesService } from './remote-templates.service.js';
import { SyncScheduleService } from './sync-schedule.service.js';
import { SyncLeases } from './sync-leases.js';
import type { StoredSyncReport, SyncTrigger } from '../domain/sync-report.js';
import { TemplatesService, type Template } from '../templates.service.js';
import { because } from '../../../common/errors/because.js';

/** Use of Meta's quota for managing an account from which schedules wait. */
const BUSY_PERCENT = 90;
const BUSY_RETRY_MS = 5 * MINUTE_MS;
/** Meta's codes for a quota that is used up. */
const THROTTLED_CODES: readonly number[] = [META_ERRORS.APP_RATE_LIMIT.code, META_ERRORS.ACCOUNT_RATE_LIMIT.code];
const PENDING_BATCH_SIZE = 50;
const LEASE_RENEWAL_MS = 20 * SECOND_MS;

/** Compares the templates of an account with Meta: one process at a time, and only what differs is written. */
@Injectable()
export class SyncTemplatesService {
  private readonly logger = new Logger(SyncTemplatesService.name);

  constructor(
    private readonly clock: Clock,
    private readonly api: TemplatesApi,
    private readonly accounts: AccountsService,
    private readonly unusableCredentials: UnusableCredentialsService,
    private readonly credentials: AccountCredentialsService,
    private readonly templates: TemplatesService,
    private readonly remoteTemplates: RemoteTemplatesService,
    private readonly schedule: SyncScheduleService,
    private readonly leases: SyncLeases,
  ) {}

  /** Syncs now. @throws DomainError (NOT_FOUND, NOT_ALLOWED_NOW while another is under way, META_REFUSED, META_UNREACHABLE) */
  async syncByHand(viewer: Viewer, accountId: string): Promise<StoredSyncReport> {
    const account = await this.accounts.require(viewer, accountId, 'accountId');
    if (account.archivedAt !== null) {
      throw notAllowedNow(because('ACCOUNT_ARCHIVED_FOR_META'), [], ['accountId']);
    }
    const holder = await this.leases.acquire(account.id);
    if (holder === null) {
      const why = because('SYNC_UNDER_WAY');
      throw notAllowedNow(why, [], ['accountId']);
    }
    const keys = this.credentials.keysOf(account);
    const { report, cause } = await this.run(account.id, keys, 'MANUAL', holder);
    if (cause !== null) throw asDomainError(cause);
    return report;
  }

  /** Syncs one template. @throws DomainError (NOT_FOUND, NOT_ALLOWED_NOW, META_REFUSED, META_UNREACHABLE) */
  async syncOne(viewer: Viewer, templateId: string): Promise<Template> {
    const template = await this.templates.require(viewer, templateId, 'templateId');
    const account = await this.accounts.require(viewer, template.accountId, 'templateId');
    if (template.remoteId === null) throw notSubmitted();
    try {
      await this.readRemote(this.credentials.keysOf(account), template);
    } catch (error) {
      throw asDomainError(error);
    }
    const [current] = await this.templates.byIds([template.id]);
    return current ?? template;
  }

  /** Syncs by schedule, under the lease of `holder`. Never throws: what went wrong is in the report. */
  async syncBySchedule(accountId: string, holder: string): Promise<void> {
    const [account] = await this.accounts.byIds([accountId]);
    if (account == null || account.archivedAt !== null) return this.leases.release(accountId, holder, { nextAt: null });
    const keys = this.credentials.keysOf(account);
    const busy = this.busyUntil(keys);
    if (busy !== null) return this.leases.release(accountId, holder, { nextAt: busy });
    const { cause } = await this.run(accountId, keys, 'SCHEDULED', holder);
    if (cause !== null)
      withLogFields({ accountId }, () => this.logger.warn(`Templates could not be synchronised: ${cause.message}`));
  }

  /** Reads templates that are pending at Meta, and incomplete ones, under the lease of `holder`. */
  async readPending(accountId: string, holder: string): Promise<void> {
    const [account] = await this.accounts.byIds([accountId]);
    if (account == null || account.archivedAt !== null) {
      return this.leases.release(accountId, holder, { nextPendingAt: null });
    }
    const keys = this.credentials.keysOf(account);
    const busy = this.busyUntil(keys);
    if (busy !== null) return this.leases.release(accountId, holder, { nextPendingAt: busy });
    // before they are looked for: what a webhook asks for from now on stays asked for
    await this.leases.release(accountId, holder, { nextPendingAt: null });
    const pending = await this.remoteTemplates.pending(accountId, PENDING_BATCH_SIZE);
    const incomplete = await this.remoteTemplates.incomplete(accountId, PENDING_BATCH_SIZE);
    try {
      for (const template of new Map([...pending, ...incomplete].map((found) => [found.id, found])).values()) {
        if (template.remoteId !== null) await this.readRemote(keys, template);
      }
    } catch (error) {
      await this.recordError(accountId, error as Error);
    }
    await this.schedule.schedulePending(accountId);
  }

  private async run(accountId: string, keys: AccountKeys, trigger: SyncTrigger, holder: string) {
    const startedAt = this.clock.now();
    const diff = new TemplateDiff(await this.remoteTemplates.localTemplates(accountId), startedAt);
    let pages = 0;
    let fetched = 0;
    let cause: Error | null = null;
    let renewAt = performance.now() + LEASE_RENEWAL_MS;
    try {
      let firstAnswerAt: Date | null = null;
      for await (const { answer, answeredAt } of this.api.pages(keys)) {
        firstAnswerAt ??= answeredAt;
        pages += 1;
        fetched += diff.addPage(answer, answeredAt);
        if (performance.now() > renewAt) {
          await this.leases.renew(accountId, holder);
          renewAt = performance.now() + LEASE_RENEWAL_MS;
        }
        await this.remoteTemplates.update(accountId, diff.drainUpdates());
      }
      await this.remoteTemplates.remove(diff.removedIds(), firstAnswerAt ?? startedAt);
      await this.remoteTemplates.create(accountId, diff.newTemplates());
    } catch (error) {
      cause = error as Error;
      await this.remoteTemplates.create(accountId, diff.newTemplates());
    }
    const report: StoredSyncReport = {
      startedAt: startedAt.toISOString(),
      finishedAt: this.clock.now().toISOString(),
      trigger,
      pages,
      fetched,
      ...diff.counts(),
      error: cause === null ? null : await this.recordError(accountId, cause),
    };
    const isThrottled = cause instanceof GraphError && THROTTLED_CODES.includes(cause.refusal.code);
    const nextAt = isThrottled ? (this.busyUntil(keys) ?? this.retryAt()) : null;
    await this.leases.release(accountId, holder, { nextAt, report });
    await this.schedule.schedulePending(accountId);
    return { report, cause };
  }

  private async readRemote(
    keys: AccountKeys,
    template: Pick<Template, 'id' | 'accountId' | 'remoteId'>,
  ): Promise<void> {
    try {
      const { answer, answeredAt } = await this.api.read(keys, template.remoteId ?? '');
      await this.remoteTemplates.update(template.accountId, [{ id: template.id, remote: answer, asOf: answeredAt }]);
    } catch (error) {
      const isGone =
        error instanceof GraphError &&
        error.refusal.code === META_ERRORS.INVALID_PARAMETER.code &&
        error.refusal.subcode === META_SUBCODES.OBJECT_NOT_FOUND;
      if (!isGone) throw error;
      await this.remoteTemplates.remove([template.id], this.clock.now());
    }
  }

  private async recordError(accountId: string, error: Error): Promise<Refusal> {
    if (error instanceof GraphError) {
      if (error.isTokenInvalid) await this.unusableCredentials.recordRefusedToken(accountId);
      return error.refusal;
    }
    const domain = asDomainError(error);
    const message = domain instanceof DomainError ? domain.problems[0]?.message : undefined;
    if (message === undefined)
      withLogFields({ accountId }, () => this.logger.error(`Templates could not be compared: ${errorName(error)}`));
    return {
      ...refusalFrom({ code: META_ERRORS.SERVICE_DOWN.code }),
      message: message ?? 'Parley itself failed; see its log.',
    };
  }

  private busyUntil(keys: AccountKeys): Date | null {
    const usage = this.api.usageOf(keys);
    if (usage === null || usage.percent < BUSY_PERCENT) return null;
    const now = this.clock.now();
    if (usage.regainsAt !== null) return usage.regainsAt > now ? usage.regainsAt : null;
    return usage.percent >= 100 ? this.retryAt() : null;
  }

  private retryAt(): Date {
    return new Date(this.clock.now().getTime() + BUSY_RETRY_MS);
  }
}

function notSubmitted(): DomainError {
  const why = because('NOT_SUBMITTED_YET');
  return notAllowedNow(why, ['submitTemplate'], ['templateId']);
}
