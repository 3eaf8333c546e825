import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { DomainError, notAllowedNow } from '../../../common/errors/domain-error.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import type { AccountKeys } from '../../../whatsapp/accounts-api.js';
import { asDomainError, GraphError, refusalFrom } from '../../../whatsapp/errors/graph-error.js';
import { TemplatesApi } from '../../../whatsapp/templates/templates-api.js';
import { AccountCredentialsService } from '../../accounts/connection/account-credentials.service.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { TemplateDiff } from './template-diff.js';
import { RemoteTemplatesService } from './remote-templates.service.js';
import { SyncScheduleService } from './sync-schedule.service.js';
import { SyncLeases } from './sync-leases.js';
import type { StoredSyncReport, SyncTrigger } from './template-sync.entity.js';
import { TemplateEntity } from '../template.entity.js';
import { TemplatesService } from '../templates.service.js';

/** Of Meta's quota for managing an account. */
const BUSY_PERCENT = 90;
const RETRY_BUSY_MS = 5 * 60_000;
const NO_SUCH_OBJECT = { code: 100, subcode: 33 };
const PENDING_AT_ONCE = 50;
const RENEW_EVERY_MS = 20_000;

/** Compares the templates of an account with Meta: one process at a time, and only what differs is written. */
@Injectable()
export class SyncTemplatesService {
  private readonly logger = new Logger(SyncTemplatesService.name);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly api: TemplatesApi,
    private readonly accounts: AccountsService,
    private readonly credentials: AccountCredentialsService,
    private readonly templates: TemplatesService,
    private readonly reflect: RemoteTemplatesService,
    private readonly schedule: SyncScheduleService,
    private readonly leases: SyncLeases,
  ) {}

  /** @throws DomainError (NOT_FOUND, NOT_ALLOWED_NOW while another is under way, META_REFUSED, META_UNREACHABLE) */
  async syncByHand(viewer: Viewer, accountId: string): Promise<StoredSyncReport> {
    const account = await this.accounts.require(viewer, accountId, 'accountId');
    if (account.archivedAt !== null) {
      throw notAllowedNow('The account is archived: nothing is exchanged with Meta any more.', [], ['accountId']);
    }
    const holder = await this.leases.take(account.id);
    if (holder === null) {
      const message = 'The account is being synchronised at this moment. See Account.templateSync.';
      throw notAllowedNow(message, [], ['accountId']);
    }
    const keys = this.credentials.keysOf(account);
    const { report, cause } = await this.run(account.id, keys, 'MANUAL', holder);
    if (cause !== null) throw asDomainError(cause);
    return report;
  }

  /** One template. @throws DomainError */
  async syncOne(viewer: Viewer, templateId: string): Promise<TemplateEntity> {
    const template = await this.templates.require(viewer, templateId, 'templateId');
    const account = await this.accounts.require(viewer, template.accountId, 'templateId');
    if (template.remoteId === null) throw notSubmitted();
    try {
      await this.readAgain(this.credentials.keysOf(account), template);
    } catch (error) {
      throw asDomainError(error);
    }
    const [current] = await this.templates.byIds([template.id]);
    return current ?? template;
  }

  /** By schedule; never throws, what went wrong is in the report. */
  async syncBySchedule(accountId: string, holder: string): Promise<void> {
    const [account] = await this.accounts.byIds([accountId]);
    if (account == null || account.archivedAt !== null) return this.leases.release(accountId, holder, { nextAt: null });
    const keys = this.credentials.keysOf(account);
    const busy = this.busyUntil(keys);
    if (busy !== null) return this.leases.release(accountId, holder, { nextAt: busy });
    const { cause } = await this.run(accountId, keys, 'SCHEDULED', holder);
    if (cause !== null)
      this.logger.warn(`Account ${accountId}: templates could not be synchronised (${cause.message}).`);
  }

  /** Those that wait for Meta, and those of which a webhook told something that has to be read whole. */
  async readPending(accountId: string, holder: string): Promise<void> {
    const [account] = await this.accounts.byIds([accountId]);
    if (account == null || account.archivedAt !== null) {
      return this.leases.release(accountId, holder, { nextPendingAt: null });
    }
    const keys = this.credentials.keysOf(account);
    const busy = this.busyUntil(keys);
    if (busy !== null) return this.leases.release(accountId, holder, { nextPendingAt: busy });
    const waiting = await this.database.repository(TemplateEntity).find({
      where: [
        { accountId, status: 'PENDING' },
        { accountId, status: 'IN_APPEAL' },
      ],
      order: { submittedAt: 'ASC' },
      take: PENDING_AT_ONCE,
    });
    const incomplete = await this.reflect.incomplete(accountId, PENDING_AT_ONCE);
    await this.leases.release(accountId, holder, { nextPendingAt: null });
    try {
      for (const template of new Map([...waiting, ...incomplete].map((entry) => [entry.id, entry])).values()) {
        if (template.remoteId !== null) await this.readAgain(keys, template);
      }
    } catch (error) {
      await this.noteTrouble(accountId, error as Error);
    }
    await this.schedule.lookAtPending(accountId);
  }

  private async run(accountId: string, keys: AccountKeys, trigger: SyncTrigger, holder: string) {
    const startedAt = this.clock.now();
    const comparison = new TemplateDiff(await this.reflect.known(accountId), startedAt);
    let pages = 0;
    let fetched = 0;
    let cause: Error | null = null;
    let renewAt = performance.now() + RENEW_EVERY_MS;
    try {
      let firstAnswerAt: Date | null = null;
      for await (const { answer, answeredAt } of this.api.pages(keys)) {
        firstAnswerAt ??= answeredAt;
        pages += 1;
        fetched += comparison.take(answer, answeredAt);
        if (performance.now() > renewAt) {
          await this.leases.renew(accountId, holder);
          renewAt = performance.now() + RENEW_EVERY_MS;
        }
        await this.reflect.update(accountId, comparison.nextChanged(), 'SYNC');
      }
      await this.reflect.remove(comparison.gone(), firstAnswerAt ?? startedAt);
      await this.reflect.create(accountId, comparison.newcomers());
    } catch (error) {
      cause = error as Error;
      await this.reflect.create(accountId, comparison.newcomers());
    }
    const report: StoredSyncReport = {
      startedAt: startedAt.toISOString(),
      finishedAt: this.clock.now().toISOString(),
      trigger,
      pages,
      fetched,
      ...comparison.counts(),
      error: cause === null ? null : await this.noteTrouble(accountId, cause),
    };
    const isThrottled = cause instanceof GraphError && [4, 80007].includes(cause.refusal.code);
    const nextAt = isThrottled ? (this.busyUntil(keys) ?? this.later()) : null;
    await this.leases.release(accountId, holder, { nextAt, report });
    await this.schedule.lookAtPending(accountId);
    return { report, cause };
  }

  private async readAgain(keys: AccountKeys, template: TemplateEntity): Promise<void> {
    try {
      const { answer, answeredAt } = await this.api.read(keys, template.remoteId ?? '');
      await this.reflect.update(template.accountId, [{ id: template.id, facts: answer, asOf: answeredAt }], 'SYNC');
    } catch (error) {
      const isGone =
        error instanceof GraphError &&
        error.refusal.code === NO_SUCH_OBJECT.code &&
        error.refusal.subcode === NO_SUCH_OBJECT.subcode;
      if (!isGone) throw error;
      await this.reflect.remove([template.id], this.clock.now());
    }
  }

  private async noteTrouble(accountId: string, error: Error): Promise<Refusal> {
    if (error instanceof GraphError) {
      if (error.isTokenInvalid) await this.accounts.recordRefusedToken(accountId);
      return error.refusal;
    }
    const domain = asDomainError(error);
    const message = domain instanceof DomainError ? domain.problems[0]?.message : undefined;
    if (message === undefined) this.logger.error(`Account ${accountId}: ${error.name} while templates were compared.`);
    return { ...refusalFrom({ code: 2 }), message: message ?? 'Parley itself failed; see its log.' };
  }

  private busyUntil(keys: AccountKeys): Date | null {
    const usage = this.api.usageOf(keys);
    if (usage === null || usage.percent < BUSY_PERCENT) return null;
    const now = this.clock.now();
    if (usage.regainsAt !== null) return usage.regainsAt > now ? usage.regainsAt : null;
    return usage.percent >= 100 ? this.later() : null;
  }

  private later(): Date {
    return new Date(this.clock.now().getTime() + RETRY_BUSY_MS);
  }
}

function notSubmitted(): DomainError {
  const message = 'It has not been submitted yet, so Meta knows nothing of it.';
  return notAllowedNow(message, ['submitTemplate'], ['templateId']);
}
