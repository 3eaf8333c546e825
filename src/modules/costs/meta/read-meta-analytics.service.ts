import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { notAllowedNow } from '../../../common/errors/domain-error.js';
import { because } from '../../../common/errors/because.js';
import { Leases } from '../../../common/jobs/leases.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import type { AccountKeys } from '../../../whatsapp/accounts-api.js';
import { asDomainError, GraphError, GraphUnreachableError } from '../../../whatsapp/errors/graph-error.js';
import {
  InsightsApi,
  isUnknownThing,
  MAX_TEMPLATES_ASKED,
  whyNoInsights,
  type AnalyticsProduct,
  type DayRange,
  type TemplateDay,
} from '../../../whatsapp/insights-api.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { AccountCredentialsService } from '../../accounts/connection/account-credentials.service.js';
import { TemplatesService } from '../../templates/templates.service.js';
import { AuditService } from '../../users/audit/audit.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { daysToRead } from '../domain/days-to-read.js';
import { AnalyticsDaysService } from './analytics-days.service.js';
import { MetaAnalyticsEntity, type ReadingState, type StoredReading } from './meta-analytics.entity.js';

type Account = Awaited<ReturnType<AccountsService['require']>>;

/** Longer than the questions about an account take. */
const LEASE_SECONDS = 15 * 60;
/** Templates of an account that are asked for: those that changed last. */
const MAX_TEMPLATES = 1_000;

/** Reads Meta's analytics of an account, and stores them by day with how it went. */
@Injectable()
export class ReadMetaAnalyticsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
    private readonly leases: Leases,
    private readonly api: InsightsApi,
    private readonly accounts: AccountsService,
    private readonly credentials: AccountCredentialsService,
    private readonly templates: TemplatesService,
    private readonly days: AnalyticsDaysService,
    private readonly audit: AuditService,
  ) {}

  /** @throws DomainError: NOT_FOUND, NOT_ALLOWED_NOW while another process reads, or without readable credentials */
  async readByHand(viewer: Viewer, accountId: string): Promise<Account> {
    const account = await this.accounts.require(viewer, accountId, 'accountId');
    const keys = this.credentials.keysOf(account);
    if (!(await this.readAlone(account, keys))) {
      throw notAllowedNow(because('META_ANALYTICS_UNDER_WAY'), [], ['accountId']);
    }
    return account;
  }

  /** Whether it was read; false while another process does. */
  async readBySchedule(accountId: string): Promise<boolean> {
    const [account] = await this.accounts.byIds([accountId]);
    if (account == null || account.archivedAt !== null || !this.credentials.canRead(account, 'accessTokenSealed')) {
      await this.database.repository(MetaAnalyticsEntity).update(accountId, { nextAt: null });
      return true;
    }
    return this.readAlone(account, this.credentials.keysOf(account));
  }

  /** Meta never switches it off again. @throws DomainError: NOT_FOUND, META_REFUSED, META_UNREACHABLE */
  async enableInsights(viewer: Viewer, accountId: string): Promise<Account> {
    const account = await this.accounts.require(viewer, accountId, 'accountId');
    const keys = this.credentials.keysOf(account);
    try {
      await this.api.enable(keys);
    } catch (error) {
      throw asDomainError(error, 'accountId');
    }
    await this.database.transaction(async () => {
      await this.database.run(
        `INSERT INTO meta_analytics (account_id, is_enabled_for_insights, next_at) VALUES ($1, true, $2)
         ON CONFLICT (account_id) DO UPDATE SET is_enabled_for_insights = true, next_at = excluded.next_at`,
        [account.id, this.clock.now()],
      );
      const { id, name } = account;
      const details = [{ name: 'isEnabledForInsights', from: 'false', to: 'true' }];
      const subject = { type: 'ACCOUNT' as const, id, name };
      await this.audit.record(viewer, { action: 'ACCOUNT_CHANGED', subject, accountId: id, details });
      await this.wakeUps.wakeAfterCommit('meta-analytics-due');
    });
    return account;
  }

  private readAlone(account: Account, keys: AccountKeys): Promise<boolean> {
    return this.leases.withLease(`meta-analytics ${account.id}`, LEASE_SECONDS, () => this.read(account, keys));
  }

  private async read(account: Account, keys: AccountKeys): Promise<void> {
    await this.database.run('INSERT INTO meta_analytics (account_id) VALUES ($1) ON CONFLICT DO NOTHING', [account.id]);
    const rows = this.database.repository(MetaAnalyticsEntity);
    const before = await rows.findOneByOrFail({ accountId: account.id });
    const now = this.clock.now();
    const settings = await this.attempt(() => this.api.settings(keys));
    if ('reading' in settings) {
      const failed = { templateReading: settings.reading, pricingReading: settings.reading };
      await rows.update(account.id, { ...failed, nextAt: null });
      return;
    }
    const { currency, isEnabled } = settings.answer;
    const pricing = await this.attempt(() => this.readPricing(keys, account.id, daysToRead(before.pricingReadAt, now)));
    const templates = isEnabled
      ? await this.attempt(() => this.readTemplates(keys, account, daysToRead(before.templatesReadAt, now)))
      : { reading: this.reading('NOT_ENABLED') };
    await rows.update(account.id, {
      nextAt: null,
      currency,
      isEnabledForInsights: isEnabled,
      pricingReading: 'reading' in pricing ? pricing.reading : this.reading('READ'),
      templateReading: 'reading' in templates ? templates.reading : this.reading('READ'),
      ...('answer' in pricing ? { pricingReadAt: now } : {}),
      ...('answer' in templates ? { templatesReadAt: now } : {}),
    });
  }

  private async readPricing(keys: AccountKeys, accountId: string, range: DayRange): Promise<void> {
    await this.days.replacePricing(accountId, range, await this.api.pricingDays(keys, range));
  }

  private async readTemplates(keys: AccountKeys, account: Account, range: DayRange): Promise<void> {
    const ids = await this.templates.atMeta(account.id, MAX_TEMPLATES);
    const remoteIds = [...ids.keys()];
    for (let index = 0; index < remoteIds.length; index += MAX_TEMPLATES_ASKED) {
      const asked = remoteIds.slice(index, index + MAX_TEMPLATES_ASKED);
      await this.days.raiseTemplates(ids, 'CLOUD_API', await this.askFor(keys, asked, range, 'CLOUD_API'));
      if (account.marketingMessagesPolicy === 'OFF') continue;
      const byApi = await this.askFor(keys, asked, range, 'MARKETING_MESSAGES_API_FOR_WHATSAPP');
      await this.days.raiseTemplates(ids, 'MARKETING_MESSAGES', byApi);
    }
  }

  /** Where Meta does not know one of them, each is asked for by itself, and that one is passed over. */
  private async askFor(
    keys: AccountKeys,
    remoteIds: readonly string[],
    range: DayRange,
    product: AnalyticsProduct,
  ): Promise<TemplateDay[]> {
    try {
      return await this.api.templateDays(keys, remoteIds, range, product);
    } catch (error) {
      const isOfAccount = error instanceof GraphError && whyNoInsights(error.refusal) !== null;
      if (isOfAccount || !isUnknownThing(error)) throw error;
    }
    if (remoteIds.length === 1) return [];
    const days: TemplateDay[] = [];
    for (const remoteId of remoteIds) days.push(...(await this.askFor(keys, [remoteId], range, product)));
    return days;
  }

  /** What Meta answers, or how the reading ended. Other errors are thrown. */
  private async attempt<Answer>(ask: () => Promise<Answer>): Promise<{ answer: Answer } | { reading: StoredReading }> {
    try {
      return { answer: await ask() };
    } catch (error) {
      if (error instanceof GraphUnreachableError) return { reading: this.reading('UNREACHABLE') };
      if (!(error instanceof GraphError)) throw error;
      const state = ({ OFF: 'NOT_ENABLED', NOT_AVAILABLE: 'NOT_AVAILABLE', NONE: 'REFUSED' } as const)[
        whyNoInsights(error.refusal) ?? 'NONE'
      ];
      return { reading: { ...this.reading(state), refusal: error.refusal } };
    }
  }

  private reading(state: ReadingState): StoredReading {
    return { state, askedAt: this.clock.now().toISOString(), refusal: null };
  }
}
